package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Operation;
import dev.payonce.order.Order;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tests of case 17 in a run: a cancellation that comes while a charge is decided stops it. */
@Timeout(60)
class G_CancelWaitsTest {

    private static final Request.Pay PAY = new Request.Pay("k1", "stripe", "pm_visa", false, "", false, "");
    private static final Request.Cancel CANCEL = new Request.Cancel("c1", "");

    private final WorkflowFixture payments = new WorkflowFixture();

    @AfterEach
    void close() {
        payments.close();
    }

    /** Pays while the store is locked for a minute: the charge's batch is on its way to it. */
    private CompletableFuture<PaymentResult> paysWhileTheStoreIsAway() throws InterruptedException {
        payments.orders.fail(Failures.transientOne(
                "lock-timeout", "Order 1001 is locked", Optional.of(Duration.ofMinutes(1)), null));
        CompletableFuture<PaymentResult> paying = payments.ask(PAY);
        WorkflowFixture.until(payments.orders::hasFailed);
        return paying;
    }

    @Test
    void G17_ACancellationThatComesWhileTheStoreIsAwayStopsTheCharge() throws Exception {
        CompletableFuture<PaymentResult> paying = paysWhileTheStoreIsAway();
        CompletableFuture<PaymentResult> cancelling = payments.ask(CANCEL);
        WorkflowFixture.until(() -> payments.updates() == 2);

        payments.temporal.sleep(Duration.ofMinutes(2));

        paying.get();
        cancelling.get();
        assertThat(payments.gateway.sent()).isEmpty();
        assertThat(payments.ask(CANCEL).get().is(PaymentResult.State.CANCELLED)).isTrue();
        assertThat(payments.ask(PAY).get().word()).isEqualTo("declined");
        assertThat(payments.orders.order(1001).status()).isEqualTo(Order.Status.PENDING);
        assertThat(payments.ask(new Request.Pay("k2", "stripe", "pm_visa", false, "", false, ""))
                        .get()
                        .word())
                .isEqualTo("paid");
    }

    @Test
    void G17_WithoutACancellationTheChargeIsSentOnce() throws Exception {
        CompletableFuture<PaymentResult> paying = paysWhileTheStoreIsAway();

        payments.temporal.sleep(Duration.ofMinutes(2));

        paying.get();
        assertThat(payments.gateway.sent())
                .hasOnlyElementsOfType(Operation.Charge.class)
                .hasSize(1);
        assertThat(payments.ask(PAY).get().word()).isEqualTo("paid");
    }
}
