package dev.payonce.api.page;

import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.workflow.Stall;
import java.util.Arrays;

/** The words for people of the codes that the list and a payment show. */
final class ReviewWords {

    private ReviewWords() {}

    /** Returns a title for the code of a row, a review's or a stall's. */
    static String title(String code) {
        return Arrays.stream(Review.Reason.values())
                .filter(reason -> reason.name().equals(code))
                .findFirst()
                .map(ReviewWords::title)
                .orElseGet(() -> other(code));
    }

    private static String other(String code) {
        return switch (code) {
            case "unassigned" -> "Money without an order";
            case "EFFECTS_OVERDUE" -> "The shop has not applied a payment";
            case ReviewTable.REFUND_PROPOSED -> "A refund that needs a second operator";
            default -> "The payment cannot go on";
        };
    }

    private static String title(Review.Reason reason) {
        return switch (reason) {
            case ORDER_KEY_DIFFERS -> "The payment is of another store's order";
            case ORDER_MISSING -> "The order does not exist";
            case AMOUNT_DIFFERS -> "Another amount than the order asks";
            case ORDER_NOT_PAYABLE -> "Paid, but the order takes no payment";
            case PAID_OTHERWISE -> "Paid twice, or marked as paid by hand";
            case PAID_BUT_CLOSED -> "Paid, but the order was closed";
            case EFFECT_REJECTED -> "The shop could not apply a payment";
            case DUPLICATE_PAYMENT -> "A second payment of one order";
            case REFUND_DUE -> "A refund is due that no rule may make";
            case VOID_DUE -> "A payment has to be voided at the gateway";
            case CAPTURE_DUE -> "An authorization has to be captured or voided";
            case TWIN_ORDER -> "Another order of the same cart is paid";
            case OUTCOME_UNKNOWN -> "The outcome of an operation is unknown";
            case REFUND_FAILED -> "A refund failed: the shopper waits for money";
            case DISPUTED -> "A bank disputes the payment";
            case NOT_FOUND -> "The gateway does not know the payment";
        };
    }

    /** Returns the advice for a review of this reason. */
    static String advice(Review.Reason reason) {
        return switch (reason) {
            case ORDER_KEY_DIFFERS ->
                "The store was restored or cloned. Find the order that the payment was made for, or refund it.";
            case ORDER_MISSING -> "Restore the order, or refund the payment.";
            case AMOUNT_DIFFERS -> "Accept the amount, or refund it.";
            case ORDER_NOT_PAYABLE -> "Refund the payment, or reopen the order in the store.";
            case PAID_OTHERWISE -> "Find out which payment stays. Refund the other one, or dismiss the review.";
            case PAID_BUT_CLOSED -> "Accept the payment to reopen the order, refund it, or dismiss the review.";
            case EFFECT_REJECTED -> "Mend the shop, then have it try again.";
            case DUPLICATE_PAYMENT -> "Find out whose payment it is, then refund it.";
            case REFUND_DUE -> "Refund the payment, or dismiss the review if the money stays.";
            case VOID_DUE -> "Void the payment at the gateway, then refresh.";
            case CAPTURE_DUE -> "Capture the payment at the gateway, or void it there, then refresh.";
            case TWIN_ORDER -> "Cancel this order, or dismiss the review to let it be charged too.";
            case OUTCOME_UNKNOWN -> "Search the gateway's dashboard for it. Give up only if it can no longer arrive.";
            case REFUND_FAILED -> "Refund again, or pay the shopper by another way, then dismiss the review.";
            case DISPUTED -> "Answer the dispute at the gateway. It has a deadline.";
            case NOT_FOUND -> "Check whether the key belongs to the right account and mode.";
        };
    }

    static String advice(Stall stall) {
        return stall.fault()
                ? "An operator has to mend it. Never charge or refund by hand meanwhile."
                : "It heals by itself once the other system answers. Never charge or refund by hand meanwhile.";
    }

    /** Says what becomes of the order and its money where an operator dismisses the review. */
    static String dismissal(Review review) {
        String effects = review.actions().contains(new ReviewAction.RetryEffects())
                ? "Drops the effects that the shop rejected, and Payonce decides this order again as it is. "
                : "";
        String rest = switch (review.reason()) {
            case TWIN_ORDER -> "Lets this order be charged as well as the other order of the same cart.";
            case OUTCOME_UNKNOWN -> "The outcome stays unknown, and the list no longer shows it.";
            case EFFECT_REJECTED -> "";
            case ORDER_KEY_DIFFERS,
                    ORDER_MISSING,
                    AMOUNT_DIFFERS,
                    ORDER_NOT_PAYABLE,
                    PAID_OTHERWISE,
                    PAID_BUT_CLOSED,
                    DUPLICATE_PAYMENT,
                    REFUND_DUE ->
                "Leaves the captured money at the gateway, and the order as it is. The list no longer shows it.";
            case VOID_DUE, CAPTURE_DUE, REFUND_FAILED, DISPUTED, NOT_FOUND ->
                "No money moves, and the list no longer shows it.";
        };
        return (effects + rest).strip() + " The same facts do not open the review again. It cannot be undone.";
    }
}
