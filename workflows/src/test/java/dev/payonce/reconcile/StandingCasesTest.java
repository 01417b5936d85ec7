package dev.payonce.reconcile;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.reason;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.Standing;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal.State;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.Review.Reason;
import dev.payonce.review.ReviewAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The cases in which the order's status, its total and the money that is held tell different stories. */
class StandingCasesTest {

    private static final PaymentBuilder PAID = stripe("pi_1").captured().claimed();

    private static PaymentResult pays(Given given, PaymentBuilder... seen) {
        given.sees(seen);
        Reconciliation reconciled = given.reconciles(
                given.observed(Duration.ZERO, seen),
                List.of(new Request.Pay("again", "stripe", "pm_visa", false, "", false, "")),
                List.of());
        return reconciled.results().get("again");
    }

    private static PaymentResult refreshed(Given given, PaymentBuilder... seen) {
        Request refresh = new Request.Refresh("refresh", "stripe", "");
        return given.reconciles(given.observed(Duration.ZERO, seen), List.of(refresh), List.of())
                .results()
                .get("refresh");
    }

    @ParameterizedTest
    @CsvSource({"refund, DONE", "dispute, LOST"})
    void B4_anOrderThatIsReopenedAfterItsMoneyWentBackIsChargedAgain(String kind, State state) {
        Given given = given(anOrder());
        PaymentBuilder back =
                kind.equals("refund") ? PAID.refund("re_1", state, 4990) : PAID.dispute("dp_1", state, 4990);
        given.sees(PAID);
        given.sees(back);
        given.becomes(Status.PENDING);

        assertThat(pays(given, back).waits()).isTrue();
        assertThat(given.ledger().getLast().fact())
                .isInstanceOfSatisfying(
                        dev.payonce.ledger.Fact.OperationCreated.class,
                        created -> assertThat(created.operation()).isInstanceOf(Operation.Charge.class));
    }

    /** The money that was on its way back came back, and another payment has paid the order meanwhile. */
    @ParameterizedTest
    @CsvSource({"4990, PENDING", "4990, DONE", "2000, DONE"})
    void B4_aRefundThatFailsAfterAnotherPaymentPaidAsks(long minor, State before) {
        Given given = given(anOrder());
        given.sees(PAID);
        PaymentBuilder rest = minor == 4990 ? PAID : PAID.refund("re_0", State.DONE, 4990 - minor);
        given.sees(rest.refund("re_1", before, minor));
        given.becomes(Status.PENDING);
        PaymentBuilder second = stripe("pi_2").captured().claimed();
        given.sees(rest.refund("re_1", before, minor), second);
        assertThat(given.lines()).contains("paid#2");

        assertThat(reason(given.sees(rest.refund("re_1", State.FAILED, minor), second)))
                .isEqualTo(Reason.REFUND_FAILED);
    }

    @Test
    void B4_aRefundThatIsStillOnItsWayIsWaitedFor() {
        Given given = given(anOrder());
        given.sees(PAID);
        PaymentBuilder pending = PAID.refund("re_1", State.PENDING, 4990);
        given.becomes(Status.PENDING);

        assertThat(pays(given, pending).code()).isEqualTo("refund_pending");
    }

    /** A shipped order whose item came back: its status says paid, and the merchant holds 39.90 of 49.90. */
    @ParameterizedTest
    @CsvSource({
        "refund, DONE, PROCESSING",
        "refund, PENDING, COMPLETED",
        "dispute, LOST, OTHER",
        "refund, DONE, REFUNDED"
    })
    void B6_anOrderInAPaidStatusIsAnsweredPaidOnlyWhileAllItAsksIsHeld(String kind, State state, Status status) {
        Given given = given(anOrder());
        given.sees(PAID);
        PaymentBuilder part =
                kind.equals("refund") ? PAID.refund("re_1", state, 1000) : PAID.dispute("dp_1", state, 1000);
        given.sees(part);
        given.becomes(status);

        PaymentResult result = pays(given, part);

        assertThat(result.is(PaymentResult.State.PAID)).isFalse();
        assertThat(result.code())
                .isEqualTo(
                        status == Status.PROCESSING || status == Status.COMPLETED
                                ? "partly_paid"
                                : "order_not_payable");
        assertThat(refreshed(given, part).is(PaymentResult.State.PAID)).isFalse();
    }

    @Test
    void B6_anOrderThatWasEditedToWhatIsLeftOfItsMoneyIsPaid() {
        Given given = given(anOrder());
        given.sees(PAID);
        PaymentBuilder part = PAID.refund("re_1", State.DONE, 1000);
        given.sees(part);
        given.becomes(new OrderBuilder(given.order()).total("39.90", "EUR"));

        assertThat(pays(given, part).is(PaymentResult.State.PAID)).isTrue();
    }

    @Test
    void B5_aReopenedOrderThatAsksMoreIsRefusedAndNamesBothAmounts() {
        Given given = given(anOrder());
        given.sees(PAID);
        given.becomes(new OrderBuilder(given.order()).total("79.90", "EUR").status(Status.PENDING));

        assertThat(pays(given, PAID).code()).isEqualTo("partly_paid");
        assertThat(given.review().orElseThrow().lines())
                .containsExactly("pi_1 holds 49.90 EUR, the order asks 79.90 EUR");
        assertThat(given.status()).isEqualTo(Status.PENDING);
    }

    @Test
    void B5_aPartialRefundLeavesAReopenedOrderShort() {
        Given given = given(anOrder());
        PaymentBuilder part = PAID.refund("re_1", State.DONE, 1000);
        given.sees(PAID);
        given.sees(part);

        assertThat(reason(given.becomes(Status.PENDING).sees(part))).isEqualTo(Reason.AMOUNT_DIFFERS);
        assertThat(given.status()).isEqualTo(Status.PENDING);
    }

    @Test
    void B5_aReopenedOrderThatAsksLessIsPaidAgain() {
        Given given = given(anOrder());
        given.sees(PAID);
        given.becomes(new OrderBuilder(given.order()).total("40.00", "EUR").status(Status.PENDING));

        given.sees(PAID);

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.notes()).hasSize(2);
    }

    @Test
    void B6_paidIsAnsweredOnlyWhileTheMoneyIsHeld() {
        Given given = given(anOrder());
        PaymentBuilder back = PAID.refund("re_1", State.DONE, 4990);
        given.sees(PAID);
        given.sees(back);
        given.becomes(Status.PENDING);

        Reconciliation now = given.reconciles(
                given.observed(Duration.ZERO, back), List.of(new Request.Refresh("refresh", "stripe", "")), List.of());

        assertThat(now.results().get("refresh").code()).isEqualTo("no_payment");
    }

    @Test
    void B6_anotherPluginsPaymentThatWentBackOwesTheOrder() {
        Given given = given(anOrder().paidBy("pi_1").status(Status.PENDING));

        assertThat(pays(given, PAID.refund("re_1", State.DONE, 4990)).waits()).isTrue();
    }

    @Test
    void B7_anOrderThatAPersonFailsStaysFailedAndAsks() {
        Given given = given(anOrder());
        given.sees(PAID);

        Reconciliation reconciled = given.becomes(Status.FAILED).sees(PAID);

        assertThat(given.status()).isEqualTo(Status.FAILED);
        assertThat(reason(reconciled)).isEqualTo(Reason.PAID_BUT_CLOSED);
    }

    @ParameterizedTest
    @CsvSource({"1, PROCESSING", "20, FAILED"})
    void B7_aStaleWriterThatHadReadFailedIsOverruledForAWhile(int minutes, Status status) {
        Given given = given(anOrder().status(Status.FAILED));
        given.sees(PAID);

        given.becomes(Status.FAILED).after(Duration.ofMinutes(minutes)).sees(PAID);

        assertThat(given.status()).isEqualTo(status);
    }

    @Test
    void F14_aRenewalWithItsParentsIdIsCharged() {
        Given given = given(anOrder().sharing("pi_parent"));

        assertThat(pays(given, stripe("pi_parent").captured()).waits()).isTrue();
        assertThat(given.status()).isEqualTo(Status.PENDING);
    }

    @Test
    void F14_aPaymentThatIsOlderThanTheOrderIsAnotherOrders() {
        Instant made = Instant.parse("2026-11-25T09:00:00Z");
        Given given = given(anOrder().naming("pi_1").made(made));

        given.sees(stripe("pi_1").captured().createdAt(made.minus(Duration.ofDays(3))));
        assertThat(given.status()).isEqualTo(Status.PENDING);

        given.sees(stripe("pi_1").captured().createdAt(made.minus(Duration.ofMinutes(3))));
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void F14_anIdOnTwoOrdersDoesNotTellThatOneOfThemIsPaid() {
        Order order = anOrder().sharing("pi_parent").made();
        Order paid = order.with(
                Status.PENDING, Optional.of(new Order.Paid(ExternalIds.of("pi_parent"), "stripe", Instant.EPOCH)));

        assertThat(Standing.of(paid, Status.PENDING, Ledger.EMPTY).kind()).isEqualTo(Standing.Kind.DATED);
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED", "ON_HOLD", "TRASH"})
    void I40_aPaidOrderThatAnotherProgramClosesAsks(Status status) {
        Given given = given(anOrder());
        given.sees(PAID);

        assertThat(reason(given.becomes(status).sees(PAID))).isEqualTo(Reason.PAID_BUT_CLOSED);
    }

    /** PHP could not apply that it is paid, since another plugin had moved it: the money is here, and nothing is sent. */
    @ParameterizedTest
    @EnumSource(names = {"OTHER", "REFUNDED"})
    void I40_aPaidOrderThatTheShopNeverTookForPaidAsks(Status status) {
        Given given = given(anOrder());
        given.sees(PAID);

        assertThat(reason(given.becomes(anOrder().status(status)).sees(PAID))).isEqualTo(Reason.PAID_BUT_CLOSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"OTHER", "REFUNDED"})
    void I40_aPaidOrderThatAPluginMovesOnIsLeftAlone(Status status) {
        Given given = given(anOrder());
        given.sees(PAID);

        assertThat(given.becomes(status).sees(PAID).next()).isEqualTo(new Next.Rest());
    }

    @Test
    void I40_anOperatorReopensItByAcceptingThePayment() {
        PaymentFixture fixture = PaymentFixture.paid();
        fixture.given.becomes(Status.CANCELLED);
        fixture.callback("pi_1001_1");

        fixture.decides(new ReviewAction.AcceptPaid("pi_1001_1"));

        assertThat(fixture.given.status()).isEqualTo(Status.PROCESSING);
        assertThat(fixture.given.review()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING", "FAILED"})
    void I41_anOrderWithAPaidDateAndNoPaymentIsNotChargedAndNotAnsweredPaid(Status status) {
        Given given = given(anOrder());
        given.becomes(new OrderBuilder(
                given.order().with(status, Optional.of(new Order.Paid(ExternalIds.NONE, "", given.now())))));

        assertThat(pays(given).code()).isEqualTo("marked_paid");
    }
}
