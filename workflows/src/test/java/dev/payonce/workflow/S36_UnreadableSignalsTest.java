package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The scenario of an unreadable signal, such as a newer version's: it is kept and shown, and payments go on. */
@Timeout(60)
class S36_UnreadableSignalsTest {

    private final WorkflowFixture payments = new WorkflowFixture();

    @AfterEach
    void close() {
        payments.close();
    }

    @Test
    void anUnknownSignalIsKeptAndShownAcrossRunsAndThePaymentGoesOn() {
        payments.captures("pi_1");
        payments.run().signal("refund2", Map.of("amount", 100));
        payments.temporal.sleep(Duration.ofHours(5));

        assertThat(payments.orders.effects()).isEqualTo(1);
        assertThat(payments.attribute("PaymentStatus")).isEqualTo("UNREADABLE");
        assertThat(unread()).contains("refund2").contains("amount");
    }

    @Test
    void aCallbackWithAnObjectInAStringsPlaceIsKept() {
        payments.captures("pi_1");
        payments.run().signal("callback", Map.of("newer", "shape"), "stripe", "pi_1", "x", "");
        payments.temporal.sleep(Duration.ofHours(2));

        assertThat(unread()).contains("newer");
        assertThat(payments.orders.effects()).isEqualTo(1);
    }

    @Test
    void aCallbackWithASixthArgumentOfANewerVersionIsRead() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured());
        payments.callback("evt_0", "pi_0");
        payments.run().signal("callback", "evt_1", "stripe", "pi_1", "payment_intent.succeeded", "", "sixth");
        payments.temporal.sleep(Duration.ofMinutes(1));

        assertThat(payments.orders.order(1001).paid()).isPresent();
    }

    /** Returns what the current run started with: it continued as new and carried the signal along. */
    private String unread() {
        return payments.input(WorkflowFixture.ORDER.workflowId());
    }
}
