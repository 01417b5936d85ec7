package dev.payonce.api;

import dev.payonce.api.http.ApiLimits;
import dev.payonce.api.http.LoggedFailure;
import dev.payonce.ledger.StoredRequest;
import dev.payonce.ledger.StoredRequests;
import dev.payonce.order.OrderId;
import dev.payonce.redis.ResultCache;
import dev.payonce.request.IdempotencyCache.Finished;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import dev.payonce.workflow.PaymentWorkflow.Answered;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a request to its result: cache, ledger, workflow. The same key gets the same final result.
 *
 * <p>Why it is right. The ledger decides what a key was used for and which result it got, in the transaction that
 * reconciles the order. Cache and first read of the ledger only save the way to the workflow. The cache holds final
 * results with the fingerprint of their request; an entry that is lost or forged costs one read of the ledger. A ledger
 * that cannot be read costs the way to the workflow, whose own transaction reads it. No update ID is used twice, so
 * Temporal never returns an old result. Each result names the request that it is of: two callers may use one key at
 * the same moment.
 */
final class IdempotentRequests {

    private static final Logger LOG = LoggerFactory.getLogger(IdempotentRequests.class);

    /** The result of a request, as HTTP needs it. */
    sealed interface Result {

        /** @param replayed the result was given before */
        record Answered(PaymentResult result, boolean replayed) implements Result {}

        /** The key belongs to another request. Nothing was done. */
        record Mismatch() implements Result {}

        record Unavailable(String why) implements Result {}
    }

    private final ResultCache cache;
    private final StoredRequests ledger;
    private final RequestClient ask;
    private final Duration within;
    private final RefreshGate<Result> gate = new RefreshGate<>();

    /** @param within how long a caller waits */
    IdempotentRequests(ResultCache cache, StoredRequests ledger, RequestClient ask, Duration within) {
        this.cache = cache;
        this.ledger = ledger;
        this.ask = ask;
        this.within = within;
    }

    Result result(OrderId order, Request request, String gateway) {
        long from = System.nanoTime();
        String fingerprint = request.fingerprint(order);
        return cached(request, fingerprint)
                .or(() -> stored(order, request, fingerprint).flatMap(IdempotentRequests::last))
                .orElseGet(() -> asked(order, request, gateway, from));
    }

    /** Returns the state now: a refresh is not remembered. A crowd of callers shares two of them. */
    Result now(OrderId order, Request.Refresh request, String gateway) {
        return gate.refresh(order, gateway, within, left -> sent(order, request, gateway, left))
                .orElseGet(() -> new Result.Answered(PaymentResult.notYet(Why.BUSY), false));
    }

    private Optional<Result> cached(Request request, String fingerprint) {
        return cache.finished(request.key())
                .map(known -> known.fingerprint().equals(fingerprint)
                        ? new Result.Answered(known.result(), true)
                        : new Result.Mismatch());
    }

    private Result asked(OrderId order, Request request, String gateway, long from) {
        Result result = sent(order, request, gateway, within.minusNanos(System.nanoTime() - from));
        boolean busy = result instanceof Result.Answered(var now, var _) && now.is(Why.BUSY);
        return busy
                ? stored(order, request, request.fingerprint(order))
                        .filter(Result.Mismatch.class::isInstance)
                        .orElse(result)
                : result;
    }

    private Result sent(OrderId order, Request request, String gateway, Duration left) {
        Duration bound = left.compareTo(ApiLimits.ASKED_WITHIN) < 0 ? ApiLimits.ASKED_WITHIN : left;
        try {
            Answered answered = ask.ask(order, request, gateway, bound);
            return answered.fingerprint().equals(request.fingerprint(order))
                    ? new Result.Answered(answered.result(), false)
                    : new Result.Mismatch();
        } catch (RequestClient.Unavailable away) {
            return new Result.Unavailable(String.valueOf(away.getMessage()));
        }
    }

    /** Returns empty when the ledger has no result or cannot be read. A final one is put into the cache again. */
    private Optional<Result> stored(OrderId order, Request request, String fingerprint) {
        Optional<StoredRequest> row;
        try {
            row = ledger.of(request.key());
        } catch (RuntimeException away) {
            LOG.atWarn()
                    .addKeyValue("order", order.workflowId())
                    .log(
                            "A request's stored result cannot be read: {}. The workflow answers instead",
                            LoggedFailure.why(away));
            return Optional.empty();
        }
        if (row.filter(known ->
                        known.order() != order.number() || !known.fingerprint().equals(fingerprint))
                .isPresent()) {
            return Optional.of(new Result.Mismatch());
        }
        row.flatMap(StoredRequest::result)
                .ifPresent(result -> cache.remember(new Finished(request.key(), fingerprint, result)));
        return row.flatMap(StoredRequest::latest).map(result -> new Result.Answered(result, false));
    }

    /** Returns a final result; any other one is left to the workflow. */
    private static Optional<Result> last(Result known) {
        return known instanceof Result.Answered(var result, var _)
                ? Optional.of(result).filter(PaymentResult::isFinal).map(last -> new Result.Answered(last, true))
                : Optional.of(known);
    }
}
