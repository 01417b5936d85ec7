package dev.payonce.woocommerce;

import dev.payonce.ledger.Ledger;
import dev.payonce.mysql.TableNames;
import dev.payonce.order.Order;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The effects that Payonce writes into WooCommerce's tables itself. No hook of the shop runs: no stock, no mail. */
final class SqlEffects implements OrderEffects {

    private final OrderUpdates updates;

    SqlEffects(TableNames tables, Policy.Disputes disputes) {
        this.updates = new OrderUpdates(new OrderTable(tables), new OrderNotes(tables), disputes);
    }

    @Override
    public Foreseen foresee(JdbcClient sql, Order real, Ledger ledger) {
        return new Foreseen(real, false);
    }

    @Override
    public boolean write(
            JdbcClient sql, OrderTable.Read read, Foreseen order, Reconciliation decided, Ledger before, Instant now) {
        read.stored()
                .ifPresent(stored ->
                        updates.apply(sql, order.order().id(), stored, read.shop(), decided.added(), before, now));
        return false;
    }
}
