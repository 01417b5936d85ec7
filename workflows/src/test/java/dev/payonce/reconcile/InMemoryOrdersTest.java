package dev.payonce.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.HeldOverdueOrdersContract;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.OverdueOrders;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.money.Money;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The tests that the store in memory keeps the contracts of a store, or tests that lean on it prove nothing. */
class InMemoryOrdersTest extends OrdersContract {

    private static final String SITE = "https://shop.example";

    private final InMemoryOrders orders = InMemoryOrders.at(SITE);

    @Override
    protected Orders orders() {
        return orders;
    }

    @Override
    protected PaymentHistory timelines() {
        return orders;
    }

    @Override
    protected Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    protected String store() {
        return "";
    }

    @Override
    protected String site() {
        return SITE;
    }

    @Override
    protected void given(OrderId id, String rawKey, Status status, Money total) {
        orders.put(id.number(), rawKey, status, total);
    }

    @Override
    protected void recorded(OrderId id, String intent) {
        orders.change(
                id.number(), order -> new OrderBuilder(order).naming(intent).made());
    }

    @Override
    protected void moved(OrderId id, Status to) {
        orders.change(id.number(), order -> new OrderBuilder(order).status(to).made());
    }

    @Override
    protected Order order(OrderId id) {
        return orders.order(id.number());
    }

    @Override
    protected List<String> notes(OrderId id) {
        return orders.notes(id.number());
    }

    @Override
    protected List<Entry> ledger(OrderId id) {
        return orders.ledgerOf(id.number());
    }

    @Test
    void aFailedReconciliationWritesNothing() {
        given(id(), rawKey, Status.PENDING, euros(4990));
        orders.fail(new IllegalStateException("away"));

        assertThatThrownBy(() -> reconcile(id(), captured(4990))).hasMessage("away");

        assertThat(ledger(id())).isEmpty();
        assertThat(order(id()).status()).isEqualTo(Status.PENDING);
    }

    @Nested
    class InMemoryOverdueOrdersTest extends HeldOverdueOrdersContract {

        private final InMemoryOrders orders = InMemoryOrders.at(SITE);

        @Override
        protected Orders orders() {
            return orders;
        }

        @Override
        protected OverdueOrders watch() {
            return new InMemoryOverdueOrders(orders);
        }

        @Override
        protected String site() {
            return SITE;
        }

        @Override
        protected void given(long number, String rawKey, Status status, Money total) {
            orders.put(number, rawKey, status, total);
        }

        @Override
        protected void moved(long number, Status to) {
            orders.change(number, order -> new OrderBuilder(order).status(to).made());
        }
    }

    /** The overdue orders of a store in memory. */
    private record InMemoryOverdueOrders(InMemoryOrders orders) implements OverdueOrders {

        private static final Comparator<Overdue> LONGEST_FIRST =
                Comparator.comparing(Overdue::nextRefresh).thenComparingLong(Overdue::order);

        private static final Set<Status> UNPAID =
                Set.of(Status.PENDING, Status.FAILED, Status.ON_HOLD, Status.CANCELLED);

        /** One time for all orders: their numbers alone order them. */
        private static final Instant SAVED = Instant.EPOCH.plusSeconds(1);

        @Override
        public List<Overdue> overdue(Instant before, Overdue after, int most) {
            return orders.refreshes().entrySet().stream()
                    .map(each -> new Overdue(each.getKey(), each.getValue()))
                    .filter(each -> each.nextRefresh().isBefore(before) && LONGEST_FIRST.compare(each, after) > 0)
                    .sorted(LONGEST_FIRST)
                    .limit(most)
                    .toList();
        }

        @Override
        public StaleWrites staleWrites(Cursor after, int most) {
            List<Long> stale = orders.numbers().stream()
                    .filter(number -> number > after.order() && isSetBack(number))
                    .sorted()
                    .toList();
            List<Long> first = stale.stream().limit(most).toList();
            return new StaleWrites(
                    first.stream().map(number -> orders.order(number).id()).toList(),
                    first.isEmpty() ? after : new Cursor(SAVED, first.getLast()),
                    stale.size() > most);
        }

        @Override
        public Set<String> recorded(String gateway, Set<String> ids) {
            return ids.stream().filter(orders::hasRecorded).collect(Collectors.toSet());
        }

        private boolean isSetBack(long number) {
            Status status = orders.order(number).status();
            Ledger ledger = Ledger.of(orders.ledgerOf(number));
            boolean paid = ledger.facts(Fact.Paid.class).findAny().isPresent();
            return paid
                    && ledger.lastMove()
                            .map(last -> isUndone(last.reason(), status))
                            .orElse(UNPAID.contains(status));
        }

        /** Reports whether others have moved the order since Payonce moved it for this reason. */
        private static boolean isUndone(Fact.StatusReason last, Status status) {
            return switch (last) {
                case DISPUTED, SUSPECTED_FRAUD ->
                    status.isPaid() || (UNPAID.contains(status) && status != Status.ON_HOLD);
                case DISPUTE_WON, FRAUD_CLEARED, RELEASED -> UNPAID.contains(status);
                case AUTHORIZED, PENDING, DECLINED, VOIDED, EXPIRED, REFUNDED, DISPUTE_LOST -> false;
            };
        }
    }
}
