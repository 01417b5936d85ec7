package dev.payonce.woocommerce;

import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Entry;
import dev.payonce.payment.Fact;
import dev.payonce.payment.Ledger;
import dev.payonce.payment.Policy;
import dev.payonce.payment.Remarks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What new lines of the ledger do to the order, one after the other, each from the status that the last one left; and
 * what the merchant is told of them.
 */
final class Effects {

    private final OrderTables orders;
    private final Notes notes;
    private final Policy.Disputes disputes;

    Effects(OrderTables orders, Notes notes, Policy.Disputes disputes) {
        this.orders = orders;
        this.notes = notes;
        this.disputes = disputes;
    }

    /** @param before what was remembered before these lines */
    void apply(
            JdbcClient sql, OrderId id, StoredOrder stored, Shop shop, List<Entry> lines, Ledger before, Instant now) {
        String status = stored.status();
        for (Entry line : lines) {
            if (Remarks.worthIt(line.fact(), before, disputes)) {
                notes.remark(sql, id, shop, now, line.fact());
            }
            status = switch (line.fact()) {
                case Fact.Paid paid -> pay(sql, id, shop, now, status, paid);
                case Fact.Moved moved -> move(sql, id, shop, now, status, moved);
                case Fact.Sighted _,
                        Fact.Unfound _,
                        Fact.Returned _,
                        Fact.Opened _,
                        Fact.Resolved _,
                        Fact.Asked _,
                        Fact.Decided _,
                        Fact.Closed _ -> status;
            };
        }
    }

    private String pay(JdbcClient sql, OrderId id, Shop shop, Instant now, String from, Fact.Paid paid) {
        Status before = Statuses.of(from);
        orders.move(sql, id, from, Status.PROCESSING, Optional.of(paid.transaction()));
        orders.datePaid(sql, id);
        if (!paid.again()) {
            notes.paid(sql, id, shop, now, before, paid);
        }
        return Statuses.stored(Status.PROCESSING);
    }

    private String move(JdbcClient sql, OrderId id, Shop shop, Instant now, String from, Fact.Moved moved) {
        Status before = Statuses.of(from);
        orders.move(sql, id, from, moved.to(), Optional.empty());
        notes.moved(sql, id, shop, now, before, moved);
        return Statuses.stored(moved.to());
    }
}
