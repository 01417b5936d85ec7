package dev.payonce.woocommerce;

import dev.payonce.mysql.TableNames;
import dev.payonce.woocommerce.plugin.EffectKick;

/** The ways to read and to change a store's orders, chosen by what the store was found to be when it was pinned. */
final class StoreAccess {

    private final OrderReader tables;
    private final OrderReader posts;
    private final OrderEffects shadow = new ShadowEffects();
    private final OrderEffects sql;
    private final OrderEffects plugin;

    StoreAccess(TableNames names, EffectKick kick) {
        this.tables = new OrderTable(names);
        this.posts = new PostOrderTable(names);
        this.sql = new OrderUpdates(names);
        this.plugin = new PluginOrderEffects(names, kick);
    }

    OrderReader reader(StoreGuard.Pinned store) {
        return store.hpos() ? tables : posts;
    }

    OrderEffects effects(StoreGuard.Pinned store) {
        return switch (store.effects()) {
            case PLUGIN -> plugin;
            case SQL -> sql;
            case FOUND, NONE -> shadow;
        };
    }
}
