package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Callback;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.reconcile.PaymentBuilder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallbackWorkflowTest {

    private static final String KEY = Fingerprint.ofOrderKey("wc_order_1001");
    private static final String SITE = Fingerprint.ofSite(WorkflowFixture.SITE);

    private final WorkflowFixture payments = new WorkflowFixture();

    @AfterEach
    void close() {
        payments.close();
    }

    @Test
    void thePaymentOfTheShopsOwnPluginIsFoundByTheOrdersKey() {
        payments.gateway.says(PaymentBuilder.of("pi_1", WorkflowFixture.TOTAL)
                .claimed(KEY, "A-77", SITE)
                .captured());

        assertThat(outcome("pi_1")).isEqualTo(CallbackWorkflow.Outcome.PASSED);

        payments.atRest();
        assertThat(payments.orders.order(1001).status()).isEqualTo(Order.Status.PROCESSING);
    }

    @Test
    void S08_thePaymentsIdIsRecordedOnTheOrderAMomentAfterTheCallback() {
        payments.gateway.says(PaymentBuilder.of("pi_1", WorkflowFixture.TOTAL).captured());
        deliver("pi_1");
        payments.temporal.sleep(Duration.ofSeconds(5));
        payments.orders.change(
                1001,
                order -> new Order(
                        order.id(), order.key(), order.status(), order.total(), order.paid(), ExternalIds.of("pi_1")));

        assertThat(result()).isEqualTo(CallbackWorkflow.Outcome.PASSED);
        payments.atRest();
        assertThat(payments.orders.order(1001).status()).isEqualTo(Order.Status.PROCESSING);
    }

    /** Four hundred events of another shop on the account delayed our own by seconds. */
    @Test
    void J33_AnotherShopsEventAsksNoGateway() {
        payments.client.deliverUnmatched(new Callback(
                "evt_1", "stripe", "pi_1", "x", Callback.claimOf(Fingerprint.ofSite("https://another.example"))));

        assertThat(result()).isEqualTo(CallbackWorkflow.Outcome.IGNORED);
        assertThat(payments.gateway.asked()).isEmpty();
    }

    @Test
    void J33_AnEventThatNamesThisShopIsLookedUp() {
        payments.gateway.says(PaymentBuilder.of("pi_1", WorkflowFixture.TOTAL)
                .claimed(KEY, "1001", SITE)
                .captured());
        payments.client.deliverUnmatched(new Callback("evt_1", "stripe", "pi_1", "x", Callback.claimOf(SITE)));

        assertThat(result()).isEqualTo(CallbackWorkflow.Outcome.PASSED);
        assertThat(payments.gateway.asked()).isNotEmpty();
    }

    @Test
    void anOrderNumberAloneProvesNothing() {
        payments.gateway.says(PaymentBuilder.of("pi_1", WorkflowFixture.TOTAL)
                .claimed("", "1001", "")
                .captured());

        assertThat(outcome("pi_1")).isEqualTo(CallbackWorkflow.Outcome.IGNORED);
        assertThat(payments.orders.order(1001).paid()).isEmpty();
        assertThat(payments.results.size()).isEqualTo(1);
    }

    @Test
    void anotherShopsPaymentIsIgnoredAtOnce() {
        payments.gateway.says(PaymentBuilder.of("pi_1", WorkflowFixture.TOTAL)
                .claimed(KEY, "1001", Fingerprint.ofSite("https://other.example"))
                .captured());

        assertThat(outcome("pi_1")).isEqualTo(CallbackWorkflow.Outcome.IGNORED);
        assertThat(payments.gateway.asked()).hasSize(1);
    }

    private CallbackWorkflow.Outcome outcome(String payment) {
        deliver(payment);
        return result();
    }

    private void deliver(String payment) {
        payments.client.deliverUnmatched(new Callback("evt_1", "stripe", payment, "payment_intent.succeeded", ""));
    }

    private CallbackWorkflow.Outcome result() {
        return payments.temporal
                .getWorkflowClient()
                .newUntypedWorkflowStub("callback-evt_1")
                .getResult(CallbackWorkflow.Outcome.class);
    }
}
