package dev.payonce.workflow;

import dev.payonce.gateway.Observation;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import io.temporal.common.InitialVersioningBehavior;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.DynamicSignalHandler;
import io.temporal.workflow.UpdateInfo;
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

    /** The longest time that a caller is held. */
    static final Duration HOLD = Duration.ofSeconds(8);

    /** The most callers that are held; Temporal takes ten updates at one time. */
    static final int MOST_CALLERS = 7;

    /** The type of the refusal of {@link #mayRequest}. */
    public static final String BUSY = "busy";

    /** The next run takes the build that is current then, and is pinned to that. Without worker versioning it has no effect. */
    static final ContinueAsNewOptions NEWEST_WORKER = ContinueAsNewOptions.newBuilder()
            .setInitialVersioningBehavior(InitialVersioningBehavior.AUTO_UPGRADE)
            .build();

    private static final Duration LONGEST_RUN = Duration.ofDays(1);
    private static final int LONGEST_HISTORY = 1_000;
    private static final Duration UNTIL_A_NEWER_WORKER = Duration.ofHours(1);

    private final OrderId order;
    private final Inbox inbox;
    private final RunStatus display = new RunStatus();
    private final CancellationScope whole = CancellationScope.current();
    private final Pace pace = new Pace();
    private final OperationSender operations;
    private int refreshesAtOnce;
    private int callers;
    private boolean draining;

    private Optional<Review> review = Optional.empty();

    @WorkflowInit
    public PaymentWorkflowImpl(Start start) {
        order = start.order();
        inbox = new Inbox(start);
        operations = new OperationSender(inbox, display);
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
    public void mayRequest(Request request) {
        if (draining || callers >= MOST_CALLERS) {
            throw DecisionReader.refusal(
                    "The order has " + MOST_CALLERS + " waiting callers, or its run continues as new; try again", BUSY);
        }
    }

    /** Holds no caller longer than the bound: Temporal allows ten updates in flight, and `decide` needs a place. */
    @Override
    public Answered request(Request request) {
        HeldRequest held = inbox.request(request, ActivityStubs.now());
        if (!held.isOf(request)) {
            return new Answered(held.answer(order).fingerprint(), PaymentResult.notYet(PaymentResult.Why.BUSY));
        }
        callers++;
        try {
            Workflow.await(HOLD, () -> held.isReleased() || draining);
            return held.answer(order);
        } finally {
            callers--;
        }
    }

    @Override
    public void mayDecide(String decision) {
        DecisionReader.read(decision);
    }

    @Override
    public DecisionResult decide(String decision) {
        HeldDecision held = inbox.decision(named(DecisionReader.read(decision)), review.map(Review::about));
        Workflow.await(HOLD, () -> held.isDecided() || draining);
        return held.result();
    }

    /** Names a refresh by its update, so that each is on record; any other decision that is sent again is the same one. */
    private static ReviewDecision named(ReviewDecision decision) {
        return decision.action() instanceof ReviewAction.Refresh
                ? decision.named(Workflow.getCurrentUpdateInfo()
                        .map(UpdateInfo::getUpdateId)
                        .orElse(""))
                : decision;
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
                reconciled.due().forEach(operation -> inbox.cameTo(Observation.of(operations.carryOut(operation))));
                continue;
            }
            switch (reconciled.next()) {
                case Next.Rest() -> {
                    refreshesAtOnce = 0;
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
                    display.waiting(reconciled.view(), soon);
                    pause(soon, "before the next refresh");
                }
                case Next.NeedsReview(var asked, var meanwhile) -> {
                    inbox.refreshAt(meanwhile.what());
                    display.review(asked);
                    refreshesAtOnce = meanwhile.after().isZero() ? refreshesAtOnce : 0;
                    pause(meanwhile.after(), "for an operator");
                }
            }
            continueIfLong();
        }
    }

    /**
     * Looks up, reconciles, publishes. When retries are exhausted it says so and tries again by itself: stalled, not
     * failed.
     */
    private Reconciliation reconcile() {
        for (int stalls = 0; true; stalls++) {
            pace.keep();
            Batch batch = inbox.read(stalls > 0);
            try {
                boolean again = stalls > 0;
                Reconciliation reconciled = direct(batch, again).orElseGet(() -> stepByStep(batch, again));
                review = reconciled.next() instanceof Next.NeedsReview(var asked, var _)
                        ? Optional.of(asked)
                        : Optional.empty();
                inbox.applied(batch, reconciled);
                show(reconciled);
                return reconciled;
            } catch (ActivityFailure failure) {
                inbox.stalled(FailureDetails.isFault(failure));
                Duration pause = Backoff.stalled(stalls, FailureDetails.retryAfter(failure));
                display.stalled(failure.getActivityType(), failure, pause);
                pause(pause, "before trying again");
                continueIfLong();
            }
        }
    }

    /** Does it in this workflow task where callbacks are all there is; empty where that has to be done step by step. */
    private Optional<Reconciliation> direct(Batch batch, boolean again) {
        return again || !batch.isDirect() || !inbox.outcomes().equals(Observation.NOTHING)
                ? Optional.empty()
                : ActivityStubs.direct(order, batch);
    }

    private Reconciliation stepByStep(Batch batch, boolean again) {
        Instant since = ActivityStubs.now();
        Observation seen = ActivityStubs.find(batch.objects(), again).and(inbox.outcomes());
        Reconciliation reconciled = ActivityStubs.orders("order " + order.number())
                .reconcile(
                        new ReconcileCommand(order, seen, since, batch.requests(), batch.decisions(), batch.actor()));
        // Before the callers get their results, so that a repetition right after finds its own.
        ActivityStubs.publish(batch.found(seen.notFound()), batch.finished(order, reconciled.results()));
        return reconciled;
    }

    private void show(Reconciliation reconciled) {
        if (!operations.takeUnanswered() || !(reconciled.next() instanceof Next.RefreshAfter)) {
            display.show(reconciled.view());
        }
    }

    private void pause(Duration time, String summary) {
        Backoff.of(time, summary, inbox::hasNews);
    }

    /**
     * Continues as new when the run is long, or pinned to a build of which a newer one is current. New callers are refused and the held ones released, or a crowd would keep
     * the run for ever. A run that is to be cancelled would close as cancelled and lose its inbox: it stays.
     */
    private void continueIfLong() {
        WorkflowInfo run = Workflow.getInfo();
        Duration age = Duration.ofMillis(Workflow.currentTimeMillis() - run.getRunStartedTimestampMillis());
        boolean rereads = !inbox.unread().isEmpty() && age.compareTo(UNTIL_A_NEWER_WORKER) >= 0;
        boolean isLong = run.isContinueAsNewSuggested()
                || run.getHistoryLength() >= LONGEST_HISTORY
                || age.compareTo(LONGEST_RUN) >= 0
                || run.isTargetWorkerDeploymentVersionChanged()
                || rereads;
        if (!isLong || whole.isCancelRequested() || !inbox.mayBeCarried()) {
            return;
        }
        draining = true;
        Workflow.await(Workflow::isEveryHandlerFinished);
        Workflow.continueAsNew(NEWEST_WORKER, inbox.carry(order));
    }
}
