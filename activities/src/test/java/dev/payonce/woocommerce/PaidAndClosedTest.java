package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.OverdueOrders.Cursor;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.mysql.StoreSettings.Effects;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import dev.payonce.servers.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tests of a paid order that a stale writer cancels or puts on hold, by both programs that move orders. Its review
 * offers to refund, to reopen and to dismiss, and the sweep leads to it.
 */
class PaidAndClosedTest {

    private static final Map<Effects, StoreFixture> FIXTURES = new EnumMap<>(Effects.class);

    private static long number = 1_000;

    @BeforeAll
    static void open() throws IOException {
        for (Effects by : List.of(Effects.SQL, Effects.PLUGIN)) {
            String schema = "closed_" + by.name().toLowerCase(java.util.Locale.ROOT);
            Store store = Store.create(StoreFixture.server(), schema, "wp_", StoreFixture.SITE, Clock.systemUTC());
            if (by == Effects.PLUGIN) {
                StoreFixture.createPluginTables(store);
            }
            FIXTURES.put(
                    by, StoreFixture.open(store, StoreFixture.settings(schema).with(by), 4));
        }
    }

    @AfterAll
    static void close() {
        FIXTURES.values().forEach(StoreFixture::close);
    }

    @ParameterizedTest
    @CsvSource({"SQL, wc-cancelled", "SQL, wc-on-hold", "PLUGIN, wc-cancelled", "PLUGIN, wc-on-hold"})
    void sweepFindsTheOrderAndItsReviewOffersThreeWays(Effects by, String closed) {
        OrderId order = paidAndClosed(by, closed);

        assertThat(overdue(by)).contains(order);

        Reconciliation reconciled = FIXTURES.get(by).reconcile(order);
        assertThat(reconciled.view().status()).isEqualTo(PaymentSummary.Status.NEEDS_REVIEW);
        Review review = ((Next.NeedsReview) reconciled.next()).review();
        assertThat(review.reason()).isEqualTo(Review.Reason.PAID_BUT_CLOSED);
        assertThat(review.actions())
                .contains(
                        new ReviewAction.AcceptPaid(payment(order)),
                        new ReviewAction.RefundDuplicate(payment(order)),
                        new ReviewAction.Dismiss());
    }

    @ParameterizedTest
    @CsvSource({"SQL, wc-cancelled", "SQL, wc-on-hold", "PLUGIN, wc-cancelled", "PLUGIN, wc-on-hold"})
    void reopenedOrderIsPaidAgainByTheSamePayment(Effects by, String closed) {
        OrderId order = paidAndClosed(by, closed);
        FIXTURES.get(by).reconcile(order);

        Reconciliation reopened = decide(by, order, new ReviewAction.AcceptPaid(payment(order)));

        assertThat(reopened.view().status()).isEqualTo(PaymentSummary.Status.PAID);
        if (by == Effects.SQL) {
            assertThat(FIXTURES.get(by).status(order)).isEqualTo("wc-processing");
        } else {
            assertThat(FIXTURES.get(by)
                            .count("SELECT COUNT(*) FROM wp_payonce_effect WHERE state = 0 AND kind = 'paid'"
                                    + " AND body LIKE '%\"restore\":true%' AND body LIKE '%" + closed.substring(3)
                                    + "%' AND order_id = " + order.number()))
                    .isOne();
        }
    }

    @ParameterizedTest
    @CsvSource({"SQL, wc-cancelled", "SQL, wc-on-hold", "PLUGIN, wc-cancelled", "PLUGIN, wc-on-hold"})
    void refundIsDueOnceAndTheOrderStaysClosed(Effects by, String closed) {
        OrderId order = paidAndClosed(by, closed);
        FIXTURES.get(by).reconcile(order);

        Reconciliation refunding = decide(by, order, new ReviewAction.RefundDuplicate(payment(order)));

        assertThat(refunding.due()).singleElement().isInstanceOf(Operation.Refund.class);
        assertThat(FIXTURES.get(by).status(order)).isEqualTo(closed);
    }

    @ParameterizedTest
    @CsvSource({"SQL, wc-cancelled", "SQL, wc-on-hold", "PLUGIN, wc-cancelled", "PLUGIN, wc-on-hold"})
    void dismissedReviewIsNotOpenedAgainForTheSameFacts(Effects by, String closed) {
        OrderId order = paidAndClosed(by, closed);
        FIXTURES.get(by).reconcile(order);

        decide(by, order, new ReviewAction.Dismiss());

        assertThat(FIXTURES.get(by).reconcile(order).next()).isNotInstanceOf(Next.NeedsReview.class);
        assertThat(FIXTURES.get(by).status(order)).isEqualTo(closed);
    }

    private static OrderId paidAndClosed(Effects by, String closed) {
        StoreFixture fixture = FIXTURES.get(by);
        OrderId order = fixture.pending(number++);
        fixture.reconcile(order);
        if (by == Effects.PLUGIN) {
            fixture.store
                    .sql()
                    .sql("UPDATE wp_payonce_effect SET state = 2 WHERE order_id = ?")
                    .param(order.number())
                    .update();
        }
        fixture.store.setStatus(order.number(), closed);
        return order;
    }

    private static List<OrderId> overdue(Effects by) {
        StoreFixture fixture = FIXTURES.get(by);
        return new MySqlOverdueOrders(fixture.database, fixture.settings, Clock.systemUTC())
                .staleWrites(Cursor.START, 50)
                .orders();
    }

    private static Reconciliation decide(Effects by, OrderId order, ReviewAction action) {
        ReconcileCommand seen = StoreFixture.command(order);
        return FIXTURES.get(by)
                .orders
                .reconcile(new ReconcileCommand(
                        order,
                        seen.seen(),
                        seen.since(),
                        List.of(),
                        List.of(new ReviewDecision(1, action, "ann", "agreed with the shopper", "d1")),
                        "decision d1"));
    }

    private static String payment(OrderId order) {
        return "pi_" + order.number();
    }
}
