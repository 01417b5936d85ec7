package dev.payonce.woocommerce;

import dev.payonce.failure.Failures;
import dev.payonce.mysql.StoreSettings.Effects;
import java.util.Optional;

/** The rules about which program moves a store's orders, by the setting and by the shop's options. Pure. */
final class EffectsChoice {

    /** The version of the plugin's tables that this code writes. */
    private static final String TABLES = "1";

    private EffectsChoice() {}

    /** Returns PLUGIN, SQL or NONE; refuses where the shop cannot be served in that way. Reading alone asks for nothing. */
    static Effects of(Effects wanted, ShopOptions shop) {
        boolean found = !shop.pluginTables().isEmpty();
        Effects choice = wanted == Effects.FOUND ? (found ? Effects.PLUGIN : Effects.SQL) : wanted;
        switch (choice) {
            case PLUGIN -> requireTables(shop);
            case SQL -> {
                requireHpos(shop);
                requireNoCache(shop);
            }
            case FOUND, NONE -> {}
        }
        return choice;
    }

    private static void requireTables(ShopOptions shop) {
        if (!shop.pluginTables().equals(TABLES)) {
            String found = shop.pluginTables().isEmpty() ? "are missing" : "have version " + shop.pluginTables();
            throw Failures.transientOne(
                    "plugin-tables",
                    "The companion plugin's tables " + found + " in this shop; version " + TABLES + " is needed."
                            + " Activate the plugin, or update it and Payonce to the same release",
                    Optional.empty(),
                    null);
        }
    }

    private static void requireHpos(ShopOptions shop) {
        if (!shop.hpos()) {
            throw Failures.nonRetryable(
                    "hpos-off",
                    "The shop keeps its orders among its posts. Switch it to high-performance order storage, or install"
                            + " the companion plugin",
                    null);
        }
    }

    private static void requireNoCache(ShopOptions shop) {
        if (shop.cachedOrders()) {
            throw Failures.nonRetryable(
                    "order-cache-on",
                    "PHP would go on with the unpaid order from its cache (woocommerce_hpos_datastore_caching_enabled)."
                            + " Switch that option off, or install the companion plugin",
                    null);
        }
    }
}
