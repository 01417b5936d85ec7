package dev.payonce.woocommerce;

import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.StoreQuery;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.shadow.ShadowRules;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The effects of shadow mode: none. Decisions are made on the order as it would be. */
final class ShadowEffects implements OrderEffects {

    @Override
    public Foresight foresee(StoreQuery query, OrderId id) {
        return (real, ledger) -> new Foreseen(ShadowRules.order(real, ledger), false);
    }

    @Override
    public Reconciliation carriedOut(Reconciliation decided) {
        return ShadowRules.reconciliation(decided);
    }

    @Override
    public boolean write(JdbcClient sql, OrderWrites writes, Decision decision) {
        return false;
    }
}
