package dev.payonce.workflow;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.TagQuery;
import dev.payonce.order.OrderId;
import dev.payonce.request.IdempotencyCache;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.TimedRequest;
import dev.payonce.review.ReviewDecision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The part of a run's inbox that is reconciled at one time: callbacks, requests, decisions, and lookups that are due. */
record Batch(
        List<Callback> callbacks, List<Lookup> lookups, List<TimedRequest> requests, List<ReviewDecision> decisions) {

    static final Batch NOTHING = new Batch(List.of(), List.of(), List.of(), List.of());

    /**
     * The most callbacks and objects that are reconciled inside a workflow task. More are a flood, and the run must not try to
     * close in the middle of it: Temporal would discard the task, and refuse signals for a moment.
     */
    private static final int MOST_DIRECT = 3;

    List<Lookup> objects() {
        return Lookup.merged(Stream.concat(
                        lookups.stream(),
                        callbacks.stream().map(callback -> Lookup.of(callback.account(), callback.object())))
                .toList());
    }

    /** Returns true where a few callbacks alone are reconciled, about objects of one gateway that are known by their IDs. */
    boolean isDirect() {
        List<Lookup> objects = objects();
        return !callbacks.isEmpty()
                && callbacks.size() <= MOST_DIRECT
                && requests.isEmpty()
                && decisions.isEmpty()
                && objects.size() == 1
                && objects.getFirst().objects().all().size() <= MOST_DIRECT
                && objects.getFirst().objects().all().stream()
                        .allMatch(object -> TagQuery.parse(object).isEmpty());
    }

    /** Returns the cause of what is observed; a line that a request or a decision brings about bears its own. */
    String actor() {
        if (!callbacks.isEmpty()) {
            return "callback " + callbacks.getLast().event();
        }
        return requests.isEmpty() ? "refresh" : requests.getLast().request().actor();
    }

    List<IdempotencyCache.Finished> finished(OrderId order, Map<String, PaymentResult> results) {
        return requests.stream()
                .map(TimedRequest::request)
                .flatMap(request -> Optional.ofNullable(results.get(request.key())).stream()
                        .filter(PaymentResult::isFinal)
                        .map(result ->
                                new IdempotencyCache.Finished(request.key(), request.fingerprint(order), result)))
                .toList();
    }

    /** Returns the callbacks whose object the gateway knows: only they are applied. */
    List<Callback> found(List<Lookup> notFound) {
        return callbacks.stream()
                .filter(callback ->
                        notFound.stream().noneMatch(each -> each.objects().contains(callback.object())))
                .toList();
    }
}
