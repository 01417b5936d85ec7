package dev.payonce.woocommerce;

import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.StoreQuery;
import dev.payonce.mysql.TableNames;
import dev.payonce.order.OrderId;
import dev.payonce.woocommerce.plugin.EffectKick;
import dev.payonce.woocommerce.plugin.PluginEffects;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The effects that PHP applies by WooCommerce's own functions: stock, mails and refund records follow. */
final class PluginOrderEffects implements OrderEffects {

    private final PluginEffects plugin;
    private final EffectKick kick;

    PluginOrderEffects(TableNames tables, EffectKick kick) {
        this.plugin = new PluginEffects(tables);
        this.kick = kick;
    }

    @Override
    public Foresight foresee(StoreQuery query, OrderId id) {
        PluginEffects.Foresight foresight = plugin.foresee(query, id);
        return (real, ledger) -> {
            PluginEffects.Foreseen foreseen = foresight.of(real, ledger);
            return new Foreseen(foreseen.order(), foreseen.rejected());
        };
    }

    @Override
    public boolean write(JdbcClient sql, OrderWrites writes, Decision decision) {
        return plugin.write(
                sql,
                writes,
                decision.order().order(),
                decision.order().again(),
                decision.decided(),
                decision.before(),
                decision.seen(),
                decision.now());
    }

    @Override
    public void committed(OrderId order, String site) {
        kick.send(order, site);
    }
}
