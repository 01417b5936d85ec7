package dev.payonce.api.page;

import dev.payonce.api.history.EntryDescription;
import dev.payonce.mysql.ledger.HandledPayment;
import dev.payonce.request.PaymentResult;
import dev.payonce.review.DecisionResult;
import java.util.Optional;

/**
 * The sentence at the top of a payment's page about what the operator did last.
 *
 * @param tone good, bad or wait
 */
record Notice(String tone, String says) {

    static final Notice AWAY =
            bad("The decision could not be taken, since Temporal or MySQL does not answer. Send it again"
                    + " in ten seconds. It counts once.");
    static final Notice MONEY_AWAY = bad(
            "No answer came, since Temporal or MySQL does not answer. It may be done already. Send this form again in ten"
                    + " seconds, with the same amount: it counts once.");
    static final Notice CHANGED = bad(
            "Nothing was done: the order's money has changed since this form was opened, or another action is under way."
                    + " Read the newest steps, then ask again.");
    static final Notice NOT_REFRESHED =
            bad("The order could not be refreshed, since Temporal does not answer. Try it again in ten seconds.");

    static final Notice NOT_SENT = new Notice(
            "wait",
            "Your session was over, so nothing was done. Your reason is still here. Read the page, then send it.");

    static Notice bad(String says) {
        return new Notice("bad", says);
    }

    /** Returns the notice of a page to which a form has led. */
    static Optional<Notice> done(String word) {
        return switch (word) {
            case "decided" ->
                Optional.of(new Notice("good", "Your decision is recorded. The newest steps show its effect."));
            case "moved" ->
                Optional.of(new Notice("good", "Done. The newest steps show it, with your name and reason."));
            case "handled" ->
                Optional.of(
                        new Notice("good", "It is recorded as handled, and is listed again only if its facts change."));
            case "refreshed" ->
                Optional.of(new Notice(
                        "good", "The gateway and the order were asked. The page shows them as they are now."));
            default -> Optional.empty();
        };
    }

    /** Returns the notice about a request that did not simply succeed. */
    static Notice of(PaymentResult result) {
        return switch (result) {
            case PaymentResult.Final end
            when end.code().equals("needs_second_operator") ->
                new Notice(
                        "wait",
                        "Nothing was done yet: this amount needs two operators. The refund is proposed. Another operator"
                                + " has to ask for the same amount within a day.");
            case PaymentResult.Final end ->
                bad("Nothing was done: %s (%s). Read the newest steps."
                        .formatted(EntryDescription.word(end.state()), end.code()));
            case PaymentResult.Action _ -> unfinished(result);
            case PaymentResult.NotYet(var why, var _, var _) ->
                switch (why) {
                    case BUSY,
                            OPERATION_IN_DOUBT,
                            ORDER_NOT_FOUND,
                            TOO_MANY_DECLINES,
                            NO_PAYMENT,
                            OTHER_PAYMENT,
                            UNDER_REVIEW ->
                        bad(
                                "Nothing was done, and nothing of it follows by itself (%s). Read the newest steps before you ask again."
                                        .formatted(result.word()));
                    case STALLED, UNAVAILABLE ->
                        new Notice(
                                "wait",
                                "It is not done yet (%s): the gateway or the store does not answer. It may still be done. Read the newest steps before you ask again."
                                        .formatted(result.word()));
                    case CARRYING_OUT, OBSERVING, OUTCOME_UNKNOWN, GATEWAY_PENDING, REFUND_PENDING ->
                        unfinished(result);
                };
        };
    }

    private static Notice unfinished(PaymentResult result) {
        return new Notice(
                "wait",
                "It is not finished yet (%s). Do not ask again: reload in a minute, and the newest steps show its end."
                        .formatted(result.word()));
    }

    /** Returns the notice about a refresh that did not get through; empty for one that did. */
    static Optional<Notice> ofRefresh(PaymentResult result) {
        return result instanceof PaymentResult.NotYet(var why, var _, var _)
                        && (why == PaymentResult.Why.OBSERVING
                                || why == PaymentResult.Why.BUSY
                                || why == PaymentResult.Why.STALLED
                                || why == PaymentResult.Why.UNAVAILABLE)
                ? Optional.of(new Notice(
                        "wait",
                        "The gateway or the store has not answered yet (%s), so this page shows what was known before. Reload in a minute."
                                .formatted(result.word())))
                : Optional.empty();
    }

    /** Returns the notice about money that could not be marked as handled; empty while MySQL is away. */
    static Notice of(Optional<HandledPayment.Result> result) {
        return result.map(end -> switch (end) {
                    case HandledPayment.Result.Recorded() -> new Notice("good", "It is recorded as handled.");
                    case HandledPayment.Result.AlreadyHandled(var who, var at) ->
                        bad("%s has marked it as handled before, on %s.".formatted(who, Ages.time(at)));
                    case HandledPayment.Result.Changed() ->
                        bad(
                                "Nothing was recorded: its amount has changed, or an order has it now. Read the list again.");
                })
                .orElseGet(
                        () -> bad("Nothing was recorded, since MySQL does not answer. Try it again in ten seconds."));
    }

    /** Returns the notice about a decision that was not simply applied. */
    static Notice of(DecisionResult result) {
        return switch (result) {
            case DecisionResult.Applied() -> new Notice("good", "Your decision is recorded.");
            case DecisionResult.Proposed(var until) ->
                new Notice(
                        "wait",
                        "Nothing was done yet: this amount needs two operators. Your decision is proposed. Another operator"
                                + " has to take the same one by %s.".formatted(Ages.time(until)));
            case DecisionResult.AlreadyDecided(var who, var action, var at) ->
                bad("Your decision was not taken: %s decided this review on %s (%s). Read the newest steps."
                        .formatted(who, Ages.time(at), EntryDescription.action(action)));
            case DecisionResult.NotOpen() ->
                bad("Your decision was not taken: this review is no longer open, since its facts have changed. Read the"
                        + " newest steps.");
            case DecisionResult.NotOffered _ ->
                bad("Your decision was not taken: this choice is no longer possible. The choices below are.");
            case DecisionResult.NoEffect() ->
                new Notice(
                        "wait",
                        "Your decision is recorded, and had no effect: the facts changed meanwhile. The review"
                                + " stays open.");
            case DecisionResult.Kept() ->
                new Notice(
                        "wait",
                        "Your decision is kept, and takes effect once the gateway and the store answer. Reload"
                                + " in a minute.");
        };
    }
}
