package dev.payonce.payment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What an operator may decide about a question. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "choice")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Choice.LookAgain.class, name = "lookAgain"),
    @JsonSubTypes.Type(value = Choice.AcceptPaid.class, name = "acceptPaid"),
    @JsonSubTypes.Type(value = Choice.RefundExtra.class, name = "refundExtra"),
    @JsonSubTypes.Type(value = Choice.GiveUp.class, name = "giveUp"),
    @JsonSubTypes.Type(value = Choice.Dismiss.class, name = "dismiss")
})
public sealed interface Choice {

    /** Look at everything that the question is about once more; it stays open when nothing has changed. */
    record LookAgain() implements Choice {}

    /** Take what this payment captured as what was asked. The one exception to "paid only if captured as asked". */
    record AcceptPaid(String payment) implements Choice {}

    /** Give back what the merchant still holds of this payment: the order does not need it. */
    record RefundExtra(String payment) implements Choice {}

    /** Stop waiting for an operation whose outcome nobody can tell; the order may be charged anew. */
    record GiveUp() implements Choice {}

    /** It was dealt with elsewhere, or needs nothing. The same facts are not asked about again. */
    record Dismiss() implements Choice {}
}
