package dev.payonce.review;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What an operator may decide about a question. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ReviewAction.Refresh.class, name = "refresh"),
    @JsonSubTypes.Type(value = ReviewAction.AcceptPaid.class, name = "acceptPaid"),
    @JsonSubTypes.Type(value = ReviewAction.RefundDuplicate.class, name = "refundDuplicate"),
    @JsonSubTypes.Type(value = ReviewAction.GiveUp.class, name = "giveUp"),
    @JsonSubTypes.Type(value = ReviewAction.Dismiss.class, name = "dismiss")
})
public sealed interface ReviewAction {

    /** Look at everything that the question is about once more; it stays open when nothing has changed. */
    record Refresh() implements ReviewAction {}

    /** Take what this payment captured as what was asked. The one exception to "paid only if captured as asked". */
    record AcceptPaid(String payment) implements ReviewAction {}

    /** Give back what the merchant still holds of this payment: the order does not need it. */
    record RefundDuplicate(String payment) implements ReviewAction {}

    /** Stops waiting for this operation, whose outcome is unknown; the order may be charged again. */
    record GiveUp(int operation) implements ReviewAction {}

    /** It was dealt with elsewhere, or needs nothing. The same facts are not asked about again. */
    record Dismiss() implements ReviewAction {}
}
