package dev.payonce.workflow;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.IdempotencyCache;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewDecision;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.DynamicSignalHandler;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The payment workflow, level-triggered like a controller: whatever wakes it, it reads the present state and reconciles
 * the order with it.
 *
 * <p>It decides nothing about money; {@link Reconciliation} does, under the order's lock. So this code changes rarely,
 * and a cancelled, terminated or reset run does no harm: the next one reads again.
 */
public final class PaymentWorkflowImpl implements PaymentWorkflow {

    private static final Duration LONGEST_RUN = Duration.ofDays(1);
    private static final Duration UNTIL_A_NEWER_WORKER = Duration.ofHours(1);
    private static final int LONGEST_WHO = 100;
    private static final int LONGEST_WHY = 1000;

    private final OrderId order;
    private final Inbox inbox;
    private final RunStatus display = new RunStatus();
    private final CancellationScope whole = CancellationScope.current();
    private int refreshesAtOnce;

    /** An operation used up all its tries, and what became of it is not looked up yet. */
    private boolean unanswered;

    private PaymentSummary view = PaymentSummary.NOTHING;
    private Optional<Review> review = Optional.empty();

    @WorkflowInit
    public PaymentWorkflowImpl(Start start) {
        order = start.order();
        inbox = new Inbox(start);
        Workflow.registerListener((DynamicSignalHandler) (name, arguments) -> inbox.signal(
                name,
                IntStream.range(0, arguments.getSize())
                        .mapToObj(each -> arguments.get(each, String.class))
                        .toList()));
    }

    @Override
    public void callback(String event, String account, String object, String state, String claim) {
        inbox.signal("callback", Arrays.asList(event, account, object, state, claim));
    }

    @Override
    public void refresh() {
        inbox.signal("refresh", List.of());
    }

    @Override
    public Answered request(Request request) {
        inbox.request(request);
        Workflow.await(() -> inbox.result(request.key()).isPresent());
        return new Answered(
                request.fingerprint(order), inbox.result(request.key()).orElseThrow());
    }

    @Override
    public void mayDecide(ReviewDecision decision) {
        Review open = review.orElseThrow(
                () -> new IllegalArgumentException("Order " + order.number() + " has no open question"));
        if (open.number() != decision.review()) {
            throw new IllegalArgumentException("The open question is number " + open.number());
        }
        if (!open.actions().contains(decision.action())) {
            throw new IllegalArgumentException("The choices are " + open.actions());
        }
        if (decision.who().isBlank() || decision.who().length() > LONGEST_WHO) {
            throw new IllegalArgumentException("Say who decides, in at most " + LONGEST_WHO + " characters");
        }
        if (decision.why().isBlank() || decision.why().length() > LONGEST_WHY) {
            throw new IllegalArgumentException("Say why, in at most " + LONGEST_WHY + " characters");
        }
    }

    @Override
    public PaymentSummary decide(ReviewDecision decision) {
        inbox.decision(decision, review.map(Review::about).orElse(List.of()));
        Workflow.await(() -> !inbox.undecided(decision));
        return view;
    }

    /** Runs detached, so that "Request Cancellation" in the Temporal UI changes nothing. */
    @Override
    public PaymentSummary run(Start start) {
        PaymentSummary[] atRest = new PaymentSummary[1];
        Workflow.newDetachedCancellationScope(() -> atRest[0] = untilAtRest()).run();
        return atRest[0];
    }

    private PaymentSummary untilAtRest() {
        while (true) {
            Reconciliation reconciled = reconcile();
            if (!reconciled.due().isEmpty()) {
                if (reconciled.next() instanceof Next.RefreshAfter(var _, var what)) {
                    inbox.refreshAt(what); // Beside what is carried out, or it would be forgotten.
                }
                reconciled.due().forEach(operation -> inbox.cameTo(Observation.of(carryOut(operation))));
                continue;
            }
            switch (reconciled.next()) {
                case Next.Rest() -> {
                    Workflow.await(() -> inbox.hasNews() || Workflow.isEveryHandlerFinished());
                    if (!inbox.hasNews() && inbox.unread().isEmpty()) {
                        return reconciled.view();
                    }
                    if (!inbox.hasNews()) {
                        display.unreadable(inbox.unread());
                        pause(UNTIL_A_NEWER_WORKER, "for a worker that can read all signals");
                    }
                }
                case Next.RefreshAfter(var after, var what) -> {
                    inbox.refreshAt(what);
                    refreshesAtOnce = after.isZero() ? refreshesAtOnce + 1 : 0;
                    Duration soon = Backoff.refreshing(after, refreshesAtOnce);
                    display.waiting(soon);
                    pause(soon, "before looking again");
                }
                case Next.NeedsReview(var asked, var meanwhile) -> {
                    inbox.refreshAt(meanwhile.what());
                    display.review(asked);
                    pause(meanwhile.after(), "for a person");
                }
            }
            continueIfLong();
        }
    }

    /** Carries an operation out; an unknown outcome is shown at once, however much else is due, and then looked up. */
    private Outcome carryOut(Operation operation) {
        Instant started = Instant.ofEpochMilli(Workflow.currentTimeMillis());
        try {
            return ActivityStubs.carryOut(operation).sentAt(started);
        } catch (ActivityFailure unknown) {
            if (Workflow.getVersion("stalled-when-carried-out-in-vain", Workflow.DEFAULT_VERSION, 1) == 1) {
                unanswered = true;
                leaveAlone(unknown);
            }
            return new Outcome.Unknown(operation.number(), FailureDetails.code(unknown), false, started);
        }
    }

    /** Waits as long as the gateway has asked for; waiting callers are answered first. */
    private void leaveAlone(ActivityFailure failure) {
        Duration asked = FailureDetails.retryAfter(failure);
        display.stalled(failure.getActivityType(), failure, asked);
        if (asked.isPositive()) {
            inbox.release("stalled");
            pause(asked, "as the gateway has asked");
        }
    }

    /**
     * Looks up, reconciles, publishes. When retries are exhausted it says so and tries again by itself: stalled, not
     * failed.
     */
    private Reconciliation reconcile() {
        for (int stalls = 0; true; stalls++) {
            Inbox.Batch batch = inbox.read();
            try {
                Instant since = Instant.ofEpochMilli(Workflow.currentTimeMillis());
                Observation seen = find(batch.objects(), stalls > 0).and(inbox.outcomes());
                Reconciliation reconciled = ActivityStubs.orders("order " + order.number())
                        .reconcile(new ReconcileCommand(
                                order, seen, since, batch.requests(), batch.decisions(), batch.actor()));
                view = reconciled.view();
                review = reconciled.next() instanceof Next.NeedsReview(var asked, var _)
                        ? Optional.of(asked)
                        : Optional.empty();
                publish(batch, seen, reconciled);
                inbox.applied(batch, reconciled.results());
                show(reconciled);
                return reconciled;
            } catch (ActivityFailure failure) {
                inbox.release("stalled");
                Duration pause = Backoff.stalled(stalls, FailureDetails.retryAfter(failure));
                display.stalled(failure.getActivityType(), failure, pause);
                pause(pause, "before trying again");
                continueIfLong();
            }
        }
    }

    private void show(Reconciliation reconciled) {
        if (!unanswered || !(reconciled.next() instanceof Next.RefreshAfter)) {
            display.nothing();
            display.attributes(reconciled.view().status(), reconciled.view().reason());
        }
        unanswered = false;
    }

    private static Observation find(List<Lookup> objects, boolean again) {
        return objects.stream()
                .flatMap(each -> each.parts().stream())
                .map(each -> ActivityStubs.gateway(
                                each.gateway(), String.join(" ", each.objects().all()), again)
                        .find(each))
                .reduce(Observation.NOTHING, Observation::and);
    }

    /** Publishes results before the callers get them, so that a repetition right after finds its result. */
    private void publish(Inbox.Batch batch, Observation seen, Reconciliation reconciled) {
        ExternalIds notFound = seen.notFound().stream().map(Lookup::objects).reduce(ExternalIds.NONE, ExternalIds::and);
        List<Callback> applied = batch.found(notFound);
        List<IdempotencyCache.Finished> finished = batch.requests().stream()
                .flatMap(request -> Optional.ofNullable(reconciled.results().get(request.key())).stream()
                        .filter(PaymentResult::isFinal)
                        .map(result ->
                                new IdempotencyCache.Finished(request.key(), request.fingerprint(order), result)))
                .toList();
        if (applied.isEmpty() && finished.isEmpty()) {
            return;
        }
        try {
            ActivityStubs.results().publish(applied, finished);
        } catch (ActivityFailure cacheIsAway) {
            Workflow.getLogger(PaymentWorkflowImpl.class).info("Results could not be published; nothing depends on it");
        }
    }

    private void pause(Duration time, String summary) {
        Backoff.of(time, summary, inbox::hasNews);
    }

    /**
     * Continues as new when the history is long. A run that an operator asked to cancel stays instead until it rests:
     * Temporal would close it as cancelled, and its inbox would be lost.
     */
    private void continueIfLong() {
        if (whole.isCancelRequested() || !Workflow.isEveryHandlerFinished()) {
            return;
        }
        WorkflowInfo run = Workflow.getInfo();
        Duration age = Duration.ofMillis(Workflow.currentTimeMillis() - run.getRunStartedTimestampMillis());
        boolean rereads = !inbox.unread().isEmpty() && age.compareTo(UNTIL_A_NEWER_WORKER) >= 0;
        if (run.isContinueAsNewSuggested() || age.compareTo(LONGEST_RUN) >= 0 || rereads) {
            Workflow.continueAsNew(inbox.carry(order));
        }
    }
}
