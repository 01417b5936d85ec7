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
 * The same key gets the same answer.
 *
 * <p>Why it is right. What a key was used for and what it was answered is decided by the ledger, in the transaction that
 * settles the order; everything here only finds that out as cheaply as possible. The cache holds final answers only, with
 * the fingerprint of what was asked; losing it, or a value that nobody here wrote, costs one read of the ledger. A ledger
 * that cannot be read costs the way to the workflow, whose own transaction reads it. Temporal hands the answer of a
 * closed run out again, whatever was asked and however old it is: so an answer names what it answers, and one that is not
 * final is compared with the ledger once more.
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
            case RequestClient.Response.Answered(var answered, var result)
            when !answered.equals(fingerprint) || result.state() == PaymentResult.State.MISMATCH ->
                new Result.Mismatch();
            case RequestClient.Response.Answered(var _, var result)
            when result.isFinal() -> new Result.Answered(result, false);
            case RequestClient.Response.Answered(var _, var result) ->
                newer(order, request, fingerprint).orElseGet(() -> new Result.Answered(result, false));
            case RequestClient.Response.Pending() ->
                newer(order, request, fingerprint).orElseGet(Result.Pending::new);
            case RequestClient.Response.Unavailable(var why) -> new Result.Unavailable(why);
        };
    }

    /** What the ledger knows by now; that somebody works on it is nothing that it knows better. */
    private Optional<Result> newer(OrderId order, Request request, String fingerprint) {
        return stored(order, request, fingerprint)
                .filter(known -> !(known instanceof Result.Answered(var result, var _)
                        && result.state() == PaymentResult.State.WORKING));
    }

    /** Empty when the ledger knows no answer, or cannot be asked. A final one is told to the cache again. */
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

    /** Before anybody is asked only what is decided for ever counts. */
    private static Optional<Result> last(Result known) {
        return known instanceof Result.Answered(var result, var _)
                ? Optional.of(result).filter(PaymentResult::isFinal).map(last -> new Result.Answered(last, true))
                : Optional.of(known);
    }
}
