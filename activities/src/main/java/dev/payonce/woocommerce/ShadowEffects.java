package dev.payonce.woocommerce;

import dev.payonce.ledger.Ledger;
import dev.payonce.mysql.WriteBatch;
import dev.payonce.order.Order;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.shadow.ShadowRules;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The effects of shadow mode: none. Decisions are made on the order as it would be. */
final class ShadowEffects implements OrderEffects {

    @Override
    public Foreseen foresee(JdbcClient sql, Order real, Ledger ledger) {
        return new Foreseen(ShadowRules.order(real, ledger), false);
    }

    @Override
    public Reconciliation carriedOut(Reconciliation decided) {
        return ShadowRules.reconciliation(decided);
    }

    @Override
    public boolean write(JdbcClient sql, WriteBatch writes, Decision decision) {
        return false;
    }
}
