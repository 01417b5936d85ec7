package dev.payonce.reconcile;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.reason;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Stage;
import dev.payonce.request.Request;
import dev.payonce.review.Review.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases in which an order asks another amount than was authorized or captured. */
class C_ChangedTotalsTest {

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
    void C9_aPartCapturedInTheDashboardPaysAnOrderThatAsksIt(String total, Status status) {
        Given given = given(anOrder().total(total, "EUR"));

        given.sees(stripe("pi_1").captured(4000).claimed());

        assertThat(given.status()).isEqualTo(status);
    }

    /** 49.90 was asked: what is captured has to be that or the total, and no less than the total. */
    @ParameterizedTest
    @CsvSource({
        "4990, 49.90, true", "4990, 40.00, true", "4990, 59.90, false", "4990, 49.91, false",
        "4000, 49.90, false", "4000, 40.00, true", "4000, 59.90, false", "4000, 39.99, false",
        "5990, 49.90, false", "5990, 40.00, false", "5990, 59.90, true", "5990, 59.91, false"
    })
    void C10_bothComparisonsAreNeeded(long captured, String total, boolean paid) {
        Given given = given(anOrder());
        given.reconciles(Observation.NOTHING, List.of(PaymentFixture.pay("k1")), List.of());
        given.becomes(new OrderBuilder(given.order()).total(total, "EUR"));

        given.sees(stripe("pi_1").captured(captured).tagged());

        assertThat(given.status()).isEqualTo(paid ? Status.PROCESSING : Status.PENDING);
        assertThat(given.review()).matches(review -> review.isEmpty() == paid);
    }

    /** The store has captured a part and said that more follows; the gateway closed the rest. */
    @ParameterizedTest
    @CsvSource({"false, ON_HOLD", "true, PROCESSING"})
    void E13_aPartThatTheStoreCapturedPaysOnlyWhereTheStoreSaidThatItIsTheLast(boolean last, Status status) {
        PaymentFixture fixture = PaymentFixture.authorized();
        fixture.asks(new Request.Capture("c1", Optional.of(2000L), last, ""));
        fixture.becomes(it -> it.captured(2000).stage(Stage.CLOSED), "pi_1001_1");

        fixture.callback("pi_1001_1");

        assertThat(fixture.given.status()).isEqualTo(status);
        assertThat(fixture.given.review()).matches(review -> review.isPresent() != last);
    }

    /** Stripe authorized another amount than was asked. */
    @Test
    void C10_anAuthorizationOfAnotherAmountThanItsChargeAsks() {
        Given given = given(anOrder());
        given.reconciles(Observation.NOTHING, List.of(PaymentFixture.pay("k1")), List.of());

        PaymentBuilder other =
                PaymentBuilder.of("pi_1", new Money(4989, "EUR")).tagged().stage(Stage.AUTHORIZED);

        assertThat(reason(given.sees(other))).isEqualTo(Reason.AMOUNT_DIFFERS);
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
    void E13_theCapturedPartOfAClosedPaymentCanBeRefunded() {
        Given given = given(anOrder());
        PaymentBuilder closed =
                stripe("pi_1").captured(2000).stage(Stage.CLOSED).tagged();
        given.sees(closed);

        Reconciliation refunded = given.reconciles(
                given.observed(Duration.ZERO, closed), List.of(PaymentFixture.refund("back", 2000)), List.of());

        assertThat(refunded.due()).singleElement().isInstanceOf(Operation.Refund.class);
    }
}
