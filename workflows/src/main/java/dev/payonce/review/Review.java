package dev.payonce.review;

import dev.payonce.gateway.Lookup;
import dev.payonce.order.ExternalIds;
import java.util.List;

/**
 * What an operator has to look into, because no rule may decide it.
 *
 * @param number counts the order's questions from 1
 * @param facts fingerprint of what it is about: the same facts are not asked twice, changed facts are asked anew
 * @param reason the gravest reason; a code that searches and alerts can rely on
 * @param about the payments in question, by gateway
 * @param actions what may be decided
 * @param lines what is the matter, a sentence each, with both values where two differ
 */
public record Review(
        int number, String facts, Reason reason, List<Lookup> about, List<String> lines, List<ReviewAction> actions) {

    public Review {
        about = List.copyOf(about);
        lines = List.copyOf(lines);
        actions = List.copyOf(actions);
    }

    /** Gravest first. The three that end in DUE name an operation that this version leaves to a person. */
    public enum Reason {
        ORDER_KEY_DIFFERS,
        ORDER_MISSING,
        AMOUNT_DIFFERS,
        ORDER_NOT_PAYABLE,
        PAID_OTHERWISE,
        DUPLICATE_PAYMENT,
        REFUND_DUE,
        VOID_DUE,
        CAPTURE_DUE,
        OUTCOME_UNKNOWN,
        REFUND_FAILED,
        DISPUTED,
        NOT_FOUND;

        /** True when it is about money that the order does not need: giving it back is an answer. */
        public boolean isDuplicate() {
            return switch (this) {
                case AMOUNT_DIFFERS, ORDER_NOT_PAYABLE, PAID_OTHERWISE, DUPLICATE_PAYMENT, REFUND_DUE -> true;
                case ORDER_KEY_DIFFERS,
                        ORDER_MISSING,
                        VOID_DUE,
                        CAPTURE_DUE,
                        OUTCOME_UNKNOWN,
                        REFUND_FAILED,
                        DISPUTED,
                        NOT_FOUND -> false;
            };
        }
    }

    /** Every object that the question is about. */
    public ExternalIds objects() {
        return about.stream().map(Lookup::objects).reduce(ExternalIds.NONE, ExternalIds::and);
    }
}
