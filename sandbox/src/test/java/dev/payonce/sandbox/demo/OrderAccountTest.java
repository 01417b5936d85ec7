package dev.payonce.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.servers.store.OrderRow;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.StripeSimulator;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The account of the demo's orders finds each order whose store, money and API disagree. */
class OrderAccountTest {

    /** An order of 49.90 EUR, for the tests of the judges, too. */
    static final StoreOrder ORDER = new StoreOrder(
            1001,
            "wc_order_a",
            "EUR",
            new StoreOrder.Shopper("Ada", "Sample", "Example Street 1", "Sampleton", "00001", "a@example.invalid"),
            List.of(new StoreOrder.Item(11, "Plain mug", 1, new BigDecimal("49.90"))),
            new BigDecimal("0.00"));

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(Clock.systemUTC(), 1, "sk_test_simulated");

    private final Map<Long, OrderRow> rows = new HashMap<>();
    private final Map<Long, String> statuses = new HashMap<>();
    private final Set<Long> cancelled = new HashSet<>();

    @Test
    void theEndingsAddUpToTheOrders() {
        pay(1001);
        order(1001, "wc-processing", "PAID");
        order(1002, "wc-cancelled", "CANCELLED");
        pay(1003);
        order(1003, "wc-pending", "NEEDS_REVIEW");

        OrderAccount account = account(1001L, 1002L, 1003L);

        assertThat(account.violations()).isEmpty();
        assertThat(account).hasToString("1 paid + 1 cancelled + 1 in manual review = 3 of 3 orders");
    }

    @Test
    void anOrderThatIsPaidWithoutMoneyIsFound() {
        order(1001, "wc-processing", "PAID");

        assertThat(account(1001L).violations()).anyMatch(each -> each.startsWith("order 1001 is wc-processing"));
    }

    @Test
    void anOrderThatTheApiCallsOtherwiseIsFound() {
        pay(1001);
        order(1001, "wc-processing", "OPEN");

        assertThat(account(1001L).violations()).singleElement().asString().contains("and OPEN at the API");
    }

    @Test
    void anOrderThatIsStillPendingHasNoEnding() {
        order(1001, "wc-pending", "NONE");

        assertThat(account(1001L).violations()).last().asString().startsWith("1 orders were sold, 0 have an ending");
    }

    @Test
    void anOrderWhoseChargeWasStoppedIsNotChargedAndHoldsNoMoney() {
        cancelled.add(1001L);
        order(1001, "wc-pending", "404");
        assertThat(account(1001L)).hasToString("1 cancelled before a charge = 1 of 1 orders");

        pay(1001);
        assertThat(account(1001L).violations()).isNotEmpty();
    }

    @Test
    void anOrderThatWasNotSoldIsFound() {
        order(1001, "wc-cancelled", "CANCELLED");
        order(1002, "wc-cancelled", "CANCELLED");

        assertThat(account(1001L).violations()).singleElement().asString().contains("the store holds 2");
    }

    private void pay(long order) {
        stripe.shopper().pay(4990, "eur", Map.of("payonce_order", Long.toString(order)));
    }

    private void order(long id, String status, String said) {
        rows.put(id, row(id, status));
        statuses.put(id, said);
    }

    private OrderAccount account(Long... sold) {
        return OrderAccount.of(List.of(sold), cancelled, evidence(stripe, rows, List.of(), statuses));
    }

    /** Returns evidence of these, and of nothing else. */
    static Evidence evidence(
            StripeSimulator stripe,
            Map<Long, OrderRow> rows,
            List<Evidence.LedgerLine> ledger,
            Map<Long, String> statuses) {
        return new Evidence(
                stripe.journal(),
                rows,
                List.of(),
                List.of(),
                ledger,
                List.of(),
                Set.of(),
                List.of(),
                statuses,
                Map.of(),
                0);
    }

    /** Returns the store's row of an order of 49.90 EUR without a payment. */
    static OrderRow row(long id, String status) {
        return new OrderRow(
                id,
                status,
                new BigDecimal("49.90"),
                "EUR",
                "wc_order_a",
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }
}
