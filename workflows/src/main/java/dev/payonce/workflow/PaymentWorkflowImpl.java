package dev.payonce.workflow;

import dev.payonce.order.Names;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Answer;
import dev.payonce.payment.Callback;
import dev.payonce.payment.Decision;
import dev.payonce.payment.Lookup;
import dev.payonce.payment.Next;
import dev.payonce.payment.Observation;
import dev.payonce.payment.Operation;
import dev.payonce.payment.Orders;
import dev.payonce.payment.Outcome;
import dev.payonce.payment.Question;
import dev.payonce.payment.Request;
import dev.payonce.payment.Results;
import dev.payonce.payment.Settlement;
import dev.payonce.payment.View;
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
 * Level-triggered, like a controller: whatever wakes it, it looks at what is so now, and makes true what follows.
 *
 * <p>It decides nothing about money; {@link Settlement} does, under the order's lock. So this code changes rarely, and a
 * cancelled, terminated or reset run can do no harm: the next one looks again.
 */
public final class PaymentWorkflowImpl implements PaymentWorkflow {

    private static final Duration LONGEST_RUN = Duration.ofDays(1);
    private static final Duration UNTIL_A_NEWER_WORKER = Duration.ofHours(1);
    private static final int LONGEST_WHO = 100;
    private static final int LONGEST_WHY = 1000;

    private final OrderId order;
    private final Inbox inbox;
    private final Display display = new Display();
    private final CancellationScope whole = CancellationScope.current();
    private int looksAtOnce;

    /** An operation used up all its tries, and what became of it is not looked up yet. */
    private boolean unanswered;

    private View view = View.NOTHING;
    private Optional<Question> question = Optional.empty();

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

    @Override
    public Answered request(Request request) {
        inbox.request(request);
        Workflow.await(() -> inbox.answer(request.key()).isPresent());
        return new Answered(
                request.fingerprint(order), inbox.answer(request.key()).orElseThrow());
    }

    @Override
    public void mayDecide(Decision decision) {
        Question open = question.orElseThrow(
                () -> new IllegalArgumentException("Order " + order.number() + " has no open question"));
        if (open.number() != decision.question()) {
            throw new IllegalArgumentException("The open question is number " + open.number());
        }
        if (!open.choices().contains(decision.choice())) {
            throw new IllegalArgumentException("The choices are " + open.choices());
        }
        if (decision.who().isBlank() || decision.who().length() > LONGEST_WHO) {
            throw new IllegalArgumentException("Say who decides, in at most " + LONGEST_WHO + " characters");
        }
        if (decision.why().isBlank() || decision.why().length() > LONGEST_WHY) {
            throw new IllegalArgumentException("Say why, in at most " + LONGEST_WHY + " characters");
        }
    }

    @Override
    public View decide(Decision decision) {
        inbox.decision(decision, question.map(Question::about).orElse(List.of()));
        Workflow.await(() -> !inbox.undecided(decision));
        return view;
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
            if (!settled.due().isEmpty()) {
                if (settled.next() instanceof Next.Look(var _, var what)) {
                    inbox.lookAt(what); // Beside what is carried out, or it would be forgotten.
                }
                settled.due().forEach(operation -> inbox.cameTo(Observation.of(carryOut(operation))));
                continue;
            }
            switch (settled.next()) {
                case Next.Rest() -> {
                    Workflow.await(() -> inbox.hasNews() || Workflow.isEveryHandlerFinished());
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
                case Next.Ask(var asked, var meanwhile) -> {
                    inbox.lookAt(meanwhile.what());
                    display.asking(asked);
                    pause(meanwhile.after(), "for a person");
                }
            }
            continueIfLong();
        }
    }

    /** When nobody can say what became of it, that is shown at once, however much else is due; then it is looked up. */
    private Outcome carryOut(Operation operation) {
        try {
            return Steps.carryOut(operation);
        } catch (ActivityFailure nobodyKnows) {
            if (Workflow.getVersion("stalled-when-carried-out-in-vain", Workflow.DEFAULT_VERSION, 1) == 1) {
                unanswered = true;
                leaveAlone(nobodyKnows);
            }
            return new Outcome.Unknown(operation.number(), Causes.code(nobodyKnows), false);
        }
    }

    /** As long as the gateway has asked for, if it did; nobody is held meanwhile. */
    private void leaveAlone(ActivityFailure failure) {
        Duration asked = Causes.retryAfter(failure);
        display.stalled(failure.getActivityType(), failure, asked);
        if (asked.isPositive()) {
            inbox.release("stalled");
            pause(asked, "as the gateway has asked");
        }
    }

    /** Find, settle, publish. When retries are exhausted it says so and tries again by itself: stalled, not failed. */
    private Settlement settle() {
        for (int stalls = 0; true; stalls++) {
            Inbox.Batch batch = inbox.read();
            try {
                Instant since = Instant.ofEpochMilli(Workflow.currentTimeMillis());
                Observation seen = find(batch.objects(), stalls > 0).and(inbox.outcomes());
                Settlement settled = Steps.orders("order " + order.number())
                        .settle(new Orders.Settle(
                                order, seen, since, batch.requests(), batch.decisions(), batch.actor()));
                view = settled.view();
                question = settled.next() instanceof Next.Ask(var asked, var _) ? Optional.of(asked) : Optional.empty();
                publish(batch, seen, settled);
                inbox.applied(batch, settled.answers());
                show(settled);
                return settled;
            } catch (ActivityFailure failure) {
                inbox.release("stalled");
                Duration pause = Pause.stalled(stalls, Causes.retryAfter(failure));
                display.stalled(failure.getActivityType(), failure, pause);
                pause(pause, "before trying again");
                continueIfLong();
            }
        }
    }

    private void show(Settlement settled) {
        if (!unanswered || !(settled.next() instanceof Next.Look)) {
            display.nothing();
            display.attributes(settled.view().status(), settled.view().reason());
        }
        unanswered = false;
    }

    private static Observation find(List<Lookup> objects, boolean again) {
        return objects.stream()
                .flatMap(each -> each.parts().stream())
                .map(each -> Steps.gateway(
                                each.gateway(), String.join(" ", each.objects().all()), again)
                        .find(each))
                .reduce(Observation.NOTHING, Observation::and);
    }

    /** Before anybody is answered, so that the same request right after it finds its answer. */
    private void publish(Inbox.Batch batch, Observation seen, Settlement settled) {
        Names unfound = seen.unfound().stream().map(Lookup::objects).reduce(Names.NONE, Names::and);
        List<Callback> applied = batch.found(unfound);
        List<Results.Finished> finished = batch.requests().stream()
                .flatMap(request -> Optional.ofNullable(settled.answers().get(request.key())).stream()
                        .filter(Answer::isFinal)
                        .map(answer -> new Results.Finished(request.key(), request.fingerprint(order), answer)))
                .toList();
        if (applied.isEmpty() && finished.isEmpty()) {
            return;
        }
        try {
            Steps.results().publish(applied, finished);
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
