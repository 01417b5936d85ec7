package dev.payonce.workflow;

import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_CANCELED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_FIRED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.Fingerprint;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tests that an outage is shown within the bound, opens no review, and heals by itself. */
@Timeout(60)
class StalledTest {

    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final Request PAY = new Request.Pay("k1", "stripe", "pm_card_visa", false, "", false, "");

    private final WorkflowFixture payments = new WorkflowFixture();

    @AfterEach
    void close() {
        payments.close();
    }

    private static ApplicationFailure unreachable() {
        return Failures.transientOne("stripe-unreachable", "Stripe did not answer", Optional.empty(), null);
    }

    private static ApplicationFailure leaveMeAlone(Duration time) {
        return Failures.transientOne("stripe-429", "Stripe answered 429", Optional.of(time), null);
    }

    private static ApplicationFailure lost() {
        return Failures.transientOne("database-lost", "The database does not answer", Optional.empty(), null);
    }

    /** Returns how long that takes from now. */
    private Duration untilStalled() {
        long from = now();
        while (!payments.attribute("PaymentStatus").equals("STALLED") && now() - from < BOUND.toMillis() * 2) {
            payments.temporal.sleep(Duration.ofSeconds(5));
        }
        return Duration.ofMillis(now() - from);
    }

    private long now() {
        return payments.temporal.currentTimeMillis();
    }

    @Test
    void aKeyThatWasRevokedIsShownAtOnce() {
        payments.gateway.away(() -> Failures.nonRetryable("stripe-401", "The key was revoked", null));
        payments.callback("evt_1", "pi_1");

        assertThat(untilStalled()).isLessThan(Duration.ofSeconds(30));
        assertThat(payments.attribute("PaymentReason")).isEqualTo("stripe-401");
        assertThat(payments.details()).contains("CallbackReconciler.Attempt", "stripe-401", "`refresh`");
    }

    @Test
    void aStallIsInTheMemoWithCauseAndTimeAlsoForADeadWorker() {
        long before = now();
        payments.stalls();

        Stall stall = (Stall) payments.run().describe().getMemo(Stall.MEMO, Stall.class);
        assertThat(stall.code()).isEqualTo("stripe-401");
        assertThat(stall.fault()).isTrue();
        assertThat(stall.message()).isEqualTo("The key was revoked");
        assertThat(stall.since().toEpochMilli()).isBetween(before, now());
    }

    @Test
    void aRequestBehindARevokedKeyIsRefusedForNowAndSucceedsWithTheSameKeyLater() throws Exception {
        payments.gateway
                .says(WorkflowFixture.tagged("pi_1"))
                .away(() -> Failures.nonRetryable("stripe-401", "The key was revoked", null));
        payments.callback("evt_1", "pi_1");
        untilStalled();

        PaymentResult refused =
                payments.ask(new Request.Refresh("k0", "stripe", "")).get();

        assertThat(refused).isEqualTo(PaymentResult.notYet(PaymentResult.Why.UNAVAILABLE));
    }

    @Test
    void anOperationThatTheGatewayDidNotTakeStallsTheRunUntilItIsTaken() throws Exception {
        payments.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-403"));

        assertThat(payments.ask(PAY).get().word()).isEqualTo("unavailable");

        assertThat(untilStalled()).isLessThan(Duration.ofSeconds(30));
        assertThat(payments.attribute("PaymentReason")).isEqualTo("stripe-403");
        assertThat(payments.details()).contains("stripe-403", "same key");
        payments.temporal.sleep(Duration.ofMinutes(10));
        assertThat(payments.attribute("PaymentStatus")).isEqualTo("STALLED");
        assertThat(payments.gateway.sent()).hasSizeGreaterThan(10);
        payments.gateway.does(payments.gateway::succeed);
        payments.temporal.sleep(Duration.ofMinutes(1));

        assertThat(payments.attribute("PaymentStatus")).isEqualTo("PAID");
        assertThat(payments.gateway.sent()).extracting(Operation::number).containsOnly(1);
    }

    @Test
    void aGatewayThatIsAwayIsShownWithinTheBoundAndHealsByItself() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured()).away(StalledTest::unreachable);
        payments.callback("evt_1", "pi_1");

        assertThat(untilStalled()).isLessThan(BOUND);
        assertThat(payments.attribute("PaymentReason")).isEqualTo("stripe-unreachable");
        payments.temporal.sleep(Duration.ofHours(1));
        assertThat(payments.attribute("PaymentStatus")).isEqualTo("STALLED");
        payments.gateway.back();

        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(payments.attribute("PaymentReason")).isEmpty();
    }

    @Test
    void aDatabaseThatIsAwayIsShownWithinTheBoundAlsoWhenTheGatewayAnsweredAtTheLastMoment() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured());
        payments.stepByStep = true;
        payments.gateway.failsWith(Collections.nCopies(7, unreachable()).toArray(RuntimeException[]::new));
        payments.orders.fail(Collections.nCopies(1_000, lost()).toArray(RuntimeException[]::new));
        payments.callback("evt_1", "pi_1");

        assertThat(untilStalled()).isBetween(Duration.ofMinutes(3), BOUND);
        assertThat(payments.gateway.asked()).as("it answered in the end").hasSize(8);
        assertThat(payments.attribute("PaymentReason")).isEqualTo("database-lost");
    }

    @Test
    void aChargeWithoutAnOutcomeIsShownWithinTheBoundAndAnsweredUntilItIsLookedUp() throws Exception {
        payments.gateway.away(StalledTest::unreachable);
        CompletableFuture<PaymentResult> asked = payments.ask(PAY);
        WorkflowFixture.until(() -> !payments.gateway.sent().isEmpty());

        assertThat(untilStalled()).isLessThan(Duration.ofMinutes(3));
        assertThat(payments.details()).contains("Gateway.CarryOut");
        for (int refresh = 0; refresh < 60; refresh++) {
            payments.temporal.sleep(Duration.ofSeconds(10));
            assertThat(payments.attribute("PaymentStatus")).isEqualTo("STALLED");
        }
        assertThat(asked.join().word()).isEqualTo("carrying_out");
        assertThat(payments.gateway.asked()).as("looked up without a result").isNotEmpty();
        payments.gateway.succeed(payments.gateway.sent().getFirst());
        payments.gateway.back();

        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(payments.attribute("PaymentReason")).isEmpty();
    }

    @Test
    void manyOperationsWithoutAnOutcomeAreShownWithTheFirst() throws Exception {
        payments.gateway
                .says(WorkflowFixture.tagged("pi_1"))
                .says(another("pi_2", 2))
                .says(another("pi_3", 3))
                .does(_ -> {
                    payments.gateway.away(StalledTest::unreachable);
                    throw unreachable();
                });
        List.of("pi_1", "pi_2", "pi_3").forEach(payment -> payments.callback("evt_" + payment, payment));
        payments.temporal.sleep(Duration.ofSeconds(5));
        CompletableFuture<PaymentResult> asked = payments.ask(new Request.Cancel("k1", ""));
        WorkflowFixture.until(() -> !payments.gateway.sent().isEmpty());

        assertThat(untilStalled()).isLessThan(BOUND);
        payments.temporal.sleep(Duration.ofMinutes(20));
        assertThat(payments.gateway.sent()).extracting(Operation::number).contains(4, 5, 6);
        payments.gateway.does(payments.gateway::succeed).back();
        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.CANCELLED);
        assertThat(asked.join().isFinal()).isFalse();
    }

    private static PaymentBuilder another(String id, int operation) {
        return PaymentBuilder.of(id, WorkflowFixture.TOTAL)
                .tagged(
                        "",
                        Fingerprint.ofSite(WorkflowFixture.SITE),
                        1001,
                        Fingerprint.ofOrderKey("wc_order_1001"),
                        operation);
    }

    @Test
    void aRefreshWakesItAtOnce() {
        payments.stalls();

        payments.run().signal("refresh");

        payments.atRest();
        // Not measured by the clock: this server skips it, also while a task waits for a busy worker.
        assertThat(payments.events("1001")).contains(EVENT_TYPE_TIMER_CANCELED).doesNotContain(EVENT_TYPE_TIMER_FIRED);
    }

    /** One that does not know yet whose callback it has is listed among the stalled, and signalled with them. */
    @Test
    void aRefreshWakesACallbackThatIsStalledToo() {
        payments.gateway.says(PaymentBuilder.of("pi_1", WorkflowFixture.TOTAL)
                .claimed(Fingerprint.ofOrderKey("wc_order_1001"), "", Fingerprint.ofSite(WorkflowFixture.SITE))
                .captured());
        payments.gateway.failsWith(Failures.nonRetryable("stripe-401", "The key was revoked", null));
        payments.client.deliverUnmatched(new Callback("evt_1", "stripe", "pi_1", "payment_intent.succeeded", ""));
        payments.temporal.sleep(Duration.ofSeconds(2));
        assertThat(payments.attribute("callback-evt_1", "PaymentStatus")).isEqualTo("STALLED");
        WorkflowStub stalled = payments.temporal.getWorkflowClient().newUntypedWorkflowStub("callback-evt_1");

        stalled.signal("refresh");

        assertThat(stalled.getResult(CallbackWorkflow.Outcome.class)).isEqualTo(CallbackWorkflow.Outcome.PASSED);
        assertThat(payments.events("callback-evt_1"))
                .contains(EVENT_TYPE_TIMER_CANCELED)
                .doesNotContain(EVENT_TYPE_TIMER_FIRED);
    }

    @Test
    void aLongRetryAfterIsHonouredForLongerThanATryMayLast() {
        Duration alone = Duration.ofMinutes(5);
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured()).failsWith(leaveMeAlone(alone));
        payments.callback("evt_1", "pi_1");

        assertThat(untilStalled()).isLessThan(BOUND);
        payments.atRest();

        assertThat(between(payments.gateway.called()))
                .hasSize(1)
                .allSatisfy(pause -> assertThat(pause).isBetween(alone, alone.plusSeconds(30)));
    }

    @Test
    void aRetryAfterThatFollowsAChargeDelaysTheNextLookup() throws Exception {
        Duration alone = Duration.ofMinutes(5);
        payments.gateway.failsWith(leaveMeAlone(alone));
        CompletableFuture<PaymentResult> asked = payments.ask(PAY);
        WorkflowFixture.until(() -> !payments.gateway.sent().isEmpty());

        assertThat(untilStalled()).isLessThan(BOUND);
        payments.temporal.sleep(alone.plusSeconds(30));

        assertThat(between(payments.gateway.called())).hasSizeGreaterThan(0);
        assertThat(between(payments.gateway.called()).getFirst()).isBetween(alone, alone.plusSeconds(30));
        assertThat(asked.join()).isEqualTo(PaymentResult.notYet(PaymentResult.Why.STALLED));
    }

    private static List<Duration> between(List<Instant> calls) {
        return java.util.stream.IntStream.range(1, calls.size())
                .mapToObj(each -> Duration.between(calls.get(each - 1), calls.get(each)))
                .toList();
    }

    @Test
    void aRunThatWasShownSoIsReplayed() throws Exception {
        payments.gateway.away(StalledTest::unreachable);
        CompletableFuture<PaymentResult> asked = payments.ask(PAY);
        WorkflowFixture.until(() -> !payments.gateway.sent().isEmpty());
        untilStalled();
        payments.gateway.succeed(payments.gateway.sent().getFirst());
        payments.gateway.back();
        payments.atRest();
        asked.join();
        WorkflowExecutionHistory history = payments.history("1001");

        try (TestWorkflowEnvironment elsewhere = ReplayTest.environment()) {
            Worker worker = elsewhere.newWorker(TaskQueues.payments(""), WorkflowFixture.PATIENT);
            worker.registerWorkflowImplementationTypes(PaymentWorkflowImpl.class);
            WorkflowReplayer.replayWorkflowExecution(history, worker);
        }
    }
}
