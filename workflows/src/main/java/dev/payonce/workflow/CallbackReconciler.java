package dev.payonce.workflow;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Lookup;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.Reconciliation;
import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The reconciler that does all of a callback's work inside one workflow task, as a local activity, or leaves it. */
@ActivityInterface(namePrefix = "CallbackReconciler.")
public interface CallbackReconciler {

    /**
     * The longest attempt. It is well below a workflow task's timeout, so that the task ends in time and a worker that dies is
     * noticed.
     */
    Duration LONGEST = Duration.ofMillis(2_500);

    /**
     * Looks the callbacks' objects up, reconciles the order and publishes what is applied. It never waits long:
     * what it leaves is done by regular activities, which are visible, retried and bounded in their rate. It fails only
     * where the next try has to wait, as the gateway asked, or where an operator has to mend something. It may run twice, or
     * beside regular activities: ledger and lock keep the effect single.
     */
    Attempt attempt(Task task);

    /**
     * The work of one attempt.
     *
     * @param now the workflow's time, which is Temporal's: a local activity has only its machine's
     */
    record Task(OrderId order, List<Callback> callbacks, List<Lookup> lookups, Instant now) {

        public Task {
            callbacks = List.copyOf(callbacks);
            lookups = List.copyOf(lookups);
        }

        /** Returns what is looked up; the first has all of it, since an attempt is about one gateway. */
        public List<Lookup> objects() {
            return batch().objects();
        }

        /** Returns the cause of what is observed. */
        public String actor() {
            return batch().actor();
        }

        /** Returns the callbacks whose object the gateway knows. */
        public List<Callback> found(List<Lookup> notFound) {
            return batch().found(notFound);
        }

        private Batch batch() {
            return new Batch(callbacks, lookups, List.of(), List.of());
        }
    }

    /**
     * The result of one attempt.
     *
     * @param outcome a word for the metric: {@code done}, or why it was left
     * @param reconciliation empty where regular activities have to do the work
     */
    record Attempt(String outcome, Optional<Reconciliation> reconciliation) {

        /** Returns an attempt that did nothing. */
        public static Attempt left(String why) {
            return new Attempt(why, Optional.empty());
        }
    }
}
