package dev.payonce.woocommerce;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.NotePolicy;
import dev.payonce.mysql.OrderWrites;
import dev.payonce.mysql.StoreQuery;
import dev.payonce.mysql.TableNames;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
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
    public Foresight foresee(StoreQuery query, OrderId id) {
        return (real, _) -> new Foreseen(real, false);
    }

    @Override
    public boolean write(JdbcClient sql, OrderWrites writes, Decision decision) {
        OrderId id = decision.order().order().id();
        Writing writing = new Writing(
                writes,
                id,
                decision,
                decision.read().stored().map(StoredOrder::status).orElseThrow());
        List<Entry> added = decision.decided().added();
        for (Entry line : added) {
            if (NotePolicy.worthIt(line.fact(), OrderStatuses.of(writing.status), decision.before(), added)) {
                writing.noted(notes.remark(writes, id, decision, line.fact()));
            }
            if (line.fact() instanceof Fact.OrderChange change) {
                switch (change) {
                    case Fact.Paid paid -> writing.pay(paid);
                    case Fact.OrderStatusChanged moved -> writing.move(moved);
                }
            }
        }
        writing.end();
        return false;
    }

    /** The writing of one decision: the last move counts all its notes, so that a payment is one statement. */
    private final class Writing {

        private final OrderWrites writes;
        private final OrderId id;
        private final Decision decision;
        private String status;
        private int count;
        private Optional<OrderTable.Move> due = Optional.empty();

        Writing(OrderWrites writes, OrderId id, Decision decision, String status) {
            this.writes = writes;
            this.id = id;
            this.decision = decision;
            this.status = status;
        }

        void noted(int more) {
            count += more;
        }

        void pay(Fact.Paid paid) {
            Status before = OrderStatuses.of(status);
            next(new OrderTable.Move(status, paid.to(), Optional.of(paid.transaction())));
            noted(notes.paid(writes, id, decision, before, paid));
        }

        void move(Fact.OrderStatusChanged moved) {
            Status before = OrderStatuses.of(status);
            if (moved.to() != before) { // A line that records where others moved it changes nothing.
                next(new OrderTable.Move(status, moved.to(), Optional.empty()));
            }
            noted(notes.moved(writes, id, decision, before, moved, NotePolicy.heldAgain(moved, decision.before())));
        }

        private void next(OrderTable.Move move) {
            due.ifPresent(earlier -> orders.move(writes, id, earlier, 0));
            due = Optional.of(move);
            status = OrderStatuses.stored(move.to());
        }

        void end() {
            due.ifPresentOrElse(last -> orders.move(writes, id, last, count), () -> {
                if (count > 0) {
                    orders.noted(writes, id, count);
                }
            });
        }
    }
}
