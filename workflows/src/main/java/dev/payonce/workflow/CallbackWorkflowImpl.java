package dev.payonce.workflow;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.Orders.Match;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The implementation that asks the gateway for the callback's payment, then the store for its order. A shop's plugin
 * may record the payment on the order a moment later, so the run reads a few times before it ignores the callback.
 */
public final class CallbackWorkflowImpl implements CallbackWorkflow {

    private static final List<Duration> REFRESHES =
            List.of(Duration.ZERO, Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10));

    private final RunStatus display = new RunStatus();
    private boolean lookedUp;

    @Override
    public void refresh() {
        lookedUp = true;
    }

    /** Runs detached, so that "Request Cancellation" in the Temporal UI changes nothing. */
    @Override
    public Outcome run(Callback callback) {
        Outcome[] found = new Outcome[1];
        Workflow.newDetachedCancellationScope(() -> found[0] = find(callback)).run();
        return found[0];
    }

    private Outcome find(Callback callback) {
        if (callback.site().filter(CallbackWorkflowImpl::isElsewhere).isPresent()) {
            return ignore(callback);
        }
        for (Duration wait : REFRESHES) {
            Backoff.of(wait, "before the next refresh", () -> false);
            Match match = patiently(() -> match(callback));
            switch (match) {
                case Match.Found(OrderId order) -> {
                    return pass(order, callback);
                }
                case Match.NotOurs() -> {
                    return ignore(callback);
                }
                case Match.NotYet() -> display.waiting(wait);
            }
        }
        return ignore(callback);
    }

    /** Asks no gateway for what its own signed metadata say. A store that cannot tell costs the lookup. */
    private static boolean isElsewhere(String site) {
        try {
            return !ActivityStubs.store().isOurSite(site);
        } catch (ActivityFailure unknown) {
            return false;
        }
    }

    /** Looks it up after all else: it is most often another program's. */
    private static Match match(Callback callback) {
        Observation seen = ActivityStubs.find(List.of(Lookup.of(callback.account(), callback.object())), true);
        return seen.payments().isEmpty()
                ? new Match.NotYet()
                : ActivityStubs.orders("the order of " + callback.object()).match(seen.payments());
    }

    private Outcome pass(OrderId order, Callback callback) {
        return patiently(() -> {
            ActivityStubs.payments("order " + order.number()).deliver(order, callback);
            return Outcome.PASSED;
        });
    }

    private static Outcome ignore(Callback callback) {
        Workflow.getMetricsScope()
                .tagged(Map.of("account", callback.account()))
                .counter("payonce_callbacks_unmatched")
                .inc(1);
        ActivityStubs.publish(List.of(callback), List.of());
        return Outcome.IGNORED;
    }

    /** Repeats a step by itself after all retries of its activity, and shows that it is stalled. */
    private <T> T patiently(Supplier<T> step) {
        for (int stalls = 0; true; stalls++) {
            try {
                lookedUp = false;
                T done = step.get();
                if (stalls > 0) {
                    display.recovered();
                }
                return done;
            } catch (ActivityFailure failure) {
                Duration pause = Backoff.stalled(stalls, FailureDetails.retryAfter(failure));
                display.stalled(failure.getActivityType(), failure, pause);
                Backoff.of(pause, "before trying again", () -> lookedUp);
            }
        }
    }
}
