package dev.payonce.ledger;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.payonce.gateway.Operation;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewDecision;
import java.time.Instant;
import java.util.Optional;

/** What one line of the ledger says. Only {@link Paid} and {@link OrderStatusChanged} change the order. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fact")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fact.PaymentObserved.class, name = "paymentObserved"),
    @JsonSubTypes.Type(value = Fact.NotFound.class, name = "notFound"),
    @JsonSubTypes.Type(value = Fact.Paid.class, name = "paid"),
    @JsonSubTypes.Type(value = Fact.OrderStatusChanged.class, name = "orderStatusChanged"),
    @JsonSubTypes.Type(value = Fact.ReversalObserved.class, name = "reversalObserved"),
    @JsonSubTypes.Type(value = Fact.OperationCreated.class, name = "operationCreated"),
    @JsonSubTypes.Type(value = Fact.OperationResolved.class, name = "operationResolved"),
    @JsonSubTypes.Type(value = Fact.ReviewOpened.class, name = "reviewOpened"),
    @JsonSubTypes.Type(value = Fact.ReviewDecided.class, name = "reviewDecided"),
    @JsonSubTypes.Type(value = Fact.ReviewClosed.class, name = "reviewClosed")
})
public sealed interface Fact {

    /**
     * A payment of this order was seen in a state that the ledger did not have last.
     *
     * @param operation the operation that made it, by its tag; 0 for what another program made
     * @param until when an authorization or an open payment expires, if the gateway says so
     */
    record PaymentObserved(
            String gateway,
            String payment,
            ExternalIds externalIds,
            Stage stage,
            Optional<String> decline,
            Money amount,
            Money captured,
            Optional<Instant> until,
            Payment.WaitsFor waitsFor,
            int operation)
            implements Fact {}

    /** A callback named an object that the gateway does not know. */
    record NotFound(String gateway, String object) implements Fact {}

    /**
     * The order became paid by this payment.
     *
     * @param again true when the order had been paid before and a stale writer undid it: no second note
     */
    record Paid(
            String gateway, String payment, String transaction, ExternalIds externalIds, Money captured, boolean again)
            implements Fact {}

    /**
     * The order's status moved because of a payment.
     *
     * @param from the status it had
     */
    record OrderStatusChanged(Order.Status from, Order.Status to, String payment, StatusReason reason, String detail)
            implements Fact {}

    /** Why an order's status moved. */
    enum StatusReason {
        AUTHORIZED,
        PENDING,
        DECLINED,
        VOIDED,
        EXPIRED,
        REFUNDED,
        DISPUTED,
        DISPUTE_WON,
        DISPUTE_LOST
    }

    /** A refund or a dispute, whoever made it, reached a state. */
    record ReversalObserved(String gateway, String payment, Reversal reversal) implements Fact {}

    /** An operation is to be carried out. Written before it is sent; what is sent is built from this line. */
    record OperationCreated(Operation operation) implements Fact {}

    /**
     * An operation came to something, or nobody can say to what.
     *
     * @param detail the gateway's code, or why nobody can say
     * @param mayRetry after a decline: another attempt may succeed; in doubt: the gateway may still carry it out by itself
     * @param payment the payment that shows it, empty where none does
     */
    record OperationResolved(int operation, OperationStatus status, String detail, boolean mayRetry, String payment)
            implements Fact {}

    /** An operator was asked. */
    record ReviewOpened(Review review) implements Fact {}

    /**
     * An operator decided a review.
     *
     * @param effect true when it changed something, or dismissed the review; a decision without effect closes nothing
     */
    record ReviewDecided(ReviewDecision decision, boolean effect) implements Fact {}

    /** A review needs no decision any more. */
    record ReviewClosed(int review, Why why) implements Fact {

        /** EFFECT: a decision had an effect. CHANGED: its facts have changed. DISMISSED: an operator dismissed it. */
        public enum Why {
            EFFECT,
            CHANGED,
            DISMISSED
        }
    }
}
