package dev.payonce.workflow;

import dev.payonce.order.Names;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Lookup;
import dev.payonce.payment.Next;
import dev.payonce.payment.Observation;
import dev.payonce.payment.Orders;
import dev.payonce.payment.Settlement;
import dev.payonce.payment.View;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.DynamicSignalHandler;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Level-triggered, like a controller: whatever wakes it, it looks at what is so now, and makes true what follows.
 *
 * <p>It decides nothing about money; {@link Settlement} does, under the order's lock. So this code changes rarely, and a
 * cancelled, terminated or reset run can do no harm: the next one looks again.
 */
public final class PaymentWorkflowImpl implements PaymentWorkflow {

    private static final Duration LONGEST_RUN = Duration.ofDays(1);
    private static final Duration UNTIL_A_NEWER_WORKER = Duration.ofHours(1);

    private final OrderId order;
    private final Inbox inbox;
    private final Display display = new Display();
    private final CancellationScope whole = CancellationScope.current();
    private int looksAtOnce;

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
    public void look() {
        inbox.signal("look", List.of());
    }

    /** Detached, so that "Request Cancellation" in the Temporal UI changes nothing. */
    @Override
    public View run(Start start) {
        View[] atRest = new View[1];
        Workflow.newDetachedCancellationScope(() -> atRest[0] = untilAtRest()).run();
        return atRest[0];
    }

    private View untilAtRest() {
        while (true) {
            Settlement settled = settle();
            switch (settled.next()) {
                case Next.Rest() -> {
                    if (!inbox.hasNews() && inbox.unread().isEmpty()) {
                        return settled.view();
                    }
                    if (!inbox.hasNews()) {
                        display.unreadable(inbox.unread());
                        pause(UNTIL_A_NEWER_WORKER, "for a worker that can read all signals");
                    }
                }
                case Next.Look(var after, var what) -> {
                    inbox.lookAt(what);
                    looksAtOnce = after.isZero() ? looksAtOnce + 1 : 0;
                    Duration soon = Pause.looking(after, looksAtOnce);
                    display.waiting(soon);
                    pause(soon, "before looking again");
                }
                case Next.Ask(var question, var meanwhile) -> {
                    inbox.lookAt(meanwhile.what());
                    display.asking(question);
                    pause(meanwhile.after(), "for a person");
                }
            }
            continueIfLong();
        }
    }

    /** Find, settle, publish. When retries are exhausted it says so and tries again by itself: stalled, not failed. */
    private Settlement settle() {
        for (int stalls = 0; true; stalls++) {
            Inbox.Batch batch = inbox.read();
            try {
                Observation seen = find(batch.objects());
                Settlement settled =
                        Steps.orders("order " + order.number()).settle(new Orders.Settle(order, seen, batch.actor()));
                inbox.applied(batch);
                publish(batch, seen);
                display.nothing();
                display.attributes(settled.view().status(), settled.view().reason());
                return settled;
            } catch (ActivityFailure failure) {
                Duration pause = Pause.stalled(stalls);
                display.stalled(failure.getActivityType(), failure, pause);
                pause(pause, "before trying again");
                continueIfLong();
            }
        }
    }

    private static Observation find(List<Lookup> objects) {
        return objects.stream()
                .flatMap(each -> each.parts().stream())
                .map(each -> Steps.gateway(
                                each.gateway(), String.join(" ", each.objects().all()))
                        .find(each))
                .reduce(Observation.NOTHING, Observation::and);
    }

    private static void publish(Inbox.Batch batch, Observation seen) {
        Names unfound = seen.unfound().stream().map(Lookup::objects).reduce(Names.NONE, Names::and);
        try {
            Steps.results().publish(batch.found(unfound));
        } catch (ActivityFailure cacheIsAway) {
            Workflow.getLogger(PaymentWorkflowImpl.class).info("Results could not be published; nothing depends on it");
        }
    }

    private void pause(Duration time, String summary) {
        Pause.of(time, summary, inbox::hasNews);
    }

    /**
     * A run that somebody asked to cancel closes as cancelled instead of continuing as new, and would lose its inbox on
     * the way: it stays as it is until it comes to rest.
     */
    private void continueIfLong() {
        if (whole.isCancelRequested()) {
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
