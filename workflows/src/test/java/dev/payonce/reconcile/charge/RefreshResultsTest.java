package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Outcome;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.SavedMethod;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests of what a refresh answers, by what the order and its payments are. */
class RefreshResultsTest {

    private static final String PAYMENT = "pi_1001_1";

    private static PaymentResult refreshed(PaymentFixture fixture) {
        return fixture.asks(new Request.Refresh("refresh", "stripe", ""));
    }

    @Test
    void anOrderWithoutAPaymentSaysSo() {
        assertThat(refreshed(PaymentFixture.open()).word()).isEqualTo("no_payment");
    }

    @Test
    void aPaidOrderNamesItsPaymentAndOperation() {
        PaymentResult result = refreshed(PaymentFixture.paid());

        assertThat(result.is(PaymentResult.State.PAID)).isTrue();
        assertThat(result.of().payment()).isEqualTo(PAYMENT);
        assertThat(result.of().operation()).isEqualTo(1);
        assertThat(result.of().money()).contains(new Money(4990, "EUR"));
    }

    @Test
    void anAuthorizationNamesItsOperation() {
        assertThat(refreshed(PaymentFixture.authorized()).of().operation()).isEqualTo(1);
    }

    @Test
    void anOrderThatWasMarkedPaidIsPaidElsewhere() {
        PaymentFixture fixture = PaymentFixture.open();
        Order order = fixture.given.order();
        fixture.given.becomes(new OrderBuilder(order.with(
                Status.PROCESSING, Optional.of(new Order.Paid(ExternalIds.NONE, "cod", fixture.given.now())))));

        PaymentResult result = refreshed(fixture);

        assertThat(result.is(PaymentResult.State.PAID)).isTrue();
        assertThat(result.code()).isEqualTo("elsewhere");
    }

    @Test
    void anOrderThatHoldsLessThanItAsksNamesBoth() {
        PaymentFixture fixture = PaymentFixture.paid();
        fixture.asks(refund("r1", 1000));

        PaymentResult result = refreshed(fixture);

        assertThat(result.code()).isEqualTo("partly_paid");
        assertThat(result.of().money()).contains(new Money(3990, "EUR"));
        assertThat(result.of().asks()).contains(new Money(4990, "EUR"));
    }

    /** Its money went back, so the order has no payment, and not a refused one. */
    @Test
    void aPaymentThatWasGivenBackIsNone() {
        PaymentFixture fixture = PaymentFixture.paid();
        fixture.asks(refund("r1"));
        fixture.given.becomes(Status.PENDING);

        assertThat(refreshed(fixture).word()).isEqualTo("no_payment");
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN, SHOPPER, action_required",
        "OPEN, GATEWAY, gateway_pending",
        "PENDING, GATEWAY, gateway_pending",
        "APPROVED, NOTHING, gateway_pending",
        "AUTHORIZED, NOTHING, authorized",
        "CLOSED, NOTHING, declined"
    })
    void aPaymentOfAnyOriginIsAnsweredByItsStage(Stage stage, WaitsFor waitsFor, String word) {
        PaymentResult ours =
                refreshed(PaymentFixture.with(PaymentFixture.first().stage(stage, waitsFor)));
        PaymentResult theirs = refreshed(
                PaymentFixture.with(PaymentBuilder.stripe(PAYMENT).claimed().stage(stage, waitsFor)));

        assertThat(ours.word()).isEqualTo(word);
        assertThat(theirs.word()).isEqualTo(word);
        assertThat(theirs.of().payment()).isEqualTo(PAYMENT);
        assertThat(theirs.of().money()).contains(new Money(4990, "EUR"));
    }

    @Test
    void capturedMoneyThatDoesNotPayIsUnderReview() {
        PaymentResult result =
                refreshed(PaymentFixture.with(PaymentFixture.first().captured(1000)));

        assertThat(result.word()).isEqualTo("under_review");
        assertThat(result.of().money()).contains(new Money(1000, "EUR"));
    }

    /** The first charge was declined, and another card is open: the last charge counts. */
    @Test
    void theLastChargeIsAnsweredWithItsOperation() {
        PaymentFixture fixture = PaymentFixture.open();
        fixture.gateway.does(charge -> new Outcome.Declined(charge.number(), "card_declined", true));
        fixture.asks(new Request.Pay("k1", "stripe", "pm_1", false, "", false, ""));
        assertThat(refreshed(fixture).of().operation()).isEqualTo(1);
        fixture.gateway.does(charge -> new Outcome.Declined(charge.number(), "expired_card", true));
        fixture.asks(new Request.Pay("k2", "stripe", "pm_2", false, "", false, ""));

        PaymentResult result = refreshed(fixture);

        assertThat(((PaymentResult.Final) result).code()).isEqualTo("expired_card");
        assertThat(result.of().operation()).isEqualTo(2);
    }

    @Test
    void anotherProgramsDeclineIsAnsweredWithItsCode() {
        PaymentResult result = refreshed(
                PaymentFixture.with(PaymentBuilder.stripe(PAYMENT).claimed().declined("card_declined")));

        assertThat(result.is(PaymentResult.State.DECLINED)).isTrue();
        assertThat(((PaymentResult.Final) result).code()).isEqualTo("card_declined");
    }

    @Test
    void theLastOfSeveralPaymentsOfAnotherProgramIsAnswered() {
        PaymentFixture fixture = PaymentFixture.open();
        for (String id : List.of("pi_8", "pi_9")) {
            fixture.gateway.says(PaymentBuilder.stripe(id).claimed());
            fixture.callback(id);
        }

        assertThat(refreshed(fixture).of().payment()).isEqualTo("pi_9");
    }

    @Test
    void anOrderThatWasPaidAgainNamesTheSecondPayment() {
        PaymentFixture fixture = PaymentFixture.paid();
        fixture.asks(refund("r1"));
        fixture.given.becomes(Status.PENDING);
        fixture.asks(PaymentFixture.pay("again"));

        PaymentResult result = refreshed(fixture);

        assertThat(result.is(PaymentResult.State.PAID)).isTrue();
        assertThat(result.of().operation()).isEqualTo(3);
    }

    /** A subscription pays its renewals with the method that its first payment left behind. */
    @Test
    void aPaidOrderNamesTheMethodThatItsOwnPaymentLeftBehind() {
        SavedMethod card = new SavedMethod("pm_1", "card", "cus_1", "", "visa", "4242", 12, 2030);
        SavedMethod other = new SavedMethod("pm_9", "card", "cus_1", "", "visa", "1881", 12, 2030);
        PaymentFixture fixture =
                PaymentFixture.with(PaymentFixture.first().saved(card).captured());
        fixture.gateway.says(PaymentBuilder.stripe("pi_9").claimed().saved(other));
        fixture.callback("pi_9");

        assertThat(refreshed(fixture).of().saved()).contains(card);
    }
}
