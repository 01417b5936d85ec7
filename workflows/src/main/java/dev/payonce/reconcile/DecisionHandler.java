package dev.payonce.reconcile;

import dev.payonce.ledger.Concern;
import dev.payonce.ledger.Evidence;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.OperationEvidence;
import dev.payonce.ledger.Operations;
import dev.payonce.ledger.Proposal;
import dev.payonce.ledger.Stake;
import dev.payonce.ledger.Standing;
import dev.payonce.payment.Payment;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.FourEyes;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The handler of operators' decisions. Each decision stays on record. One with an effect closes its review; one without
 * closes nothing. The same conditions offer an action and apply it, so an action is offered only while it has an effect.
 */
final class DecisionHandler {

    private DecisionHandler() {}

    /** Returns a result for each decision, in their order. The first one of a batch counts. */
    static List<DecisionResult> record(Draft draft) {
        return draft.command.decisions().stream()
                .map(decision -> draft.ledger().openReviews().stream()
                        .filter(review -> review.number() == decision.review())
                        .findFirst()
                        .map(review -> offered(draft, review, decision))
                        .orElseGet(() -> earlier(draft, decision)))
                .toList();
    }

    private static DecisionResult offered(Draft draft, Review review, ReviewDecision decision) {
        if (!review.actions().contains(decision.action())) {
            return new DecisionResult.NotOffered(review.actions());
        }
        Optional<Stake> stake = Stake.of(decision.action(), draft.order, draft.ours, draft.ledger())
                .filter(known -> draft.policy.terms().fourEyes().needed(known.amount()));
        if (stake.isEmpty()) {
            return decided(draft, review, new Fact.ReviewDecided(decision, true));
        }
        Optional<Proposal> proposal = Proposal.of(draft.ledger(), review.number(), draft.now)
                .filter(known -> known.isOf(decision, stake.get()));
        if (proposal.filter(known -> known.isBy(decision)).isPresent()) {
            return new DecisionResult.Proposed(proposal.get().until());
        }
        if (!decision.isProven() || isCopy(draft, decision)) {
            return new DecisionResult.NotOffered(review.actions());
        }
        return proposal.map(known -> decided(
                        draft,
                        review,
                        new Fact.ReviewDecided(decision, true, known.decision().who())))
                .orElseGet(() -> proposed(draft, decision, stake.get()));
    }

    /**
     * Reports whether this decision, word for word, is in the ledger. A copy of it is neither a proposal nor an approval:
     * a reader of Temporal's histories can send one again, with its seal.
     */
    private static boolean isCopy(Draft draft, ReviewDecision decision) {
        return draft.ledger().entries().stream().anyMatch(line -> switch (line.fact()) {
            case Fact.DecisionProposed(var made, var _) -> made.equals(decision);
            case Fact.ReviewDecided(var made, var _, var _) -> made.equals(decision);
            default -> false;
        });
    }

    private static DecisionResult decided(Draft draft, Review review, Fact.ReviewDecided decided) {
        boolean effect = draft.by("operator " + decided.who(), () -> record(draft, review, decided));
        return effect ? new DecisionResult.Applied() : new DecisionResult.NoEffect();
    }

    private static DecisionResult proposed(Draft draft, ReviewDecision decision, Stake stake) {
        draft.by("operator " + decision.who(), () -> draft.write(new Fact.DecisionProposed(decision, stake.amount())));
        return new DecisionResult.Proposed(draft.now.plus(FourEyes.WITHIN));
    }

    /** Returns the earlier decision, so that a retry whose first try committed finds that its own was applied. */
    private static DecisionResult earlier(Draft draft, ReviewDecision decision) {
        return draft.ledger().entries().stream()
                .filter(line -> line.fact() instanceof Fact.ReviewDecided(var made, var effect, var _)
                        && effect
                        && made.review() == decision.review()
                        && !(made.action() instanceof ReviewAction.Refresh))
                .findFirst()
                .map(line -> {
                    ReviewDecision first = ((Fact.ReviewDecided) line.fact()).decision();
                    return first.equals(decision)
                            ? new DecisionResult.Applied()
                            : new DecisionResult.AlreadyDecided(first.who(), first.action(), line.at());
                })
                .orElseGet(DecisionResult.NotOpen::new);
    }

    private static boolean record(Draft draft, Review review, Fact.ReviewDecided decided) {
        ReviewDecision decision = decided.decision();
        boolean effect = apply(draft, decision);
        draft.write(new Fact.ReviewDecided(decision, effect, decided.proposedBy()));
        Fact.ReviewClosed.Why why = decision.action() instanceof ReviewAction.Dismiss
                ? Fact.ReviewClosed.Why.DISMISSED
                : Fact.ReviewClosed.Why.EFFECT;
        if (effect && !(decision.action() instanceof ReviewAction.Refresh)) {
            draft.write(new Fact.ReviewClosed(review.number(), why));
        }
        return effect;
    }

    /** Returns true when an operator said that these facts need nothing more. */
    static boolean dismissed(Draft draft, String facts) {
        Ledger ledger = draft.ledger();
        List<Integer> dismissed = ledger.facts(Fact.ReviewClosed.class)
                .filter(closed -> closed.why() == Fact.ReviewClosed.Why.DISMISSED)
                .map(Fact.ReviewClosed::review)
                .toList();
        return ledger.facts(Fact.ReviewOpened.class)
                .map(Fact.ReviewOpened::review)
                .anyMatch(review -> review.facts().equals(facts) && dismissed.contains(review.number()));
    }

    /** Returns the actions that have an effect on these concerns now. */
    static List<ReviewAction> offered(Draft draft, List<Concern> concerns) {
        List<Payment> payments = concerns.stream()
                .filter(concern -> concern.reason().isDuplicate())
                .flatMap(concern -> concern.payment().stream())
                .distinct()
                .toList();
        Stream<ReviewAction> paid = payments.stream()
                .filter(payment -> mayAccept(draft, payment))
                .map(payment -> new ReviewAction.AcceptPaid(payment.id()));
        Stream<ReviewAction> back = payments.stream()
                .filter(payment -> mayRefund(draft, payment))
                .map(payment -> new ReviewAction.RefundDuplicate(payment.id()));
        Stream<ReviewAction> givenUp = concerns.stream()
                .flatMap(concern -> concern.operation().stream())
                .map(ReviewAction.GiveUp::new);
        Stream<ReviewAction> again = concerns.stream()
                .filter(concern -> concern.reason() == Review.Reason.EFFECT_REJECTED)
                .limit(1)
                .map(_ -> new ReviewAction.RetryEffects());
        return Stream.of(
                        Stream.of(new ReviewAction.Refresh()),
                        paid,
                        back,
                        givenUp,
                        again,
                        Stream.of(new ReviewAction.Dismiss()))
                .<ReviewAction>flatMap(actions -> actions)
                .toList();
    }

    /** Applies an operator's action. Returns false where it has no effect any more. */
    static boolean apply(Draft draft, ReviewDecision decision) {
        return switch (decision.action()) {
            case ReviewAction.AcceptPaid(var id) ->
                payment(draft, id)
                        .filter(payment -> mayAccept(draft, payment))
                        .map(payment -> CapturedPaymentRules.write(draft, payment))
                        .isPresent();
            case ReviewAction.RefundDuplicate(var id) ->
                payment(draft, id)
                        .filter(payment -> draft.seenJustNow(payment))
                        .filter(payment -> mayRefund(draft, payment))
                        .map(payment -> DuplicatePaymentRules.decided(draft, payment))
                        .isPresent();
            case ReviewAction.GiveUp(var operation) ->
                draft.operations()
                        .number(operation)
                        .filter(Operations.Known::unknown)
                        .filter(known -> UnknownOutcomes.decide(
                                draft,
                                known,
                                new OperationEvidence.Finding(Evidence.GIVEN_UP, decision.who(), true, "")))
                        .isPresent();
            case ReviewAction.RetryEffects() -> !draft.order.rejected().isEmpty();
            case ReviewAction.Refresh(), ReviewAction.Dismiss() -> true;
        };
    }

    /**
     * Reports whether this payment may pay the order by an operator's decision. An order that another payment has paid,
     * or that takes none any more, stays as it is; so does money on its way back.
     */
    private static boolean mayAccept(Draft draft, Payment payment) {
        boolean payable = switch (draft.status()) {
            case PENDING, FAILED, ON_HOLD, CANCELLED -> true;
            case PROCESSING, COMPLETED, REFUNDED, TRASH, OTHER -> false;
        };
        Standing standing = draft.standing();
        boolean payer = standing.owed() || !standing.known() || standing.paidBy(payment);
        return payable
                && payment.holdsMoney()
                && !payment.disputed()
                && payer
                && !DuplicatePaymentRules.underWay(draft, payment);
    }

    private static boolean mayRefund(Draft draft, Payment payment) {
        return DuplicatePaymentRules.mayDecide(draft, payment, CapturedPaymentRules.movedByOthers(draft, payment));
    }

    private static Optional<Payment> payment(Draft draft, String id) {
        return draft.ours.stream().filter(payment -> payment.id().equals(id)).findFirst();
    }
}
