package dev.payonce.payment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.payonce.money.Money;
import dev.payonce.order.Names;
import dev.payonce.order.Order;
import java.time.Instant;
import java.util.Optional;

/** What one line of the ledger says. Only {@link Paid} and {@link Moved} change the order. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fact")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fact.Sighted.class, name = "sighted"),
    @JsonSubTypes.Type(value = Fact.Unfound.class, name = "unfound"),
    @JsonSubTypes.Type(value = Fact.Paid.class, name = "paid"),
    @JsonSubTypes.Type(value = Fact.Moved.class, name = "moved"),
    @JsonSubTypes.Type(value = Fact.Returned.class, name = "returned"),
    @JsonSubTypes.Type(value = Fact.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = Fact.Resolved.class, name = "resolved"),
    @JsonSubTypes.Type(value = Fact.Asked.class, name = "asked"),
    @JsonSubTypes.Type(value = Fact.Decided.class, name = "decided"),
    @JsonSubTypes.Type(value = Fact.Closed.class, name = "closed")
})
public sealed interface Fact {

    /**
     * A payment of this order was seen in a state that the ledger did not have last.
     *
     * @param operation the operation that made it, by its tag; 0 for what another program made
     * @param until when an authorization or an open payment expires, if the gateway says so
     */
    record Sighted(
            String gateway,
            String payment,
            Names names,
            Payment.Stage stage,
            Optional<String> decline,
            Money amount,
            Money captured,
            Optional<Instant> until,
            Payment.WaitsFor waitsFor,
            int operation)
            implements Fact {}

    /** A callback named an object that the gateway does not know. */
    record Unfound(String gateway, String object) implements Fact {}

    /**
     * The order became paid by this payment.
     *
     * @param again true when the order had been paid before and a stale writer undid it: no second note
     */
    record Paid(String gateway, String payment, String transaction, Names names, Money captured, boolean again)
            implements Fact {}

    /**
     * The order's status moved because of a payment.
     *
     * @param from the status it had
     */
    record Moved(Order.Status from, Order.Status to, String payment, Why why, String detail) implements Fact {}

    /** Why an order's status moved. */
    enum Why {
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
    record Returned(String gateway, String payment, Payment.Return back) implements Fact {}

    /** An operation is to be carried out. Written before it is sent; what is sent is built from this line. */
    record Opened(Operation operation) implements Fact {}

    /**
     * An operation came to something, or nobody can say to what.
     *
     * @param detail the gateway's code, or why nobody can say
     * @param mayRetry after a decline: another attempt may succeed; in doubt: the gateway may still carry it out by itself
     * @param payment the payment that shows it, empty where none does
     */
    record Resolved(int operation, How how, String detail, boolean mayRetry, String payment) implements Fact {}

    /**
     * UNKNOWN is looked up until it is one of the others. REPEATED: not shown by a gateway that answers, so it is sent once
     * more with the same key. ABSENT: proven never to have reached the gateway.
     */
    enum How {
        DONE,
        DECLINED,
        REFUSED,
        UNKNOWN,
        REPEATED,
        ABSENT,
        GIVEN_UP
    }

    /** An operator was asked. */
    record Asked(Question question) implements Fact {}

    /** An operator decided a question. */
    record Decided(Decision decision) implements Fact {}

    /** The facts that a question was about are no longer so; nobody needs to answer it. */
    record Closed(int question) implements Fact {}
}
