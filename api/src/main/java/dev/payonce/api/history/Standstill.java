package dev.payonce.api.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.Proposal;
import dev.payonce.money.Money;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.workflow.Stall;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cause for which a payment does not go on: a stall, or an open review.
 *
 * @param code the stable code of the cause
 * @param review the review's number; missing of a stall
 * @param since ISO 8601, UTC
 * @param says the cause in words
 * @param next the sentence about what follows without a person
 * @param actions the actions that the review offers
 * @param proposed the action that an operator has proposed and a second one has to approve
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Standstill(
        String code,
        @Nullable Integer review,
        @Nullable String since,
        List<String> says,
        String next,
        @Nullable List<String> actions,
        @Nullable Proposed proposed) {

    /**
     * A proposal that is not over.
     *
     * @param until ISO 8601, UTC
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Proposed(
            String by, String action, @Nullable String amount, String why, String until) {

        static Proposed of(Proposal proposal) {
            return new Proposed(
                    proposal.decision().who(),
                    name(proposal.decision().action()),
                    proposal.amount().map(Money::text).orElse(null),
                    proposal.decision().why(),
                    proposal.until().toString());
        }
    }

    private static final String REFRESHED =
            "The order is refreshed at least daily; a correction at the gateway or in the store closes the review.";

    static Standstill of(Stall stall) {
        return new Standstill(
                stall.code(), null, stall.since().toString(), List.of(stall.message()), stall.next(), null, null);
    }

    /** Returns the open reviews, oldest first. */
    static List<Standstill> reviews(List<Entry> lines, Instant now) {
        Ledger ledger = Ledger.of(lines);
        return ledger.openReviews().stream()
                .map(review -> of(review, openedAt(lines, review), Proposal.of(ledger, review.number(), now)))
                .toList();
    }

    private static Standstill of(Review review, Optional<Instant> since, Optional<Proposal> proposal) {
        return new Standstill(
                review.reason().name(),
                review.number(),
                since.map(Instant::toString).orElse(null),
                review.lines(),
                REFRESHED,
                review.actions().stream().map(Standstill::name).toList(),
                proposal.map(Proposed::of).orElse(null));
    }

    /** Returns the time at which the review was opened. */
    public static Optional<Instant> openedAt(List<Entry> lines, Review review) {
        return lines.stream()
                .filter(line ->
                        line.fact() instanceof Fact.ReviewOpened(var opened) && opened.number() == review.number())
                .map(Entry::at)
                .findFirst();
    }

    private static String name(ReviewAction action) {
        return switch (action) {
            case ReviewAction.Refresh() -> "refresh";
            case ReviewAction.AcceptPaid(var payment) -> "acceptPaid " + payment;
            case ReviewAction.RefundDuplicate(var payment) -> "refundDuplicate " + payment;
            case ReviewAction.GiveUp(var operation) -> "giveUp " + operation;
            case ReviewAction.RetryEffects() -> "retryEffects";
            case ReviewAction.Dismiss() -> "dismiss";
        };
    }
}
