package dev.payonce.woocommerce;

import dev.payonce.ledger.Ledger;
import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.StoreQuery;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.reconcile.Reconciliation;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The way in which a decision reaches the order: by SQL, by the companion plugin, or not at all in shadow mode. */
interface OrderEffects {

    /**
     * The order that a decision is made on.
     *
     * @param again true when an earlier effect could not be applied, so that this decision takes its place
     */
    record Foreseen(Order order, boolean again) {}

    /** A way to foresee an order by what a query has read meanwhile. */
    interface Foresight {

        /** Returns the order as it will be after all earlier decisions. */
        Foreseen of(Order real, Ledger ledger);
    }

    /** Adds to the query what has to be known of earlier decisions. */
    Foresight foresee(StoreQuery query, OrderId id);

    /** Returns what of a decision is carried out at the gateway. */
    default Reconciliation carriedOut(Reconciliation decided) {
        return decided;
    }

    /**
     * A decision on an order, with all that it was made on.
     *
     * @param order what it was decided on
     * @param before the ledger without the decision's lines
     * @param seen the payments as they were observed for this decision
     */
    record Decision(
            OrderReader.Read read,
            Foreseen order,
            Reconciliation decided,
            Ledger before,
            List<Payment> seen,
            Instant now) {}

    /** Adds the effects of a decision to the writes of its transaction. Returns true when the shop has something to apply. */
    boolean write(JdbcClient sql, OrderWrites writes, Decision decision);

    /**
     * Is called after the commit of a decision with effects, without the order's lock; returns at once.
     *
     * @param site the shop's address
     */
    default void committed(OrderId order, String site) {}
}
