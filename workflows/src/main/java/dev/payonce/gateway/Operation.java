package dev.payonce.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.payonce.money.Money;
import java.util.Optional;

/**
 * An operation that moves money at a gateway. It is recorded in the ledger before it is sent. The request is built
 * from it, and for a charge from the details beside it in the ledger, alone. A retry after a deployment or an edit in
 * the shop therefore sends the same bytes.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "operation")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Operation.Charge.class, name = "charge"),
    @JsonSubTypes.Type(value = Operation.Capture.class, name = "capture"),
    @JsonSubTypes.Type(value = Operation.Void.class, name = "void"),
    @JsonSubTypes.Type(value = Operation.Refund.class, name = "refund")
})
public sealed interface Operation {

    OperationHeader header();

    default int number() {
        return header().number();
    }

    /** Returns the payment that it is about; empty for a charge that makes a new one. */
    default Optional<String> target() {
        return switch (this) {
            case Charge charge -> charge.confirms().map(DeclinedPayment::id);
            case Capture capture -> Optional.of(capture.payment());
            case Void it -> Optional.of(it.payment());
            case Refund refund -> Optional.of(refund.payment());
        };
    }

    /** Returns the amount that it names; empty for a void. */
    default Optional<Money> amount() {
        return switch (this) {
            case Charge charge -> Optional.of(charge.money());
            case Capture capture -> Optional.of(capture.money());
            case Refund refund -> Optional.of(refund.money());
            case Void _ -> Optional.empty();
        };
    }

    /**
     * The operation that creates a payment and captures it, or with {@code manual} only authorizes it.
     *
     * @param method the gateway's token for how to pay
     * @param returnTo where the gateway sends the shopper back to; empty where there is no page to return to
     * @param confirms our own declined payment that is confirmed again; empty for a new payment
     * @param use how the method is used beyond this payment; empty for {@link MethodUse#ONCE}
     */
    record Charge(
            OperationHeader header,
            Money money,
            String method,
            boolean manual,
            String returnTo,
            boolean offSession,
            Optional<DeclinedPayment> confirms,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<MethodUse> use)
            implements Operation {

        public Charge(
                OperationHeader header,
                Money money,
                String method,
                boolean manual,
                String returnTo,
                boolean offSession,
                Optional<DeclinedPayment> confirms) {
            this(header, money, method, manual, returnTo, offSession, confirms, Optional.empty());
        }
    }

    /**
     * A payment of ours that the gateway declined, as it was when the next attempt was decided.
     *
     * @param attempt the transaction that it showed then: an attempt is proven by another one, or by a payment that is no
     *     longer declined
     */
    record DeclinedPayment(String id, String attempt) {}

    /** The operation that captures authorized money; {@code last} releases the rest. */
    record Capture(OperationHeader header, String payment, Money money, boolean last) implements Operation {}

    /** The operation that voids a payment which has not been captured. */
    @SuppressWarnings("AvoidCommonTypeNames") // The field's own word for it.
    record Void(OperationHeader header, String payment) implements Operation {}

    /**
     * The operation that refunds captured money.
     *
     * @param storeRefund WooCommerce's id of the refund that it is for; 0 where there is none
     */
    record Refund(
            OperationHeader header, String payment, Money money, long storeRefund, RefundReason reason, Cause cause)
            implements Operation {

        /** The reason that the gateway gets; a code, since histories and ledgers are not encrypted. */
        public enum RefundReason {
            NONE,
            DUPLICATE,
            FRAUDULENT,
            REQUESTED_BY_CUSTOMER
        }

        /**
         * The cause of a refund: {@code REQUEST} a request, {@code DUPLICATE} a duplicate payment, {@code LATE} a payment
         * of a cancelled order, {@code DECIDED} an operator.
         */
        public enum Cause {
            REQUEST,
            DUPLICATE,
            LATE,
            DECIDED;

            /** Returns true when a rule alone decided it, so that the hourly limit applies. */
            public boolean automatic() {
                return this == DUPLICATE || this == LATE;
            }
        }
    }
}
