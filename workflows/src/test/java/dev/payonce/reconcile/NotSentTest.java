package dev.payonce.reconcile;

import static dev.payonce.reconcile.PaymentFixture.pay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Outcome;
import dev.payonce.order.Order.Status;
import dev.payonce.request.PaymentResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A fault of the installation, such as a wrong key of the gateway, is never the final answer to a shopper. */
class NotSentTest {

    private final PaymentFixture till = PaymentFixture.open();

    @Test
    void H38_theCallerIsToldThatTheInstallationIsAtFault() {
        till.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-401"));

        PaymentResult result = till.asks(pay("k1"));

        assertThat(result.word()).isEqualTo("unavailable");
    }

    @Test
    void H38_theSameKeySucceedsWhenTheFaultIsMended() {
        till.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-401"));
        till.asks(pay("k1"));
        till.gateway.does(till.gateway::succeed);

        assertThat(till.after(Duration.ofSeconds(5)).asks(pay("k1")).word()).isEqualTo("paid");
        assertThat(till.given.status()).isEqualTo(Status.PROCESSING);
        assertThat(till.gateway.sent())
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.number()).isEqualTo(1));
    }

    /** The shopper left half an hour ago: the money is not taken behind his back. */
    @Test
    void H38_aFaultThatLastsLongerThanTheWishChargesNobody() {
        till.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-401"));
        till.asks(pay("k1"));
        till.gateway.does(till.gateway::succeed);

        till.after(Policy.CHARGE_WITHIN);

        assertThat(till.asks(pay("k1")).word()).isEqualTo("declined");
        assertThat(till.gateway.sent()).hasSize(1);
        assertThat(till.asks(pay("k2")).word()).isEqualTo("paid");
    }
}
