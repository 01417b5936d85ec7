package dev.payonce.workflow.direct;

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
import dev.payonce.gateway.RequestTurns;
import dev.payonce.order.Order;
import dev.payonce.reconcile.InMemoryOrders;
import dev.payonce.request.IdempotencyCacheContract;
import dev.payonce.workflow.CallbackReconciler;
import dev.payonce.workflow.CallbackReconciler.Attempt;
import dev.payonce.workflow.WorkflowFixture;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of what an attempt inside a workflow task leaves to regular activities, and of its repetition. */
@Timeout(60)
class DirectReconcilerTest {

    private final FakeGateway gateway = new FakeGateway();
    private final FakeGateway another = new FakeGateway();
    private final InMemoryOrders orders = InMemoryOrders.at(WorkflowFixture.SITE);
    private final IdempotencyCacheContract.InMemory results = new IdempotencyCacheContract.InMemory();
    private final AtomicLong nanos = new AtomicLong(Duration.ofDays(1).toNanos());
    private final List<Instant> shown = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private BooleanSupplier turns = () -> true;
    private Duration waited = Duration.ZERO;

    private DirectReconciler direct(Map<String, Gateway> gateways, int slots) {
        orders.put(1001, "wc_order_1001", Order.Status.PENDING, WorkflowFixture.TOTAL);
        return new DirectReconciler(
                gateways,
                (command, late) -> {
                    nanos.addAndGet(waited.toNanos());
                    if (late.getAsBoolean()) {
                        throw Failures.transientOne("lock-busy", "Too late", Optional.empty(), null);
                    }
                    return orders.reconcile(command);
                },
                results,
                _ -> turns.getAsBoolean(),
                slots,
                (now, work) -> {
                    shown.add(now);
                    return work.get();
                },
                (name, code, _) -> closed.add(name + " " + code),
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
        turns = () -> false;

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
        assertThat(closed).containsExactly("stripe stripe-unreachable");
        assertThat(gateway.asked()).hasSize(1);
        assertThat(direct.attempt(about("adyen", "psp_1")).outcome()).isEqualTo("done");
        later(Lane.PAUSE);
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

    /** Another writer of one order says nothing about the store. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock-busy",
                "lock-deadlock",
                "row-lock-timeout",
                "row-moved",
                "order-moved",
                "deadlock",
                "collision"
            })
    void anOrderThatAnotherWritesIsNotWaitedForAndPausesNothing(String code) {
        DirectReconciler direct = direct();
        orders.fail(Failures.transientOne(code, "Another was first", Optional.empty(), null));

        assertThat(direct.attempt(aboutIt())).isEqualTo(Attempt.left("locked"));
        assertThat(direct.attempt(aboutIt()).outcome()).isEqualTo("done");
        assertThat(closed).isEmpty();
    }

    /** A lookup may be several requests, and the rate limit is about requests. */
    @Test
    void aLookupWithoutATurnForItsNextRequestIsLeftAndPausesNothing() {
        AtomicInteger free = new AtomicInteger(2);
        turns = () -> free.getAndDecrement() > 0;
        Gateway several = new Answering(what -> {
            RequestTurns.take();
            RequestTurns.take();
            return gateway.find(what);
        });
        gateway.says(WorkflowFixture.tagged("pi_1").captured());
        DirectReconciler direct = direct(Map.of("stripe", several), 16);

        assertThat(direct.attempt(aboutIt())).isEqualTo(Attempt.left("limited"));

        free.set(3);
        assertThat(direct.attempt(aboutIt()).outcome()).isEqualTo("done");
        assertThat(gateway.asked()).hasSize(1);
        assertThat(closed).isEmpty();
    }

    /** The workflow may have gone on, so an observation that came late is not reconciled beside it. */
    @Test
    void aLookupThatTookTooLongIsNotReconciled() {
        gateway.says(WorkflowFixture.tagged("pi_1").captured());
        Gateway slow = new Answering(what -> {
            later(DirectReconciler.SLOW.plusMillis(1));
            return gateway.find(what);
        });
        DirectReconciler direct = direct(Map.of("stripe", slow), 16);

        assertThat(direct.attempt(aboutIt())).isEqualTo(Attempt.left("slow"));
        assertThat(direct.attempt(aboutIt())).isEqualTo(Attempt.left("paused"));
        assertThat(orders.effects()).isZero();
        assertThat(closed).containsExactly("stripe slow");
    }

    /** A gateway that answers lookups in this way. */
    private record Answering(Function<Lookup, Observation> answer) implements Gateway {

        @Override
        public Observation find(Lookup what) {
            return answer.apply(what);
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
        later(Lane.PAUSE);
        gateway.failsWith(Failures.nonRetryable("stripe-401", "The key was revoked", null));

        assertThatThrownBy(() -> direct.attempt(aboutIt())).isInstanceOf(ApplicationFailure.class);
    }

    @Test
    void aFloodForOneOrderHasFewAttemptsASecond() {
        DirectReconciler direct = direct();
        for (int each = 0; each < OrderAttempts.MOST; each++) {
            assertThat(direct.attempt(aboutIt()).outcome()).isEqualTo("done");
        }

        for (int each = 0; each < 1_000; each++) {
            assertThat(direct.attempt(aboutIt())).isEqualTo(Attempt.left("again"));
        }

        assertThat(gateway.asked()).hasSize(OrderAttempts.MOST);
        later(Duration.ofSeconds(1));
        assertThat(direct.attempt(aboutIt()).outcome()).isEqualTo("done");
    }
}
