package dev.payonce.ledger;

import dev.payonce.gateway.Operation;
import dev.payonce.money.Money;
import dev.payonce.review.FourEyes;
import dev.payonce.review.ReviewDecision;
import java.time.Instant;
import java.util.Optional;

/**
 * The proposal of a decision that needs a second operator.
 *
 * @param amount the amount at stake when it was proposed; empty where it was not known
 * @param until the time at which it is over
 */
public record Proposal(ReviewDecision decision, Optional<Money> amount, Instant until) {

    /** Returns the proposal about a review that is not over: the last one, since a later one replaces it. */
    public static Optional<Proposal> of(Ledger ledger, int review, Instant now) {
        return ledger.entries().stream()
                .flatMap(line -> of(line).stream())
                .filter(each -> each.decision().review() == review)
                .reduce((_, later) -> later)
                .filter(each -> now.isBefore(each.until()));
    }

    private static Optional<Proposal> of(Entry line) {
        return line.fact() instanceof Fact.DecisionProposed(var decision, var amount)
                ? Optional.of(new Proposal(decision, amount, line.at().plus(FourEyes.WITHIN)))
                : Optional.empty();
    }

    /**
     * Returns the proposal to refund a payment that is not over. A refund of it that is created later ends the proposal, also
     * its own.
     */
    public static Optional<Fact.RefundProposed> ofRefund(Ledger ledger, String payment, Instant now) {
        return ledger.entries().reversed().stream()
                .filter(line -> isAbout(line.fact(), payment))
                .findFirst()
                .filter(line -> now.isBefore(line.at().plus(FourEyes.WITHIN)))
                .map(Entry::fact)
                .filter(Fact.RefundProposed.class::isInstance)
                .map(Fact.RefundProposed.class::cast);
    }

    private static boolean isAbout(Fact fact, String payment) {
        return switch (fact) {
            case Fact.RefundProposed proposed -> proposed.payment().equals(payment);
            case Fact.OperationCreated(Operation.Refund refund) ->
                refund.payment().equals(payment);
            default -> false;
        };
    }

    /**
     * Reports whether this decision is the proposed one, about the same amount. A proposal under a name that nothing
     * proves counts for no other operator: one person could be both.
     */
    public boolean isOf(ReviewDecision other, Stake stake) {
        return decision.action().equals(other.action())
                && amount.equals(stake.amount())
                && (decision.isProven() || !other.isProven());
    }

    /** Reports whether the same operator may have proposed it. Two tokens of one name are one operator. */
    public boolean isBy(ReviewDecision other) {
        return !other.isProven() || decision.who().equals(other.who());
    }
}
