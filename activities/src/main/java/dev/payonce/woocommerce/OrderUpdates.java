package dev.payonce.woocommerce;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.NotePolicy;
import dev.payonce.mysql.TableNames;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The effects that Payonce writes into WooCommerce's tables itself: each new line of the ledger updates the order from the
 * status that the last one left, with the merchant's notes. No hook of the shop runs, so neither stock nor mails follow.
 */
final class OrderUpdates implements OrderEffects {

    private final OrderTable orders;
    private final OrderNotes notes;

    OrderUpdates(TableNames tables) {
        this.orders = new OrderTable(tables);
        this.notes = new OrderNotes(tables);
    }

    @Override
    public Foreseen foresee(JdbcClient sql, Order real, Ledger ledger) {
        return new Foreseen(real, false);
    }

    @Override
    public boolean write(JdbcClient sql, Decision decision) {
        OrderId id = decision.order().order().id();
        ShopOptions shop = decision.read().shop();
        Instant now = decision.now();
        List<Entry> added = decision.decided().added();
        String status = decision.read().stored().map(StoredOrder::status).orElseThrow();
        for (Entry line : added) {
            if (NotePolicy.worthIt(line.fact(), OrderStatuses.of(status), decision.before(), added)) {
                notes.remark(sql, id, shop, now, line.fact(), added);
            }
            if (line.fact() instanceof Fact.OrderChange change) {
                status = switch (change) {
                    case Fact.Paid paid -> pay(sql, id, shop, now, status, paid);
                    case Fact.OrderStatusChanged moved -> move(sql, decision, status, moved);
                };
            }
        }
        return false;
    }

    private String pay(JdbcClient sql, OrderId id, ShopOptions shop, Instant now, String from, Fact.Paid paid) {
        Status before = OrderStatuses.of(from);
        orders.move(sql, id, from, paid.to(), Optional.of(paid.transaction()));
        orders.datePaid(sql, id);
        notes.paid(sql, id, shop, now, before, paid);
        return OrderStatuses.stored(paid.to());
    }

    private String move(JdbcClient sql, Decision decision, String from, Fact.OrderStatusChanged moved) {
        OrderId id = decision.order().order().id();
        Status before = OrderStatuses.of(from);
        if (moved.to() != before) { // A line that records where others moved it changes nothing.
            orders.move(sql, id, from, moved.to(), Optional.empty());
        }
        notes.moved(
                sql,
                id,
                decision.read().shop(),
                decision.now(),
                before,
                moved,
                NotePolicy.heldAgain(moved, decision.before()));
        return moved.to() == before ? from : OrderStatuses.stored(moved.to());
    }
}
