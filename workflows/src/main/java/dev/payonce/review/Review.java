package dev.payonce.review;

import dev.payonce.gateway.Lookup;
import dev.payonce.order.ExternalIds;
import java.util.List;

/**
 * A case for manual review, since no rule may decide it.
 *
 * @param number counts the order's reviews from 1
 * @param facts fingerprint of what it is about: the same facts open no second review, changed facts do
 * @param reason the most severe reason; searches and alerts can rely on this code
 * @param about the payments in question, by gateway
 * @param actions the actions that it offers
 * @param lines the facts, a sentence each, with both values where two differ
 */
public record Review(
        int number, String facts, Reason reason, List<Lookup> about, List<String> lines, List<ReviewAction> actions) {

    public Review {
        about = List.copyOf(about);
        lines = List.copyOf(lines);
        actions = List.copyOf(actions);
    }

    /**
     * The reasons, most severe first. The three that end in {@code DUE} name an operation that this version leaves to
     * an operator.
     */
    public enum Reason {
        ORDER_KEY_DIFFERS,
        ORDER_MISSING,
        AMOUNT_DIFFERS,
        ORDER_NOT_PAYABLE,
        PAID_OTHERWISE,
        PAID_BUT_CLOSED,
        EFFECT_REJECTED,
        DUPLICATE_PAYMENT,
        REFUND_DUE,
        VOID_DUE,
        CAPTURE_DUE,
        TWIN_ORDER,
        OUTCOME_UNKNOWN,
        REFUND_FAILED,
        DISPUTED,
        NOT_FOUND;

        /** Returns true when it is about money that the order does not need, so that a refund solves it. */
        public boolean isDuplicate() {
            return switch (this) {
                case AMOUNT_DIFFERS,
                        ORDER_NOT_PAYABLE,
                        PAID_OTHERWISE,
                        PAID_BUT_CLOSED,
                        DUPLICATE_PAYMENT,
                        REFUND_DUE -> true;
                case ORDER_KEY_DIFFERS,
                        ORDER_MISSING,
                        EFFECT_REJECTED,
                        VOID_DUE,
                        CAPTURE_DUE,
                        TWIN_ORDER,
                        OUTCOME_UNKNOWN,
                        REFUND_FAILED,
                        DISPUTED,
                        NOT_FOUND -> false;
            };
        }
    }

    public ExternalIds objects() {
        return about.stream().map(Lookup::objects).reduce(ExternalIds.NONE, ExternalIds::and);
    }
}
