package dev.payonce.api;

import dev.payonce.ledger.StoredRequest;
import dev.payonce.ledger.StoredRequests;
import dev.payonce.order.OrderId;
import dev.payonce.redis.ResultCache;
import dev.payonce.request.IdempotencyCache.Finished;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
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

    /** What a request came to. */
    sealed interface Result {

        /** @param replayed the answer was given before */
        record Answered(PaymentResult result, boolean replayed) implements Result {}

        /** The key was used for something else. Nothing was done. */
        record Mismatch() implements Result {}

        /** Under way. */
        record Pending() implements Result {}

        record Unavailable(String why) implements Result {}
    }

    private final ResultCache cache;
    private final StoredRequests ledger;
    private final RequestClient ask;
    private final Duration within;

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

    /** For a request that is not remembered: its answer is the state at this time. */
    Result now(OrderId order, Request request, String gateway) {
        return switch (ask.ask(order, request, gateway, within)) {
            case RequestClient.Response.Answered(var _, var result) -> new Result.Answered(result, false);
            case RequestClient.Response.Pending() -> new Result.Pending();
            case RequestClient.Response.Unavailable(var why) -> new Result.Unavailable(why);
        };
    }

    private Optional<Result> cached(Request request, String fingerprint) {
        return cache.finished(request.key())
                .map(known -> known.fingerprint().equals(fingerprint)
                        ? new Result.Answered(known.result(), true)
                        : new Result.Mismatch());
    }

    private Result asked(OrderId order, Request request, String gateway, long from) {
        Duration left = within.minusNanos(System.nanoTime() - from);
        Duration bound = left.compareTo(ApiLimits.ASKED_WITHIN) < 0 ? ApiLimits.ASKED_WITHIN : left;
        String fingerprint = request.fingerprint(order);
        return switch (ask.ask(order, request, gateway, bound)) {
            case RequestClient.Response.Answered(var print, var _)
            when !print.equals(fingerprint) -> new Result.Mismatch();
            case RequestClient.Response.Answered(var _, var result)
            when result.is(PaymentResult.Why.BUSY) ->
                stored(order, request, fingerprint)
                        .filter(Result.Mismatch.class::isInstance)
                        .orElseGet(() -> new Result.Answered(result, false));
            case RequestClient.Response.Answered(var _, var result) -> new Result.Answered(result, false);
            case RequestClient.Response.Pending() -> new Result.Pending();
            case RequestClient.Response.Unavailable(var why) -> new Result.Unavailable(why);
        };
    }

    /** Returns empty when the ledger has no result or cannot be read. A final one is put into the cache again. */
    private Optional<Result> stored(OrderId order, Request request, String fingerprint) {
        Optional<StoredRequest> row;
        try {
            row = ledger.of(request.key());
        } catch (RuntimeException away) {
            LOG.atWarn()
                    .addKeyValue("order", order.workflowId())
                    .log("A request's earlier answer cannot be read: {}", LoggedFailure.why(away));
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

    /** Before the workflow is asked only a final result counts. */
    private static Optional<Result> last(Result known) {
        return known instanceof Result.Answered(var result, var _)
                ? Optional.of(result).filter(PaymentResult::isFinal).map(last -> new Result.Answered(last, true))
                : Optional.of(known);
    }
}
