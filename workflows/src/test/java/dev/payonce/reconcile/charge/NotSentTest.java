package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.PaymentFixture.pay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.Order.Status;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A fault of the installation, such as a wrong key of the gateway, is never the final answer to a shopper. */
class NotSentTest {

    private final PaymentFixture fixture = PaymentFixture.open();

    @Test
    void H38_theCallerLearnsThatTheInstallationIsAtFault() {
        fixture.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-401"));

        PaymentResult result = fixture.asks(pay("k1"));

        assertThat(result.word()).isEqualTo("unavailable");
    }

    @Test
    void H38_theSameKeySucceedsWhenTheFaultIsMended() {
        fixture.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-401"));
        fixture.asks(pay("k1"));
        fixture.gateway.does(fixture.gateway::succeed);

        assertThat(fixture.after(Duration.ofSeconds(5)).asks(pay("k1")).word()).isEqualTo("paid");
        assertThat(fixture.given.status()).isEqualTo(Status.PROCESSING);
        assertThat(fixture.gateway.sent())
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.number()).isEqualTo(1));
    }

    /** The shopper left half an hour ago: the money is not taken behind his back. */
    @Test
    void H38_aFaultThatLastsLongerThanTheRequestChargesNothing() {
        fixture.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-401"));
        fixture.asks(pay("k1"));
        fixture.gateway.does(fixture.gateway::succeed);

        fixture.after(Policy.CHARGE_WITHIN);

        assertThat(fixture.asks(pay("k1")).word()).isEqualTo("declined");
        assertThat(fixture.gateway.sent()).hasSize(1);
        assertThat(fixture.asks(pay("k2")).word()).isEqualTo("paid");
    }

    /** The support desk sees why the order stands still, until the gateway answers. */
    @Test
    void H38_theOrderIsShownAsStalledWithTheFaultUntilTheGatewayAnswers() {
        fixture.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-401"));
        fixture.asks(pay("k1"));

        assertThat(fixture.last().view())
                .isEqualTo(new PaymentSummary(
                        PaymentSummary.Status.STALLED, Optional.of("stripe-401"), Optional.empty(), Optional.empty()));
        fixture.gateway.does(fixture.gateway::succeed);
        fixture.after(Duration.ofSeconds(5)).asks(pay("k1"));
        assertThat(fixture.last().view().status()).isEqualTo(PaymentSummary.Status.PAID);
    }

    /** A cancellation held the charge back: that is no fault. */
    @Test
    void H38_aChargeThatACancellationHeldBackIsNoStall() {
        Reconciliation asked = fixture.given.asks(pay("k1"));

        Reconciliation heldBack =
                fixture.given.comesTo(new Outcome.NotSent(asked.due().getFirst().number(), Outcome.NotSent.CANCELLED));

        assertThat(heldBack.view().status()).isNotEqualTo(PaymentSummary.Status.STALLED);
    }
}
