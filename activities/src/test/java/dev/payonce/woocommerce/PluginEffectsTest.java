package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Observation;
import dev.payonce.ledger.OverdueOrders;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import dev.payonce.servers.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tests of decisions of a store whose companion plugin moves the orders. The test plays PHP. */
class PluginEffectsTest {

    private static StoreFixture fixture;

    @BeforeAll
    static void open() throws IOException {
        Store store = Store.create(StoreFixture.server(), "plugin", "wp_", StoreFixture.SITE, Clock.systemUTC());
        StoreFixture.createPluginTables(store);
        fixture = StoreFixture.open(store, StoreFixture.settings("plugin"), 4);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void decisionWritesItsEffectAndLeavesTheOrderToPhp() {
        OrderId order = fixture.pending(801);

        assertThat(fixture.reconcile(order).view().status()).isEqualTo(PaymentSummary.Status.PAID);

        assertThat(fixture.status(order)).isEqualTo("wc-pending");
        assertThat(effects(order, "kind = 'paid' AND state = 0")).isOne();
        assertThat(fixture.count("SELECT COUNT(*) FROM wp_actionscheduler_actions WHERE hook = 'payonce_effects'"
                        + " AND status = 'pending' AND args = '[801]'"))
                .isOne();
        assertThat(fixture.count("SELECT COUNT(*) FROM wp_payonce_payment WHERE order_id = 801 AND status = 'PAID'"
                        + " AND captured = 4990 AND keep_until > UTC_TIMESTAMP()"))
                .isOne();
    }

    /** Neither in the next reconciliation nor after a backup of ledger and shop, taken while it was open, was restored. */
    @Test
    void decisionIsNotMadeAgainWhileItsEffectIsOpen() {
        OrderId order = fixture.pending(802);
        fixture.reconcile(order);
        int lines = fixture.ledgerLines(order);

        fixture.reconcile(order);
        fixture.reconcile(order);

        assertThat(fixture.ledgerLines(order)).isEqualTo(lines);
        assertThat(effects(order, "TRUE")).isOne();
    }

    /** The interleaving: Payonce has decided that the first order is paid, and PHP has not moved it yet. */
    @Test
    void twinThatPhpHasYetToFulfilStandsAgainstACharge() {
        List<OrderId> twins = List.of(fixture.pending(871), fixture.pending(872));
        fixture.store
                .sql()
                .sql("UPDATE wp_wc_orders SET billing_email = 'ada@example.invalid' WHERE id IN (871, 872)")
                .update();
        fixture.store
                .sql()
                .sql("UPDATE wp_wc_order_operational_data SET cart_hash = 'a-cart' WHERE order_id IN (871, 872)")
                .update();
        fixture.reconcile(twins.get(0));
        assertThat(fixture.status(twins.get(0))).isEqualTo("wc-pending");

        Reconciliation refused = fixture.pay(twins.get(1), "k-872");

        assertThat(refused.due()).isEmpty();
        assertThat(refused.results().get("k-872"))
                .extracting(PaymentResult::code)
                .isEqualTo("twin_of:871");
    }

    @Test
    void orderThatIsSetBackAfterItsEffectIsRestoredByAnotherEffect() {
        OrderId order = fixture.pending(803);
        fixture.reconcile(order);
        php(order, "UPDATE wp_payonce_effect SET state = 2, code = 'applied' WHERE order_id = 803");

        fixture.reconcile(order); // The order is pending, as a stale writer leaves it.

        assertThat(effects(order, "state = 0 AND body LIKE '%\"restore\":true%'"))
                .isOne();
    }

    @Test
    void effectThatPhpCannotApplyIsDecidedAgainAndTakenOver() {
        OrderId order = fixture.pending(804);
        fixture.reconcile(order);
        php(
                order,
                "UPDATE wp_payonce_effect SET state = 3, code = 'status_is_cancelled' WHERE order_id = 804",
                "UPDATE wp_wc_orders SET status = 'wc-cancelled' WHERE id = 804");

        assertThat(fixture.reconcile(order).view().status()).isEqualTo(PaymentSummary.Status.NEEDS_REVIEW);

        assertThat(effects(order, "state = 4")).isOne();
        assertThat(effects(order, "state = 3")).isZero();
    }

    @Test
    void effectThatNeedsAPersonIsReviewedAndRetriedOnceTheOperatorSaysSo() {
        OrderId order = rejected(805, "failed_repeatedly");
        Review review = review(fixture.reconcile(order));
        assertThat(review.reason()).isEqualTo(Review.Reason.EFFECT_REJECTED);
        assertThat(review.lines())
                .containsExactly("The shop cannot apply the effect of \"paid\": failed_repeatedly (disk full)");
        assertThat(payment(order, "review = 1 AND review_text LIKE '%disk full%'"))
                .isOne();

        decide(order, new ReviewAction.RetryEffects());

        assertThat(effects(order, "state = 0 AND tries = 0 AND kind = 'paid'")).isOne();
        assertThat(payment(order, "review IS NULL")).isOne();
        assertThat(fixture.count("SELECT COUNT(*) FROM wp_actionscheduler_actions WHERE args = '[805]'"))
                .as("the first one's, and the retry's")
                .isEqualTo(2);
    }

    @Test
    void reviewClosesWhenTheEffectIsAppliedAtLast() {
        OrderId order = rejected(806, "unknown_kind");
        review(fixture.reconcile(order));
        php(
                order,
                "UPDATE wp_payonce_effect SET state = 2, code = 'applied' WHERE order_id = 806",
                "UPDATE wp_wc_orders SET status = 'wc-processing' WHERE id = 806");

        assertThat(fixture.reconcile(order).view().status()).isEqualTo(PaymentSummary.Status.PAID);
    }

    @Test
    void dismissedEffectIsTakenOverAndDecidedAgain() {
        OrderId order = rejected(807, "failed_repeatedly");
        review(fixture.reconcile(order));

        decide(order, new ReviewAction.Dismiss());
        assertThat(effects(order, "state = 4")).isOne();

        fixture.reconcile(order);
        assertThat(effects(order, "state = 0 AND kind = 'paid'")).isOne();
    }

    /** The order keeps the other program's money; a refund record would set it refunded. */
    @Test
    void refundOfAPaymentThatAnotherProgramsPaymentKeptOffTheOrderIsANote() {
        OrderId order = rejected(808, "paid_otherwise");
        review(fixture.reconcile(order));
        decide(order, new ReviewAction.Dismiss());

        fixture.orders.reconcile(StoreFixture.command(
                order,
                new PaymentBuilder(StoreFixture.captured(808, StoreFixture.SITE))
                        .refund("re_808", Reversal.State.DONE, 4990)
                        .made()));

        assertThat(effects(order, "kind = 'refund'")).isZero();
        assertThat(effects(order, "kind = 'note' AND body LIKE '%duplicate_payment_refunded%'"))
                .isOne();
    }

    /** The shop's tables are of yesterday, Payonce's ledger is of today. */
    @Test
    void shopRestoredWithoutItsLedgerIsPaidAgainWithoutMails() {
        OrderId order = fixture.pending(810);
        fixture.reconcile(order);
        php(order, "DELETE FROM wp_payonce_effect WHERE order_id = 810");

        assertThat(new MySqlOverdueOrders(fixture.database, fixture.settings, Clock.systemUTC())
                        .staleWrites(OverdueOrders.Cursor.START, 50)
                        .orders())
                .contains(order);
        fixture.reconcile(order);

        assertThat(effects(order, "state = 0 AND kind = 'paid' AND body LIKE '%\"restore\":true%'"))
                .isOne();
    }

    /** Payonce's ledger is of yesterday, the shop's tables are of today. */
    @Test
    void ledgerRestoredWithoutItsShopAppliesNoEffectTwice() {
        OrderId order = fixture.pending(811);
        fixture.reconcile(order);
        php(
                order,
                "UPDATE wp_payonce_effect SET state = 2, code = 'applied' WHERE order_id = 811",
                "UPDATE wp_wc_orders SET status = 'wc-processing', transaction_id = 'ch_811' WHERE id = 811",
                "UPDATE wp_wc_order_operational_data SET date_paid_gmt = UTC_TIMESTAMP() WHERE order_id = 811");
        forget(order);

        fixture.reconcile(order);

        assertThat(effects(order, "state = 0")).isZero();
        assertThat(effects(order, "TRUE")).isOne();
    }

    /** An order that was made after the restore has the number of one that was lost. */
    @Test
    void openEffectOfAnOrderWhoseNumberWasUsedAgainDoesNotCountForTheNewOne() {
        OrderId order = fixture.pending(813);
        fixture.reconcile(order);
        fixture.put(813, "wc_order_another", Order.Status.PENDING, new Money(4990, "EUR"));

        assertThat(fixture.reconcile(order).view().status()).isNotEqualTo(PaymentSummary.Status.PAID);
        assertThat(effects(order, "kind = 'paid'")).isOne();
    }

    private static void forget(OrderId order) {
        for (String table : List.of("ledger", "external_id", "refresh")) {
            fixture.store
                    .sql()
                    .sql("DELETE FROM plugin_ledger.payonce_" + table + " WHERE order_id = ?")
                    .param(order.number())
                    .update();
        }
    }

    private static int effects(OrderId order, String where) {
        return fixture.count(
                "SELECT COUNT(*) FROM wp_payonce_effect WHERE order_id = " + order.number() + " AND " + where);
    }

    private static int payment(OrderId order, String where) {
        return fixture.count(
                "SELECT COUNT(*) FROM wp_payonce_payment WHERE order_id = " + order.number() + " AND " + where);
    }

    /** Returns a paid order whose effect PHP has rejected. */
    private static OrderId rejected(long number, String code) {
        OrderId order = fixture.pending(number);
        fixture.reconcile(order);
        php(
                order,
                "UPDATE wp_payonce_effect SET state = 3, tries = 12, detail = 'disk full', code = '" + code
                        + "' WHERE state = 0 AND order_id = " + number);
        return order;
    }

    private static Review review(Reconciliation reconciled) {
        assertThat(reconciled.next()).isInstanceOf(Next.NeedsReview.class);
        return ((Next.NeedsReview) reconciled.next()).review();
    }

    private static void decide(OrderId order, ReviewAction action) {
        Reconciliation decided = fixture.orders.reconcile(new ReconcileCommand(
                order,
                Observation.NOTHING,
                Instant.now(),
                List.of(),
                List.of(new ReviewDecision(1, action, "ann", "mended", "d1")),
                "decision d1"));
        assertThat(decided.decided()).containsExactly(new DecisionResult.Applied());
    }

    private static void php(OrderId order, String... statements) {
        assertThat(fixture.store.order(order.number())).isPresent();
        for (String statement : statements) {
            assertThat(fixture.store.sql().sql(statement).update()).isOne();
        }
    }
}
