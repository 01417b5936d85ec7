package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Entry;
import dev.payonce.order.Fingerprint;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A refund in a run that also waits for something else. */
class RefundWorkflowTest {

    private final WorkflowFixture payments = new WorkflowFixture();

    /** Prepares a paid order, and a payment at the bank that keeps the run open. */
    @BeforeEach
    void aPaidOrderWithAnotherPaymentUnderWay() {
        payments.captures("pi_1");
        payments.atRest();
        payments.gateway.says(anotherPlugins().stage(Stage.PENDING, Payment.WaitsFor.GATEWAY));
        payments.callback("evt_9", "pi_9");
        payments.temporal.sleep(Duration.ofSeconds(5));
    }

    @AfterEach
    void close() {
        payments.close();
    }

    private static PaymentBuilder anotherPlugins() {
        return PaymentBuilder.of("pi_9", WorkflowFixture.TOTAL)
                .claimed(Fingerprint.ofOrderKey("wc_order_1001"), "", Fingerprint.ofSite(WorkflowFixture.SITE));
    }

    private PaymentResult refund(String key) {
        Request refund = new Request.Refund(key, Optional.of(1000L), 0, Operation.Refund.RefundReason.NONE, "");
        return payments.run()
                .update("request", PaymentWorkflow.Answered.class, refund)
                .result();
    }

    private List<String> lines() {
        return payments.orders.ledgerOf(1001).stream().map(Entry::name).toList();
    }

    @Test
    void itIsReadCarriedOutOnceAndAnswered() {
        assertThat(refund("k1").word()).isEqualTo("refunded");
        assertThat(refund("k1").word()).isEqualTo("refunded");

        assertThat(payments.gateway.sent()).hasSize(1);
        assertThat(payments.orders.notes(1001)).endsWith("refund:re_1001_2#1=done");
    }

    /** A refresh that was due beside what was carried out used to be forgotten, and the run ended without it. */
    @Test
    void otherDueRefreshesHappenAfterwards() {
        refund("k1");
        payments.gateway.says(anotherPlugins().captured());

        payments.temporal.sleep(Duration.ofMinutes(10));

        assertThat(lines()).contains("payment:pi_9#2=captured", "review:1");
    }
}
