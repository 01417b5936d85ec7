package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Callback;
import dev.payonce.gateway.FakeGateway;
import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.InMemoryOrders;
import dev.payonce.request.IdempotencyCacheContract;
import dev.payonce.workflow.CallbackReconciler.Attempt;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tests of what an attempt inside a workflow task leaves to regular activities, and of its repetition. */
@Timeout(60)
class DirectReconcilerTest {

    private final FakeGateway gateway = new FakeGateway();
    private final FakeGateway another = new FakeGateway();
    private final InMemoryOrders orders = InMemoryOrders.at(WorkflowFixture.SITE);
    private final IdempotencyCacheContract.InMemory results = new IdempotencyCacheContract.InMemory();
    private final AtomicLong nanos = new AtomicLong(Duration.ofDays(1).toNanos());
    private final List<Instant> shown = new ArrayList<>();
    private boolean turns = true;
    private Duration waited = Duration.ZERO;

    private DirectReconciler direct(Map<String, Gateway> gateways, int slots) {
        orders.put(1001, "wc_order_1001", Order.Status.PENDING, WorkflowFixture.TOTAL);
        return new DirectReconciler(
                gateways,
                (command, late) -> {
                    nanos.addAndGet(waited.toNanos());
                    if (late.getAsBoolean()) {
                        throw Failures.transientOne(DirectReconciler.LOCKED, "Too late", Optional.empty(), null);
                    }
                    return orders.reconcile(command);
                },
                results,
                _ -> turns,
                slots,
                (now, work) -> {
                    shown.add(now);
                    return work.get();
                },
                nanos::get);
    }

    private DirectReconciler direct() {
        gateway.says(WorkflowFixture.tagged("pi_1").captured());
        return direct(Map.of("stripe", gateway, "adyen", another), 16);
    }

    private static CallbackReconciler.Task about(String account, String payment) {
        Callback callback = new Callback("evt_1", account, payment, "payment_intent.succeeded", "");
        return new CallbackReconciler.Task(WorkflowFixture.ORDER, List.of(callback), List.of(), Instant.now());
    }

    private static CallbackReconciler.Task aboutIt() {
        return about("stripe", "pi_1");
    }

    private void later(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aCallbackIsLookedUpReconciledAndPublishedAtTheWorkflowsTime() {
        CallbackReconciler.Task task = aboutIt();

        Attempt attempt = direct().attempt(task);

        assertThat(attempt.outcome()).isEqualTo("done");
        assertThat(attempt.reconciliation()).isPresent();
        assertThat(orders.order(1001).status()).isEqualTo(Order.Status.PROCESSING);
        assertThat(results.size()).isEqualTo(1);
        assertThat(shown).containsExactly(task.now());
    }

    /** The workflow has given the attempt up, and regular activities may have seen more by now. */
    @Test
    void anAttemptThatComesToTheLockTooLateWritesNothingAndPausesNothing() {
        DirectReconciler direct = direct();
        waited = DirectReconciler.LATEST.plusMillis(1);

        assertThat(direct.attempt(aboutIt()).outcome()).isEqualTo("locked");

        assertThat(orders.order(1001).status()).isEqualTo(Order.Status.PENDING);
        assertThat(results.size()).isZero();
        waited = Duration.ZERO;
        assertThat(direct.attempt(aboutIt()).outcome()).isEqualTo("done");
    }

    /** A worker that is killed in the middle, or a signal that comes before the run closes: Temporal runs all of it again. */
    @Test
    void aRepetitionHasNoSecondEffect() {
        DirectReconciler direct = direct();

        Attempt first = direct.attempt(aboutIt());
        Attempt second = direct.attempt(aboutIt());

        assertThat(second.reconciliation().orElseThrow().view())
                .isEqualTo(first.reconciliation().orElseThrow().view());
        assertThat(orders.effects()).isEqualTo(1);
        assertThat(orders.notes(1001)).hasSize(1);
    }

    @Test
    void withoutATurnTheGatewayIsNotAsked() {
        turns = false;

        assertThat(direct().attempt(aboutIt())).isEqualTo(Attempt.left("limited"));

        assertThat(gateway.asked()).isEmpty();
        assertThat(orders.effects()).isZero();
    }

    @Test
    void aGatewayThatFailedIsLeftToRegularActivitiesForAMomentAndAnotherOneIsNot() {
        DirectReconciler direct = direct();
        another.says(WorkflowFixture.tagged("psp_1").at("adyen").captured());
        gateway.failsWith(Failures.transientOne("stripe-unreachable", "Stripe did not answer", Optional.empty(), null));

        assertThat(direct.attempt(aboutIt())).isEqualTo(Attempt.left("failed"));
        assertThat(direct.attempt(aboutIt())).isEqualTo(Attempt.left("paused"));
        assertThat(gateway.asked()).hasSize(1);
        assertThat(direct.attempt(about("adyen", "psp_1")).outcome()).isEqualTo("done");
        later(DirectReconciler.PAUSE);
        assertThat(direct.attempt(aboutIt()).outcome()).isEqualTo("done");
    }

    @Test
    void aStoreThatFailedIsLeftToRegularActivitiesForAMoment() {
        DirectReconciler direct = direct();
        orders.fail(Failures.transientOne("database-lost", "The database does not answer", Optional.empty(), null));

        assertThat(direct.attempt(aboutIt())).isEqualTo(Attempt.left("failed"));
        assertThat(direct.attempt(aboutIt())).isEqualTo(Attempt.left("paused"));
        assertThat(results.size()).isZero();
    }

    @Test
    void aLockThatAnotherHoldsIsNotWaitedForAndPausesNothing() {
        DirectReconciler direct = direct();
        orders.fail(Failures.transientOne(DirectReconciler.LOCKED, "Locked", Optional.empty(), null));

        assertThat(direct.attempt(aboutIt())).isEqualTo(Attempt.left("locked"));
        assertThat(direct.attempt(aboutIt()).outcome()).isEqualTo("done");
    }

    /** The workflow may have gone on, so an observation that came late is not reconciled beside it. */
    @Test
    void aLookupThatTookTooLongIsNotReconciled() {
        Gateway slow = new Slow();
        DirectReconciler direct = direct(Map.of("stripe", slow), 16);

        assertThat(direct.attempt(aboutIt())).isEqualTo(Attempt.left("slow"));
        assertThat(direct.attempt(aboutIt())).isEqualTo(Attempt.left("paused"));
        assertThat(orders.effects()).isZero();
    }

    /** A gateway whose answers take longer than an attempt may. */
    private final class Slow implements Gateway {

        @Override
        public Observation find(Lookup what) {
            later(DirectReconciler.SLOW.plusMillis(1));
            return gateway.says(WorkflowFixture.tagged("pi_1").captured()).find(what);
        }

        @Override
        public Outcome carryOut(Operation operation) {
            throw new AssertionError("No operation is carried out inside a workflow task");
        }
    }

    @Test
    void aRetryAfterAndAFaultArePassedOn() {
        DirectReconciler direct = direct();
        gateway.failsWith(
                Failures.transientOne("stripe-429", "Stripe answered 429", Optional.of(Duration.ofSeconds(40)), null));
        assertThatThrownBy(() -> direct.attempt(aboutIt()))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(40)));
        later(DirectReconciler.PAUSE);
        gateway.failsWith(Failures.nonRetryable("stripe-401", "The key was revoked", null));

        assertThatThrownBy(() -> direct.attempt(aboutIt())).isInstanceOf(ApplicationFailure.class);
    }

    @Test
    void aFloodForOneOrderHasFewAttemptsASecond() {
        DirectReconciler direct = direct();
        for (int each = 0; each < DirectReconciler.MOST; each++) {
            assertThat(direct.attempt(aboutIt()).outcome()).isEqualTo("done");
        }

        for (int each = 0; each < 1_000; each++) {
            assertThat(direct.attempt(aboutIt())).isEqualTo(Attempt.left("again"));
        }

        assertThat(gateway.asked()).hasSize(DirectReconciler.MOST);
        later(Duration.ofSeconds(1));
        assertThat(direct.attempt(aboutIt()).outcome()).isEqualTo("done");
    }

    @Test
    void aFullWorkerLeavesTheWork() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        DirectReconciler direct = direct(Map.of("stripe", gateway), 1);
        gateway.away(() -> {
            asked.countDown();
            awaited(mayAnswer);
            return Failures.transientOne("stripe-unreachable", "Stripe did not answer", Optional.empty(), null);
        });
        CompletableFuture<Attempt> first = CompletableFuture.supplyAsync(
                () -> direct.attempt(aboutIt()), task -> Thread.ofVirtual().start(task));
        awaited(asked);

        CallbackReconciler.Task other =
                new CallbackReconciler.Task(new OrderId("", 1002), aboutIt().callbacks(), List.of(), Instant.now());
        assertThat(direct.attempt(other)).isEqualTo(Attempt.left("busy"));

        mayAnswer.countDown();
        assertThat(first.get()).isEqualTo(Attempt.left("failed"));
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
