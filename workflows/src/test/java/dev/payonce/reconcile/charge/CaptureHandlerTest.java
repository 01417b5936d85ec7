package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tests of captures and cancellations that a merchant requests. */
class CaptureHandlerTest {

    private final Given given = Given.given(anOrder());

    @Test
    void S17_cancellingWaitsForAChargeThatIsUnderWay() {
        Reconciliation reconciled = given.asks(new Request.Pay("k1", "stripe", "pm_visa", true, "", false, ""));
        assertThat(reconciled.due()).hasSize(1);
        assertThat(word(given.asks(new Request.Cancel("c1", "")), "c1")).isEqualTo("observing");
        PaymentBuilder authorized = Given.made(reconciled).stage(Stage.AUTHORIZED);

        Reconciliation voiding = given.comesTo(given.outcome(authorized), new Request.Cancel("c1", ""));
        assertThat(voiding.due().getFirst()).isInstanceOf(Operation.Void.class);
        Reconciliation voided =
                given.comesTo(new Outcome.Seen(2, authorized.stage(Stage.CLOSED).made()), new Request.Cancel("c1", ""));

        assertThat(word(voided, "c1")).isEqualTo("cancelled");
        assertThat(given.status()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void anAuthorizationIsCapturedInParts() {
        Reconciliation reconciled = given.asks(new Request.Pay("k1", "stripe", "pm_visa", true, "", false, ""));
        PaymentBuilder authorized = Given.made(reconciled).stage(Stage.AUTHORIZED);
        given.comesTo(given.outcome(authorized), new Request.Pay("k1", "stripe", "pm_visa", true, "", false, ""));
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        Request part = new Request.Capture("c1", Optional.of(1000L), false, "");
        assertThat(given.reconciles(given.observed(Duration.ZERO, authorized), List.of(part), List.of())
                        .due())
                .containsExactly(new Operation.Capture(last(), "pi_1", new Money(1000, "EUR"), false));
        PaymentBuilder partly = authorized.captured(new Money(1000, "EUR")).stage(Stage.AUTHORIZED);
        assertThat(word(given.comesTo(new Outcome.Seen(2, partly.made()), part), "c1"))
                .isEqualTo("captured");
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        Request rest = new Request.Capture("c2", Optional.of(2000L), true, "");
        given.reconciles(given.observed(Duration.ZERO, partly), List.of(rest), List.of());
        Reconciliation done =
                given.comesTo(new Outcome.Seen(3, authorized.captured(3000).made()), rest);

        assertThat(word(done, "c2")).isEqualTo("paid");
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    private OperationHeader last() {
        return ((Fact.OperationCreated) given.ledger().stream()
                        .map(Entry::fact)
                        .filter(Fact.OperationCreated.class::isInstance)
                        .reduce((_, later) -> later)
                        .orElseThrow())
                .operation()
                .header();
    }

    @Test
    void moreThanWasAuthorizedIsNotCaptured() {
        PaymentBuilder authorized = Given.made(
                        given.asks(new Request.Pay("k1", "stripe", "pm_visa", true, "", false, "")))
                .stage(Stage.AUTHORIZED);
        given.comesTo(given.outcome(authorized), new Request.Pay("k1", "stripe", "pm_visa", true, "", false, ""));

        Reconciliation reconciled = given.reconciles(
                given.observed(Duration.ZERO, authorized),
                List.of(new Request.Capture("c1", Optional.of(4991L), true, "")),
                List.of());

        assertThat(reconciled.due()).isEmpty();
        assertThat(reconciled.results().get("c1").code()).isEqualTo("amount_not_authorized");
    }

    private static String word(Reconciliation reconciled, String key) {
        return reconciled.results().get(key).word();
    }
}
