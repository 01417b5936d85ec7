package dev.payonce.ledger;

import dev.payonce.order.Fingerprint;
import dev.payonce.payment.Stage;
import java.util.List;
import java.util.Locale;

/**
 * The rules by which the ledger tells one line from another. Facts of one kind about the same subject are compared as
 * they are. The name is rendered once, for people and for the table; no rule ever reads it.
 */
final class FactRules {

    private static final int LONGEST_ID = 128;

    private FactRules() {}

    static String subject(Fact fact) {
        return switch (fact) {
            case Fact.PaymentObserved seen -> seen.payment();
            case Fact.NotFound missing -> missing.object();
            case Fact.MethodSaved saved -> saved.method().id();
            case Fact.FeeObserved seen -> seen.payment();
            case Fact.Paid _ -> "";
            case Fact.OrderStatusChanged moved -> Long.toString(moved.cause());
            case Fact.ReversalObserved seen -> seen.reversal().id();
            case Fact.OperationCreated(var operation) -> Integer.toString(operation.number());
            case Fact.OperationResolved resolved -> Integer.toString(resolved.operation());
            case Fact.ReviewOpened(var review) -> Integer.toString(review.number());
            case Fact.RefundProposed proposed -> proposed.payment();
            case Fact.DecisionProposed(var decision, var _) -> Integer.toString(decision.review());
            case Fact.ReviewDecided(var decision, var _, var _) -> Integer.toString(decision.review());
            case Fact.ReviewClosed(var review, var _) -> Integer.toString(review);
        };
    }

    /**
     * Returns true when a fact adds nothing. A state may come back, so only the last one counts; a decision that is
     * reconciled again does not.
     *
     * @param before the facts of its kind about the same thing, oldest first
     */
    static boolean repeats(Fact fact, List<Fact> before) {
        return fact instanceof Fact.ReviewDecided
                ? before.contains(fact)
                : !before.isEmpty() && repeats(fact, before.getLast());
    }

    private static boolean repeats(Fact fact, Fact last) {
        return switch (fact) {
            case Fact.PaymentObserved seen -> seen.repeats((Fact.PaymentObserved) last);
            case Fact.ReversalObserved seen -> seen.repeats((Fact.ReversalObserved) last);
            case Fact.FeeObserved seen -> seen.equals(last);
            case Fact.Paid _,
                    Fact.OperationResolved _,
                    Fact.RefundProposed _,
                    Fact.DecisionProposed _,
                    Fact.ReviewDecided _ -> false;
            case Fact.NotFound _,
                    Fact.MethodSaved _,
                    Fact.OrderStatusChanged _,
                    Fact.OperationCreated _,
                    Fact.ReviewOpened _,
                    Fact.ReviewClosed _ -> true;
        };
    }

    /** @param times counts the lines of this kind about the same thing from 1 */
    static String name(Fact fact, int times) {
        String subject = part(subject(fact));
        return switch (fact) {
            case Fact.PaymentObserved seen -> "payment:" + subject + "#" + times + "=" + state(seen);
            case Fact.NotFound _ -> "notFound:" + subject;
            case Fact.MethodSaved _ -> "method:" + subject;
            case Fact.FeeObserved _ -> "fee:" + subject + (times == 1 ? "" : "#" + times);
            case Fact.Paid _ -> times == 1 ? "paid" : "paid#" + times;
            case Fact.OrderStatusChanged _ -> "status:" + subject;
            case Fact.ReversalObserved(var _, var _, var reversal) ->
                lower(reversal.kind()) + ":" + subject + "#" + times + "=" + lower(reversal.state());
            case Fact.OperationCreated _ -> "operation:" + subject;
            case Fact.OperationResolved resolved ->
                "operation:" + subject + "#" + times + "=" + lower(resolved.status());
            case Fact.ReviewOpened _ -> "review:" + subject;
            case Fact.RefundProposed _ -> "refundProposal:" + subject + (times == 1 ? "" : "#" + times);
            case Fact.DecisionProposed _ -> "proposal:" + subject + (times == 1 ? "" : "#" + times);
            case Fact.ReviewDecided _ -> "decision:" + subject + (times == 1 ? "" : "#" + times);
            case Fact.ReviewClosed _ -> "review:" + subject + "=closed";
        };
    }

    private static String state(Fact.PaymentObserved seen) {
        return seen.decline()
                .filter(_ -> seen.stage() == Stage.OPEN)
                .map(decline -> "declined." + decline.code())
                .orElse(lower(seen.stage()));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Returns an id as part of a name; of a very long one its start and a fingerprint. */
    private static String part(String id) {
        return id.length() <= LONGEST_ID ? id : id.substring(0, LONGEST_ID / 2) + "~" + Fingerprint.of(id);
    }
}
