package dev.payonce.woocommerce;

import dev.payonce.ledger.Ledger;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.WriteBatch;
import dev.payonce.order.Order;
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
    public Foreseen foresee(JdbcClient sql, Order real, Ledger ledger) {
        PluginEffects.Foreseen foreseen = plugin.foresee(sql, real, ledger);
        return new Foreseen(foreseen.order(), foreseen.rejected());
    }

    @Override
    public boolean write(JdbcClient sql, WriteBatch writes, Decision decision) {
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
