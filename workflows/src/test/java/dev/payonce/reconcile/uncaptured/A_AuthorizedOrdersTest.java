package dev.payonce.reconcile.uncaptured;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.reason;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Outcome;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.review.Review.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The cases of orders whose payment is authorized: who captures it, and what its end means. */
class A_AuthorizedOrdersTest {

    @ParameterizedTest
    @EnumSource(names = {"PROCESSING", "COMPLETED"})
    void A1_anAuthorizedOrderThatTheMerchantSetsToAPaidStatusIsCaptured(Status status) {
        PaymentFixture fixture = PaymentFixture.authorized();
        fixture.given.becomes(new OrderBuilder(markedPaid(fixture.given, status)));

        fixture.callback("pi_1001_1");

        assertThat(sent(fixture)).containsExactly("Charge", "Capture");
        assertThat(fixture.given.lines()).contains("paid");
        assertThat(fixture.given.review()).isEmpty();
    }

    @Test
    void A1_anEarlierPaymentThatIsClosedDoesNotMatter() {
        PaymentFixture fixture = PaymentFixture.authorized();
        fixture.gateway.says(stripe("pi_0").claimed().stage(Stage.CLOSED));
        fixture.given.becomes(new OrderBuilder(markedPaid(fixture.given, Status.PROCESSING)));

        fixture.callback("pi_1001_1", "pi_0");

        assertThat(sent(fixture)).containsExactly("Charge", "Capture");
    }

    /** Stripe refused the capture: a rule does not try it again, an operator does. */
    @Test
    void A1_aCaptureThatWasRefusedAsks() {
        PaymentFixture fixture = PaymentFixture.authorized();
        fixture.given.becomes(new OrderBuilder(markedPaid(fixture.given, Status.PROCESSING)));
        fixture.gateway.does(it -> new Outcome.Refused(it.number(), "stripe-400"));

        fixture.callback("pi_1001_1");
        fixture.callback("pi_1001_1");

        assertThat(sent(fixture)).containsExactly("Charge", "Capture");
        assertThat(fixture.given.review().orElseThrow().reason()).isEqualTo(Reason.CAPTURE_DUE);
    }

    @Test
    void A1_anOrderThatWasPaidInCashIsNotCapturedAndNotVoided() {
        PaymentFixture fixture = PaymentFixture.authorized();
        fixture.given.becomes(new OrderBuilder(markedPaid(fixture.given, Status.PROCESSING)).method("cod"));

        assertThat(reason(fixture.callback("pi_1001_1"))).isEqualTo(Reason.CAPTURE_DUE);
        assertThat(sent(fixture)).containsExactly("Charge");
    }

    @Test
    void A1_anOrderThatAsksMoreThanWasAuthorizedAsks() {
        PaymentFixture fixture = PaymentFixture.authorized();
        fixture.given.becomes(new OrderBuilder(markedPaid(fixture.given, Status.PROCESSING)).total("79.90", "EUR"));

        assertThat(reason(fixture.callback("pi_1001_1"))).isEqualTo(Reason.AMOUNT_DIFFERS);
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

    /** The order does not bear its id, but the authorization was seen. */
    @Test
    void A3_anAuthorizationThatWasSeenAliveAsksAlsoWhereTheOrderDoesNotBearItsId() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).claimed());
        given.becomes(new OrderBuilder(markedPaid(given, Status.PROCESSING)));

        assertThat(reason(given.sees(stripe("pi_1").stage(Stage.CLOSED).claimed())))
                .isEqualTo(Reason.PAID_OTHERWISE);
    }

    /** A shopper tried a card, left, and paid in cash. */
    @Test
    void A3_aPaymentThatNeverHeldMoneyIsNoMatterOfAShippedOrder() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").claimed());
        given.becomes(new OrderBuilder(markedPaid(given, Status.PROCESSING)));

        given.sees(stripe("pi_1").stage(Stage.CLOSED).claimed());

        assertThat(given.review()).isEmpty();
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

        assertThat(old.next()).isEqualTo(Given.refresh(Duration.ZERO, "pi_1"));
        assertThat(given.review()).isEmpty();
    }

    private static List<String> sent(PaymentFixture fixture) {
        return fixture.gateway.sent().stream()
                .map(sent -> sent.getClass().getSimpleName())
                .toList();
    }

    private static Order markedPaid(Given given, Status status) {
        return given.order().with(status, Optional.of(new Order.Paid(ExternalIds.NONE, "", given.now())));
    }
}
