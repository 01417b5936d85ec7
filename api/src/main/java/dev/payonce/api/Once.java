package dev.payonce.api;

import dev.payonce.order.OrderId;
import dev.payonce.payment.Answer;
import dev.payonce.payment.Remembered;
import dev.payonce.payment.Replays;
import dev.payonce.payment.Request;
import dev.payonce.payment.Results.Finished;
import dev.payonce.redis.FinishedRequests;
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
final class Once {

    private static final Logger LOG = LoggerFactory.getLogger(Once.class);

    /** What a request came to. */
    sealed interface Result {

        /** @param replayed the answer was given before */
        record Answered(Answer answer, boolean replayed) implements Result {}

        /** The key was used for something else. Nothing was done. */
        record Mismatch() implements Result {}

        /** Under way. */
        record Late() implements Result {}

        record Away(String why) implements Result {}
    }

    private final FinishedRequests cache;
    private final Replays ledger;
    private final Ask ask;
    private final Duration within;

    /** @param within how long a caller waits */
    Once(FinishedRequests cache, Replays ledger, Ask ask, Duration within) {
        this.cache = cache;
        this.ledger = ledger;
        this.ask = ask;
        this.within = within;
    }

    Result answer(OrderId order, Request request, String gateway) {
        long from = System.nanoTime();
        String fingerprint = request.fingerprint(order);
        return cached(request, fingerprint)
                .or(() -> remembered(order, request, fingerprint).flatMap(Once::last))
                .orElseGet(() -> asked(order, request, gateway, from));
    }

    /** For a request that is not remembered: its answer is the state at this time. */
    Result now(OrderId order, Request request, String gateway) {
        return switch (ask.ask(order, request, gateway, within)) {
            case Ask.Reply.Answered(var _, var answer) -> new Result.Answered(answer, false);
            case Ask.Reply.Late() -> new Result.Late();
            case Ask.Reply.Away(var why) -> new Result.Away(why);
        };
    }

    private Optional<Result> cached(Request request, String fingerprint) {
        return cache.finished(request.key())
                .map(known -> known.fingerprint().equals(fingerprint)
                        ? new Result.Answered(known.answer(), true)
                        : new Result.Mismatch());
    }

    private Result asked(OrderId order, Request request, String gateway, long from) {
        Duration left = within.minusNanos(System.nanoTime() - from);
        Duration bound = left.compareTo(Limits.ASKED_WITHIN) < 0 ? Limits.ASKED_WITHIN : left;
        String fingerprint = request.fingerprint(order);
        return switch (ask.ask(order, request, gateway, bound)) {
            case Ask.Reply.Answered(var answered, var answer)
            when !answered.equals(fingerprint) || answer.state() == Answer.State.MISMATCH -> new Result.Mismatch();
            case Ask.Reply.Answered(var _, var answer) when answer.isFinal() -> new Result.Answered(answer, false);
            case Ask.Reply.Answered(var _, var answer) ->
                newer(order, request, fingerprint).orElseGet(() -> new Result.Answered(answer, false));
            case Ask.Reply.Late() -> newer(order, request, fingerprint).orElseGet(Result.Late::new);
            case Ask.Reply.Away(var why) -> new Result.Away(why);
        };
    }

    /** What the ledger knows by now; that somebody works on it is nothing that it knows better. */
    private Optional<Result> newer(OrderId order, Request request, String fingerprint) {
        return remembered(order, request, fingerprint)
                .filter(known -> !(known instanceof Result.Answered(var answer, var _)
                        && answer.state() == Answer.State.WORKING));
    }

    /** Empty when the ledger knows no answer, or cannot be asked. A final one is told to the cache again. */
    private Optional<Result> remembered(OrderId order, Request request, String fingerprint) {
        Optional<Remembered> row;
        try {
            row = ledger.of(request.key());
        } catch (RuntimeException away) {
            LOG.atWarn()
                    .addKeyValue("order", order.workflowId())
                    .log("A request's earlier answer cannot be read: {}", Failure.why(away));
            return Optional.empty();
        }
        if (row.filter(known ->
                        known.order() != order.number() || !known.fingerprint().equals(fingerprint))
                .isPresent()) {
            return Optional.of(new Result.Mismatch());
        }
        row.flatMap(Remembered::answer)
                .ifPresent(answer -> cache.remember(new Finished(request.key(), fingerprint, answer)));
        return row.flatMap(Remembered::latest).map(answer -> new Result.Answered(answer, false));
    }

    /** Before anybody is asked only what is decided for ever counts. */
    private static Optional<Result> last(Result known) {
        return known instanceof Result.Answered(var answer, var _)
                ? Optional.of(answer).filter(Answer::isFinal).map(last -> new Result.Answered(last, true))
                : Optional.of(known);
    }
}
