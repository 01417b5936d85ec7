package dev.payonce.reconcile;

import static dev.payonce.reconcile.CapturedPaymentRulesTest.reason;
import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.Standing;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
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
                observed(given, seen),
                List.of(new Request.Pay("again", "stripe", "pm_visa", false, "", false)),
                List.of());
        return reconciled.results().get("again");
    }

    private static PaymentResult refreshed(Given given, PaymentBuilder... seen) {
        Request refresh = new Request.Refresh("refresh", "stripe");
        return given.reconciles(observed(given, seen), List.of(refresh), List.of())
                .results()
                .get("refresh");
    }

    private static Observation observed(Given given, PaymentBuilder... seen) {
        return java.util.Arrays.stream(seen)
                .map(one -> one.seenAt(given.now()).made())
                .map(one -> Observation.of(dev.payonce.gateway.Lookup.of(one), List.of(one), ExternalIds.NONE))
                .reduce(Observation.NOTHING, Observation::and);
    }

    private static PaymentFixture authorized() {
        PaymentFixture fixture = PaymentFixture.open();
        fixture.gateway.does(charge -> new dev.payonce.gateway.Outcome.Seen(
                charge.number(),
                stripe("pi_1001_1")
                        .tagged()
                        .stage(Stage.AUTHORIZED)
                        .seenAt(fixture.given.now())
                        .made()));
        fixture.gateway.says(stripe("pi_1001_1").tagged().stage(Stage.AUTHORIZED));
        fixture.asks(new Request.Pay("pay", "stripe", "pm_visa", true, "", false));
        assertThat(fixture.given.status()).isEqualTo(Status.ON_HOLD);
        fixture.gateway.does(fixture.gateway::succeed);
        return fixture;
    }

    private static List<String> sent(PaymentFixture fixture) {
        return fixture.gateway.sent().stream()
                .map(sent -> sent.getClass().getSimpleName())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESSING", "COMPLETED"})
    void A1_anAuthorizedOrderThatTheMerchantSetsToAPaidStatusIsCaptured(Status status) {
        PaymentFixture fixture = authorized();
        fixture.given.becomes(new OrderBuilder(markedPaid(fixture.given, status)));

        fixture.callback("pi_1001_1");

        assertThat(sent(fixture)).containsExactly("Charge", "Capture");
    }

    @Test
    void A1_anOrderThatWasPaidInCashIsNotCapturedAndNotVoided() {
        PaymentFixture fixture = authorized();
        fixture.given.becomes(new OrderBuilder(markedPaid(fixture.given, Status.PROCESSING)).method("cod"));

        assertThat(reason(fixture.callback("pi_1001_1"))).isEqualTo(Reason.CAPTURE_DUE);
        assertThat(sent(fixture)).containsExactly("Charge");
    }

    @Test
    void A1_anOrderThatAsksMoreThanWasAuthorizedAsks() {
        PaymentFixture fixture = authorized();
        fixture.given.becomes(new OrderBuilder(markedPaid(fixture.given, Status.PROCESSING)).total("79.90", "EUR"));

        assertThat(reason(fixture.callback("pi_1001_1"))).isEqualTo(Reason.AMOUNT_DIFFERS);
    }

    private static Order markedPaid(Given given, Status status) {
        return given.order().with(status, Optional.of(new Order.Paid(ExternalIds.NONE, "", given.now())));
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESSING", "COMPLETED"})
    void A3_anAuthorizationThatLapsedOnAShippedOrderAsks(Status status) {
        Given given = given(anOrder().naming("pi_1"));
        given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).claimed());
        given.becomes(new OrderBuilder(markedPaid(given, status)));

        assertThat(reason(given.sees(stripe("pi_1").stage(Stage.CLOSED).claimed())))
                .isEqualTo(Reason.PAID_OTHERWISE);
    }

    @Test
    void A3_anAuthorizationThatWasNeverSeenAliveAsksTooWhenTheOrderBearsItsId() {
        Given given = given(anOrder().naming("pi_1"));
        given.becomes(new OrderBuilder(markedPaid(given, Status.PROCESSING)));

        assertThat(reason(given.sees(stripe("pi_1").stage(Stage.CLOSED).claimed())))
                .isEqualTo(Reason.PAID_OTHERWISE);
    }

    /** WooCommerce gives such an order a paid date, and the plugin had recorded the id: neither proves a capture. */
    @ParameterizedTest
    @CsvSource({"AUTHORIZED, CAPTURE_DUE", "CLOSED, PAID_OTHERWISE"})
    void A3_anOrderThatNamesAPaymentWithoutACaptureIsNotPaidByIt(Stage stage, Reason reason) {
        Given given = given(anOrder().paidBy("pi_1"));

        assertThat(reason(given.sees(stripe("pi_1").stage(stage).claimed()))).isEqualTo(reason);
    }

    @Test
    void A3_anOldSnapshotOfAPaymentThatTheOrderNamesIsReadAgain() {
        Given given = given(anOrder().paidBy("pi_1")).after(Duration.ofHours(1));

        Reconciliation old = given.sees(
                Duration.ofMinutes(1), stripe("pi_1").stage(Stage.AUTHORIZED).claimed());

        assertThat(old.next()).isEqualTo(UncapturedPaymentRulesTest.refresh(Duration.ZERO, "pi_1"));
        assertThat(given.review()).isEmpty();
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

        Reconciliation now =
                given.reconciles(observed(given, back), List.of(new Request.Refresh("refresh", "stripe")), List.of());

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
    void C8_aTotalThatWasRaisedDuringThreeDSecureAsks() {
        Given given = given(anOrder());
        given.becomes(anOrder().total("499.00", "EUR"));

        assertThat(reason(given.sees(stripe("pi_1").captured().tagged()))).isEqualTo(Reason.AMOUNT_DIFFERS);
        assertThat(given.status()).isEqualTo(Status.PENDING);
    }

    @ParameterizedTest
    @CsvSource({"49.91, EUR", "49.90, USD"})
    void C8_aTotalThatWasRaisedByACentOrChangedItsCurrencyAsks(String total, String currency) {
        Given given = given(anOrder().total(total, currency));

        assertThat(reason(given.sees(stripe("pi_1").captured().tagged()))).isEqualTo(Reason.AMOUNT_DIFFERS);
    }

    @ParameterizedTest
    @CsvSource({"40.00, PROCESSING", "39.99, PROCESSING", "49.90, PENDING"})
    void C9_whatWasCapturedInTheDashboardPaysAnOrderThatAsksThat(String total, Status status) {
        Given given = given(anOrder().total(total, "EUR"));

        given.sees(stripe("pi_1").captured(4000).claimed());

        assertThat(given.status()).isEqualTo(status);
    }

    @Test
    void E13_aPartOfAnAuthorizationThatWasCapturedAndClosedCounts() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());

        Reconciliation closed =
                given.sees(new PaymentBuilder(stripe("pi_1").captured(2000).made())
                        .tagged()
                        .stage(Stage.CLOSED));

        assertThat(reason(closed)).isEqualTo(Reason.AMOUNT_DIFFERS);
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    @Test
    void E13_whatWasCapturedOfAClosedPaymentCanBeRefunded() {
        Given given = given(anOrder());
        PaymentBuilder closed =
                stripe("pi_1").captured(2000).stage(Stage.CLOSED).tagged();
        given.sees(closed);

        Reconciliation refunded =
                given.reconciles(observed(given, closed), List.of(PaymentFixture.refund("back", 2000)), List.of());

        assertThat(refunded.due()).singleElement().isInstanceOf(Operation.Refund.class);
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
        given.becomes(new OrderBuilder(markedPaid(given, status)));

        assertThat(pays(given).code()).isEqualTo("marked_paid");
    }
}
