package dev.payonce.woocommerce;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.NotePolicy;
import dev.payonce.reconcile.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What new lines of the ledger do to the order, one after the other, each from the status that the last one left; and
 * what the merchant is told of them.
 */
final class OrderUpdates {

    private final OrderTable orders;
    private final OrderNotes notes;
    private final Policy.Disputes disputes;

    OrderUpdates(OrderTable orders, OrderNotes notes, Policy.Disputes disputes) {
        this.orders = orders;
        this.notes = notes;
        this.disputes = disputes;
    }

    /** @param before what was remembered before these lines */
    void apply(
            JdbcClient sql,
            OrderId id,
            StoredOrder stored,
            ShopOptions shop,
            List<Entry> lines,
            Ledger before,
            Instant now) {
        String status = stored.status();
        for (Entry line : lines) {
            if (NotePolicy.worthIt(line.fact(), before, disputes)) {
                notes.remark(sql, id, shop, now, line.fact());
            }
            if (line.fact() instanceof Fact.OrderChange change) {
                status = switch (change) {
                    case Fact.Paid paid -> pay(sql, id, shop, now, status, paid);
                    case Fact.OrderStatusChanged moved -> move(sql, id, shop, now, status, moved);
                };
            }
        }
    }

    private String pay(JdbcClient sql, OrderId id, ShopOptions shop, Instant now, String from, Fact.Paid paid) {
        Status before = OrderStatuses.of(from);
        orders.move(sql, id, from, Status.PROCESSING, Optional.of(paid.transaction()));
        orders.datePaid(sql, id);
        if (!paid.again()) {
            notes.paid(sql, id, shop, now, before, paid);
        }
        return OrderStatuses.stored(Status.PROCESSING);
    }

    private String move(
            JdbcClient sql, OrderId id, ShopOptions shop, Instant now, String from, Fact.OrderStatusChanged moved) {
        Status before = OrderStatuses.of(from);
        orders.move(sql, id, from, moved.to(), Optional.empty());
        notes.moved(sql, id, shop, now, before, moved);
        return OrderStatuses.stored(moved.to());
    }
}
