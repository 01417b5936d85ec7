package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tests of case 28: what changes within a stage is remembered, too. */
class I28_WithinAStageTest {

    private static final Request.Pay PAY = new Request.Pay("k1", "stripe", "pm_visa", false, "", false, "");
    private static final PaymentBuilder OPEN = stripe("pi_1").tagged();

    private final Given given = given(anOrder());

    private Reconciliation asks(Request request, PaymentBuilder... seen) {
        Observation observed = Observation.NOTHING;
        for (PaymentBuilder payment : seen) {
            Payment now = payment.seenAt(given.now()).made();
            observed = observed.and(Observation.of(Lookup.of(now), List.of(now), ExternalIds.NONE));
        }
        return given.reconciles(observed, List.of(request), List.of());
    }

    private void isCharged(PaymentBuilder answer) {
        Operation charge = asks(PAY).due().getFirst();
        Payment now = answer.seenAt(given.now()).made();
        given.reconciles(Observation.of(new Outcome.Seen(charge.number(), now)), List.of(PAY), List.of());
    }

    /** The gateway works on it first; a moment later the shopper has to act. */
    @Test
    void I28_TheActionOfThreeDSecureReachesTheShopper() {
        isCharged(OPEN.stage(Stage.OPEN, WaitsFor.GATEWAY));

        PaymentResult result =
                asks(PAY, OPEN.stage(Stage.OPEN, WaitsFor.SHOPPER)).results().get("k1");

        assertThat(result).isInstanceOf(PaymentResult.Action.class);
    }

    @Test
    void I28_AnIncrementedAuthorizationCanBeCaptured() {
        isCharged(OPEN.stage(Stage.AUTHORIZED));
        PaymentBuilder incremented =
                PaymentBuilder.of("pi_1", new Money(5990, "EUR")).tagged().stage(Stage.AUTHORIZED);

        Reconciliation captured = asks(new Request.Capture("c1", Optional.of(5990L), true, ""), incremented);

        assertThat(captured.due())
                .singleElement()
                .isInstanceOfSatisfying(
                        Operation.Capture.class,
                        capture -> assertThat(capture.money()).isEqualTo(new Money(5990, "EUR")));
    }

    /** The merchant adds an item, and raises the authorization to the new total. */
    @Test
    void I28_AnAuthorizationThatIsRaisedWithTheTotalPaysTheOrder() {
        isCharged(OPEN.stage(Stage.AUTHORIZED));
        given.becomes(new OrderBuilder(given.order()).total("59.90", "EUR"));
        PaymentBuilder raised =
                PaymentBuilder.of("pi_1", new Money(5990, "EUR")).tagged();
        given.sees(raised.stage(Stage.AUTHORIZED));
        assertThat(given.review()).isEmpty();

        Request.Capture all = new Request.Capture("c1", Optional.empty(), true, "");
        Operation capture = asks(all, raised.stage(Stage.AUTHORIZED)).due().getFirst();
        Payment now = raised.captured().seenAt(given.now()).made();
        Reconciliation done =
                given.reconciles(Observation.of(new Outcome.Seen(capture.number(), now)), List.of(all), List.of());

        assertThat(done.results().get("c1")).extracting(PaymentResult::word).isEqualTo("paid");
        assertThat(given.status()).isEqualTo(Order.Status.PROCESSING);
        assertThat(given.review()).isEmpty();
    }

    /** An end that is put off does not start the wait again, and is kept. */
    @Test
    void I28_AnEndThatIsPutOffCounts() {
        Instant end = given.now().plus(Duration.ofHours(2));
        given.sees(OPEN.until(end));

        Reconciliation later = given.after(Duration.ofHours(3)).sees(OPEN.until(end.plus(Duration.ofHours(4))));

        assertThat(later.due()).isEmpty();
        assertThat(given.after(Duration.ofHours(4))
                        .sees(OPEN.until(end.plus(Duration.ofHours(4))))
                        .due())
                .singleElement()
                .isInstanceOf(Operation.Void.class);
    }
}
