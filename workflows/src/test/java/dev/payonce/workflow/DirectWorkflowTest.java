package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Callback;
import dev.payonce.ledger.PaymentSummary;
import io.temporal.api.enums.v1.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tests of callbacks that are reconciled inside a workflow task, and of those that are not. */
@Timeout(60)
class DirectWorkflowTest {

    private final WorkflowFixture payments = new WorkflowFixture();

    @AfterEach
    void close() {
        payments.close();
    }

    @Test
    void aCallbackOfACapturedPaymentTakesOneWorkflowTask() {
        payments.captures("pi_1");
        payments.atRest();

        assertThat(payments.events("1001"))
                .containsOnlyOnce(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED, EventType.EVENT_TYPE_MARKER_RECORDED)
                .doesNotContain(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
                .hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void withoutATurnAtTheGatewayRegularActivitiesDoTheWork() {
        payments.stepByStep = true;
        payments.captures("pi_1");

        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(payments.events("1001"))
                .filteredOn(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED::equals)
                .hasSize(2);
    }

    /** Above half a minute the wait is shown. It is the workflow's, so that no activity and no task waits. */
    @Test
    void aGatewayThatAsksForAMinuteStallsThePaymentForThatLong() {
        payments.gateway.failsWith(
                Failures.transientOne("stripe-429", "Stripe answered 429", Optional.of(Duration.ofMinutes(1)), null));
        payments.captures("pi_1");

        payments.temporal.sleep(Duration.ofSeconds(20));

        assertThat(payments.attribute("PaymentStatus")).isEqualTo("STALLED");
        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
        List<Instant> calls = payments.gateway.called();
        assertThat(Duration.between(calls.getFirst(), calls.getLast()))
                .isBetween(Duration.ofMinutes(1), Duration.ofSeconds(75));
    }

    /** Many callbacks are a flood, and a run that tried to close within it would be refused. */
    @Test
    void aFloodOfCallbacksIsLeftToRegularActivities() {
        List<Callback> flood = IntStream.range(0, 4)
                .mapToObj(each -> new Callback("evt_" + each, "stripe", "pi_1", "x", ""))
                .toList();
        Batch few = new Batch(flood.subList(0, 3), List.of(), List.of(), List.of());
        Batch many = new Batch(flood, List.of(), List.of(), List.of());

        assertThat(few.isDirect()).isTrue();
        assertThat(many.isDirect()).isFalse();
    }

    /** The attempt that hangs goes on by itself after the workflow has paid the order without it. */
    @Test
    void anAttemptThatHangsInAWorkflowTaskIsOvertakenAndHasNoSecondEffect() throws InterruptedException {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        payments.betweenLookupAndReconciliation = () -> {
            try {
                assertThat(hangs.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } finally {
                over.countDown();
            }
        };
        payments.captures("pi_1");

        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
        hangs.countDown();
        assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(payments.orders.effects()).isEqualTo(1);
        assertThat(payments.orders.notes(1001)).hasSize(1);
    }
}
