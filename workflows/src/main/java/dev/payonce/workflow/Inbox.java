package dev.payonce.workflow;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import dev.payonce.request.TimedRequest;
import dev.payonce.review.ReviewDecision;
import dev.payonce.workflow.PaymentWorkflow.Start;
import dev.payonce.workflow.PaymentWorkflow.Unread;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The input that a run has received and not finished. Handlers only put things in. Nothing is taken out before it is
 * applied, so an interrupted run finds it here again. Lives inside a workflow: one thread at a time.
 */
final class Inbox {

    /** The most unreadable signals that are carried on; the others stay in the history of their run. */
    private static final int MOST_UNREAD = 100;

    /** The longest argument of an unreadable signal that is kept, in characters. */
    private static final int LONGEST_UNREAD = 4096;

    /** The most callbacks that a run hands on when it continues as new; with more it applies them first. */
    private static final int MOST_CARRIED = 1_000;

    private final Map<String, Callback> callbacks = new LinkedHashMap<>();
    private final List<Unread> unread = new ArrayList<>();
    private final Map<String, HeldRequest> requests = new LinkedHashMap<>();
    private final Map<ReviewDecision, HeldDecision> decisions = new LinkedHashMap<>();
    private List<Lookup> lookups;
    private Observation outcomes = Observation.NOTHING;
    private boolean everything;
    private boolean bare;
    private boolean news;

    /** A signal that no earlier version could read is tried again: this version may be able to. */
    Inbox(Start start) {
        start.callbacks().forEach(callback -> callbacks.put(callback.event(), callback));
        start.requests().forEach(timed -> requests.put(timed.request().key(), new HeldRequest(timed)));
        lookups = start.lookups();
        start.outcomes().forEach(outcome -> cameTo(Observation.of(outcome)));
        start.decisions().forEach(decision -> decision(decision, Optional.empty()));
        start.unread().forEach(signal -> signal(signal.signal(), signal.arguments()));
    }

    /** Takes any signal: a readable callback becomes one, everything else is kept as it came. */
    void signal(String name, List<? extends @Nullable String> arguments) {
        news = true;
        try {
            if (name.equals("refresh")) {
                everything = true;
                return;
            }
            if (name.equals("callback") && arguments.size() >= 5) {
                List<String> five = arguments.stream()
                        .limit(5)
                        .map(argument -> Objects.requireNonNull(argument, "missing"))
                        .toList();
                Callback callback = new Callback(five.get(0), five.get(1), five.get(2), five.get(3), five.get(4));
                callbacks.put(callback.event(), callback);
                return;
            }
        } catch (IllegalArgumentException | NullPointerException unreadable) {
            // Falls through: it is kept.
        }
        if (unread.size() < MOST_UNREAD) {
            unread.add(new Unread(name, arguments.stream().map(Inbox::kept).toList()));
        }
    }

    private static String kept(@Nullable String argument) {
        String text = Objects.requireNonNullElse(argument, "null");
        return text.substring(0, Math.min(text.length(), LONGEST_UNREAD));
    }

    /** Takes a request in, or joins it to the one with this key; that one may ask for something else. */
    HeldRequest request(Request request, Instant now) {
        HeldRequest held =
                requests.computeIfAbsent(request.key(), _ -> new HeldRequest(new TimedRequest(request, now)));
        if (held.isOf(request)) {
            held.join();
            news = true;
        }
        return held;
    }

    /**
     * Takes a decision in, beside a refresh of all that its review is about.
     *
     * @param about empty while the run does not know the review: then the ledger's open matters are refreshed first
     */
    HeldDecision decision(ReviewDecision decision, Optional<List<Lookup>> about) {
        lookups = about.map(objects ->
                        Stream.concat(lookups.stream(), objects.stream()).toList())
                .orElse(lookups);
        everything |= about.isEmpty();
        news = true;
        return decisions.computeIfAbsent(decision, HeldDecision::new);
    }

    /** Keeps an outcome for the next reconciliation. */
    void cameTo(Observation outcome) {
        outcomes = outcomes.and(outcome);
    }

    Observation outcomes() {
        return outcomes;
    }

    /** Releases the callers while a payment stalls. Their requests stay in the inbox, with their age. */
    void stalled(boolean fault) {
        requests.values().forEach(held -> held.stalled(fault));
    }

    /**
     * Returns all that is to be reconciled now. It stays in the inbox until it is {@link #applied}. Only the ledger knows
     * what a bare refresh is about: nothing else is reconciled with it, and the rest is news.
     *
     * @param again true for the batch that stalled: it comes first, so that the run stays stalled until it succeeds
     */
    Batch read(boolean again) {
        news = false; // What is left over is news once this is applied. Before, it would cut a stall's pause short.
        bare = everything && !again && outcomes.equals(Observation.NOTHING);
        if (bare) {
            return Batch.NOTHING;
        }
        return new Batch(
                List.copyOf(callbacks.values()),
                lookups,
                requests.values().stream().map(HeldRequest::timed).toList(),
                List.copyOf(decisions.keySet()));
    }

    void applied(Batch batch, Reconciliation reconciled) {
        batch.callbacks().forEach(callback -> callbacks.remove(callback.event(), callback));
        batch.requests()
                .forEach(timed -> answered(
                        timed.request().key(),
                        reconciled.results().getOrDefault(timed.request().key(), PaymentResult.notYet(Why.STALLED))));
        for (int each = 0; each < batch.decisions().size(); each++) {
            HeldDecision held =
                    Objects.requireNonNull(decisions.remove(batch.decisions().get(each)), "a decision of the batch");
            held.reached(reconciled.decided().get(each));
        }
        boolean others = !(callbacks.isEmpty() && requests.isEmpty() && decisions.isEmpty());
        everything &= !bare;
        news |= everything || (bare && others);
        lookups = List.of();
        outcomes = Observation.NOTHING;
    }

    private void answered(String key, PaymentResult result) {
        HeldRequest held = Objects.requireNonNull(requests.get(key), "a request of the batch");
        held.reached(result);
        if (!result.waits()) {
            requests.remove(key);
        }
    }

    void refreshAt(List<Lookup> what) {
        lookups = what;
    }

    boolean hasNews() {
        return news;
    }

    /** Returns true while a cancellation waits, whether it was reconciled already or not. */
    boolean hasCancellation() {
        return requests.values().stream().anyMatch(held -> held.timed().request() instanceof Request.Cancel);
    }

    List<Unread> unread() {
        return unread;
    }

    boolean mayBeCarried() {
        return callbacks.size() <= MOST_CARRIED;
    }

    /** Carries the inbox to the next run. */
    Start carry(OrderId order) {
        Stream<Unread> refresh = everything ? Stream.of(new Unread("refresh", List.of())) : Stream.empty();
        return new Start(
                order,
                List.copyOf(callbacks.values()),
                lookups,
                Stream.concat(unread.stream(), refresh).toList(),
                requests.values().stream().map(HeldRequest::timed).toList(),
                List.copyOf(decisions.keySet()),
                outcomes.outcomes());
    }
}
