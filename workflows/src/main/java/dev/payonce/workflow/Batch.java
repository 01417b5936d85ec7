package dev.payonce.workflow;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Lookup;
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

    List<Lookup> objects() {
        return Lookup.merged(Stream.concat(
                        lookups.stream(),
                        callbacks.stream().map(callback -> Lookup.of(callback.account(), callback.object())))
                .toList());
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
