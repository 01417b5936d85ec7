package dev.payonce.workflow;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.OrderId;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.ReviewDecision;
import dev.payonce.workflow.PaymentWorkflow.Start;
import dev.payonce.workflow.PaymentWorkflow.Unread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The inbox of a run: what it has received and not finished. Signal handlers only put things in; nothing is taken out
 * before it is applied, so an interrupted run finds it here again. Lives inside a workflow: one thread at a time.
 */
final class Inbox {

    /** The most unreadable signals that are carried on; further ones stay in the history of the run that got them. */
    private static final int MOST_UNREAD = 100;

    /** A signal that is kept is kept up to this length of an argument, in characters. */
    private static final int LONGEST_UNREAD = 4096;

    private final Map<String, Callback> callbacks = new LinkedHashMap<>();
    private final List<Unread> unread = new ArrayList<>();
    private final Map<String, Request> requests = new LinkedHashMap<>();
    private final Map<String, PaymentResult> results = new HashMap<>();
    private final List<ReviewDecision> decisions = new ArrayList<>();
    private List<Lookup> lookups;
    private Observation outcomes = Observation.NOTHING;
    private boolean everything;
    private boolean news;

    /** Reads again what no earlier version could read: this version may be able to. */
    Inbox(Start start) {
        start.callbacks().forEach(callback -> callbacks.put(callback.event(), callback));
        start.requests().forEach(request -> requests.put(request.key(), request));
        lookups = start.lookups();
        start.unread().forEach(signal -> signal(signal.signal(), signal.arguments()));
    }

    /** Takes any signal: a callback that can be read becomes one, everything else is kept as it came. */
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

    /** Adds a request; a second one with the same key waits for the same result, unless its content differs. */
    void request(Request request) {
        Request before = requests.putIfAbsent(request.key(), request);
        results.remove(request.key());
        if (before != null && !before.asked().equals(request.asked())) {
            results.put(request.key(), PaymentResult.of(PaymentResult.State.MISMATCH, "other_parameters"));
        }
        news = true;
    }

    Optional<PaymentResult> result(String key) {
        return Optional.ofNullable(results.get(key));
    }

    /** Adds a decision and the lookups of its review, so that the decision meets the present state. */
    void decision(ReviewDecision decision, List<Lookup> about) {
        decisions.add(decision);
        lookups = Stream.concat(lookups.stream(), about.stream()).toList();
        news = true;
    }

    boolean undecided(ReviewDecision decision) {
        return decisions.contains(decision);
    }

    /** Adds an outcome, which is reconciled next, with all that has come by then. */
    void cameTo(Observation outcome) {
        outcomes = outcomes.and(outcome);
    }

    Observation outcomes() {
        return outcomes;
    }

    /** Answers the waiting callers when a payment stalls; their requests stay to be done. */
    void release(String why) {
        requests.keySet().forEach(key -> results.putIfAbsent(key, PaymentResult.of(PaymentResult.State.PENDING, why)));
    }

    /**
     * Reads all that is due now. It stays in the inbox until it is {@link #applied}. A refresh covers all that the
     * ledger has, and only the ledger knows it; so a refresh is reconciled alone, and what else has come is news.
     */
    Batch read() {
        if (everything && outcomes.equals(Observation.NOTHING)) {
            news = !(callbacks.isEmpty() && requests.isEmpty() && decisions.isEmpty());
            return Batch.NOTHING;
        }
        news = false;
        return new Batch(
                List.copyOf(callbacks.values()), lookups, List.copyOf(requests.values()), List.copyOf(decisions));
    }

    void applied(Batch batch, Map<String, PaymentResult> reconciled) {
        batch.callbacks().forEach(callback -> callbacks.remove(callback.event(), callback));
        batch.requests().forEach(request -> answered(request, reconciled));
        decisions.removeAll(batch.decisions());
        everything &= !batch.equals(Batch.NOTHING);
        lookups = List.of();
        outcomes = Observation.NOTHING;
    }

    private void answered(Request request, Map<String, PaymentResult> reconciled) {
        PaymentResult result =
                reconciled.getOrDefault(request.key(), PaymentResult.of(PaymentResult.State.PENDING, "unanswered"));
        if (result.state() != PaymentResult.State.WORKING) {
            requests.remove(request.key());
            results.putIfAbsent(request.key(), result);
        }
    }

    void refreshAt(List<Lookup> what) {
        lookups = what;
    }

    boolean hasNews() {
        return news;
    }

    List<Unread> unread() {
        return unread;
    }

    /**
     * Carries the inbox to the next run, without outcomes: their operations are still due in the ledger, and the same
     * keys bring them again.
     */
    Start carry(OrderId order) {
        Stream<Unread> refresh = everything ? Stream.of(new Unread("refresh", List.of())) : Stream.empty();
        return new Start(
                order,
                List.copyOf(callbacks.values()),
                lookups,
                Stream.concat(unread.stream(), refresh).toList(),
                List.copyOf(requests.values()));
    }

    /** A batch of callbacks, requests and decisions, with the lookups that are due. */
    record Batch(
            List<Callback> callbacks, List<Lookup> lookups, List<Request> requests, List<ReviewDecision> decisions) {

        static final Batch NOTHING = new Batch(List.of(), List.of(), List.of(), List.of());

        /** Returns one lookup for each gateway, for any number of callbacks about one object. */
        List<Lookup> objects() {
            Map<String, ExternalIds> byGateway = new TreeMap<>();
            Stream.concat(
                            lookups.stream(),
                            callbacks.stream()
                                    .map(callback -> new Lookup(callback.account(), ExternalIds.of(callback.object()))))
                    .forEach(lookup -> byGateway.merge(lookup.gateway(), lookup.objects(), ExternalIds::and));
            return byGateway.entrySet().stream()
                    .map(each -> new Lookup(each.getKey(), each.getValue()))
                    .toList();
        }

        /** Returns the actor for the ledger. */
        String actor() {
            if (!decisions.isEmpty()) {
                return "operator " + decisions.getLast().who();
            }
            if (!callbacks.isEmpty()) {
                return "callback " + callbacks.getLast().event();
            }
            return requests.isEmpty()
                    ? "refresh"
                    : "request " + requests.getLast().key();
        }

        /** Returns the callbacks whose object the gateway knows: only they are applied. */
        List<Callback> found(ExternalIds notFound) {
            return callbacks.stream()
                    .filter(callback -> !notFound.contains(callback.object()))
                    .toList();
        }
    }
}
