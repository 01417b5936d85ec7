package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.PaymentFixture.pay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Outcome;
import dev.payonce.order.Order.Status;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Policy;
import dev.payonce.request.PaymentResult;
import java.time.Duration;
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
}
