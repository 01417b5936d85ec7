package dev.payonce.review;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** An action that a review offers to the operator. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ReviewAction.Refresh.class, name = "refresh"),
    @JsonSubTypes.Type(value = ReviewAction.AcceptPaid.class, name = "acceptPaid"),
    @JsonSubTypes.Type(value = ReviewAction.RefundDuplicate.class, name = "refundDuplicate"),
    @JsonSubTypes.Type(value = ReviewAction.GiveUp.class, name = "giveUp"),
    @JsonSubTypes.Type(value = ReviewAction.RetryEffects.class, name = "retryEffects"),
    @JsonSubTypes.Type(value = ReviewAction.Dismiss.class, name = "dismiss")
})
public sealed interface ReviewAction {

    /**
     * The action that reads everything again that the review is about; the review stays open when nothing has changed.
     */
    record Refresh() implements ReviewAction {}

    /**
     * The action that accepts this payment's captured amount as the one that was asked. The one exception to "paid only
     * if captured as asked".
     */
    record AcceptPaid(String payment) implements ReviewAction {}

    /** The action that refunds what the merchant still holds of this payment, since the order does not need it. */
    record RefundDuplicate(String payment) implements ReviewAction {}

    /** The action that stops waiting for one operation with an unknown outcome; the order may be charged again. */
    record GiveUp(int operation) implements ReviewAction {}

    /** The action that has the shop apply the order's rejected effects again, since the cause is mended. */
    record RetryEffects() implements ReviewAction {}

    /**
     * The action that closes a review which was dealt with elsewhere, or needs nothing. The same facts are not asked
     * about again.
     */
    record Dismiss() implements ReviewAction {}
}
