package dev.payonce.reconcile;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.reason;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review.Reason;
import java.time.Duration;
import java.util.List;
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

        Reconciliation refunded = given.reconciles(
                given.observed(Duration.ZERO, closed), List.of(PaymentFixture.refund("back", 2000)), List.of());

        assertThat(refunded.due()).singleElement().isInstanceOf(Operation.Refund.class);
    }
}
