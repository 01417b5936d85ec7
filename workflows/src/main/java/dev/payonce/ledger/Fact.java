package dev.payonce.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.payment.Fee;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.SavedMethod;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewDecision;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** The fact that one line of the ledger records. Rules compare facts; a line's name is for people and for the table. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fact")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fact.PaymentObserved.class, name = "paymentObserved"),
    @JsonSubTypes.Type(value = Fact.NotFound.class, name = "notFound"),
    @JsonSubTypes.Type(value = Fact.MethodSaved.class, name = "methodSaved"),
    @JsonSubTypes.Type(value = Fact.FeeObserved.class, name = "feeObserved"),
    @JsonSubTypes.Type(value = Fact.Paid.class, name = "paid"),
    @JsonSubTypes.Type(value = Fact.OrderStatusChanged.class, name = "orderStatusChanged"),
    @JsonSubTypes.Type(value = Fact.ReversalObserved.class, name = "reversalObserved"),
    @JsonSubTypes.Type(value = Fact.OperationCreated.class, name = "operationCreated"),
    @JsonSubTypes.Type(value = Fact.OperationResolved.class, name = "operationResolved"),
    @JsonSubTypes.Type(value = Fact.RefundProposed.class, name = "refundProposed"),
    @JsonSubTypes.Type(value = Fact.ReviewOpened.class, name = "reviewOpened"),
    @JsonSubTypes.Type(value = Fact.DecisionProposed.class, name = "decisionProposed"),
    @JsonSubTypes.Type(value = Fact.ReviewDecided.class, name = "reviewDecided"),
    @JsonSubTypes.Type(value = Fact.ReviewClosed.class, name = "reviewClosed")
})
public sealed interface Fact {

    /** A fact that changes the order. */
    sealed interface OrderChange extends Fact permits Paid, OrderStatusChanged {

        Order.Status to();
    }

    /** A fact about a manual review. */
    sealed interface ReviewChange extends Fact permits ReviewOpened, DecisionProposed, ReviewDecided, ReviewClosed {}

    /**
     * A payment of this order was seen otherwise than the ledger had it last.
     *
     * @param operation the operation that made it, by its tag; 0 for what another program made
     * @param until when an authorization or an open payment expires, if the gateway says so
     */
    record PaymentObserved(
            String gateway,
            String payment,
            ExternalIds externalIds,
            Stage stage,
            Optional<Payment.Decline> decline,
            Money amount,
            Money captured,
            Optional<Instant> until,
            Payment.WaitsFor waitsFor,
            int operation)
            implements Fact {

        public static PaymentObserved of(Payment payment) {
            return new PaymentObserved(
                    payment.gateway(),
                    payment.id(),
                    payment.externalIds(),
                    payment.stage(),
                    payment.decline(),
                    payment.amount(),
                    payment.captured(),
                    payment.until(),
                    payment.waitsFor(),
                    payment.tag().map(Payment.Tag::operation).orElse(0));
        }

        public Lookup lookup() {
            return Lookup.of(gateway, payment);
        }

        /** Returns true when nothing moved that the wait for a payment depends on. */
        public boolean waitsAs(PaymentObserved other) {
            return stage == other.stage
                    && waitsFor == other.waitsFor
                    && decline.isPresent() == other.decline.isPresent();
        }

        /** Returns true when it shows nothing that the other did not; a name that is not shown now is still a name. */
        boolean repeats(PaymentObserved other) {
            ExternalIds names = other.externalIds;
            return names.all().containsAll(externalIds.all())
                    && other.equals(new PaymentObserved(
                            gateway, payment, names, stage, decline, amount, captured, until, waitsFor, operation));
        }
    }

    /** A callback named an object that the gateway does not know. */
    record NotFound(String gateway, String object) implements Fact {}

    /** A payment left a method behind that can pay again. */
    record MethodSaved(String gateway, String payment, SavedMethod method) implements Fact {}

    /** The gateway booked a payment, with its fee; it may book another amount later. */
    record FeeObserved(String gateway, String payment, Fee booked) implements Fact {}

    /**
     * The order became paid by this payment.
     *
     * @param from the status that it had; COMPLETED stays
     * @param enough the order's total at that time: for it, the captured amount was enough
     * @param again true when the order had been paid before and a stale writer undid it
     */
    record Paid(
            Order.Status from,
            String gateway,
            String payment,
            String transaction,
            ExternalIds externalIds,
            Money captured,
            Optional<Money> enough,
            boolean again)
            implements OrderChange {

        @Override
        public Order.Status to() {
            return from == Order.Status.COMPLETED ? from : Order.Status.PROCESSING;
        }
    }

    /**
     * The order's status moved because of a payment.
     *
     * @param from the status it had
     * @param cause the number of the line that caused it: one line moves the order once
     */
    record OrderStatusChanged(
            Order.Status from, Order.Status to, String payment, StatusReason reason, String detail, long cause)
            implements OrderChange {}

    /** The reason for which an order's status moved. */
    enum StatusReason {
        AUTHORIZED,
        PENDING,
        DECLINED,
        VOIDED,
        EXPIRED,
        REFUNDED,
        DISPUTED,
        DISPUTE_WON,
        DISPUTE_LOST,
        SUSPECTED_FRAUD,
        FRAUD_CLEARED,
        /** A person or another program took it off hold: the line records where it was found, and moves nothing. */
        RELEASED
    }

    /** A refund, a dispute or a sign of fraud reached a state. */
    record ReversalObserved(String gateway, String payment, Reversal reversal) implements Fact {

        public static ReversalObserved of(Payment payment, Reversal reversal) {
            return new ReversalObserved(payment.gateway(), payment.id(), reversal);
        }

        /**
         * Returns true when it shows nothing that the other did not; a reason alone changes nothing. A fraud review never
         * opens again, and a payment names its review for ever: seen open later, it may be closed. One that could not be
         * read says nothing of a state that is known.
         */
        boolean repeats(ReversalObserved other) {
            boolean older = reversal.kind() == Reversal.Kind.FRAUD_REVIEW
                    && switch (reversal.state()) {
                        case PENDING -> true;
                        case OPEN -> other.reversal.state() != Reversal.State.PENDING;
                        case DONE, FAILED, WON, LOST, PREVENTED -> false;
                    };
            return older
                    || (gateway.equals(other.gateway)
                            && payment.equals(other.payment)
                            && reversal.because(other.reversal.reason()).equals(other.reversal));
        }
    }

    /** An operation is to be carried out. Written before it is sent; what is sent is built from this line. */
    record OperationCreated(Operation operation) implements Fact {}

    /**
     * An operation came to an end, or its outcome is unknown.
     *
     * @param detail the gateway's code, or why the outcome is unknown
     * @param mayRetry after a decline: another attempt may succeed; in doubt: the gateway may still carry it out by itself
     * @param payment the payment that shows it, empty where none does
     */
    record OperationResolved(int operation, OperationStatus status, String detail, boolean mayRetry, String payment)
            implements Fact {}

    /** An operator asked for a refund that needs a second operator. Nothing was done. */
    record RefundProposed(String payment, Money money, String who, String why) implements Fact {

        /** Reports whether it proposes this amount. */
        public boolean isOf(Money other) {
            return money.equals(other);
        }

        /** Reports whether a credential of the API proves the name. */
        public boolean isProven() {
            return !who.startsWith(ReviewDecision.BY_TEMPORAL);
        }
    }

    /** A case went to manual review. */
    record ReviewOpened(Review review) implements ReviewChange {}

    /**
     * An operator proposed a decision that needs a second operator. Nothing was done.
     *
     * @param amount the amount at stake; empty where it is not known
     */
    record DecisionProposed(ReviewDecision decision, Optional<Money> amount) implements ReviewChange {}

    /**
     * An operator decided a review.
     *
     * @param effect true when it changed something, or dismissed the review; a decision without effect closes nothing
     * @param proposedBy the operator who had proposed it; empty where one operator was enough
     */
    record ReviewDecided(
            ReviewDecision decision,
            boolean effect,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String proposedBy) implements ReviewChange {

        public ReviewDecided {
            proposedBy = Objects.requireNonNullElse(proposedBy, ""); // A decision of one operator has none.
        }

        public ReviewDecided(ReviewDecision decision, boolean effect) {
            this(decision, effect, "");
        }

        /** Returns the names of those who decided it. */
        public String who() {
            return proposedBy.isEmpty() ? decision.who() : proposedBy + " and " + decision.who();
        }
    }

    /** A review needs no decision any more. */
    record ReviewClosed(int review, Why why) implements ReviewChange {

        /** The cause: a decision that had an effect, facts that have changed, or an operator who dismissed it. */
        public enum Why {
            EFFECT,
            CHANGED,
            DISMISSED
        }
    }
}
