package dev.payonce.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.payonce.money.Money;
import dev.payonce.payment.RetryAdvice;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.SavedMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The result of a request: final, an action of the shopper, or not yet. It holds ids only; the API fetches from the
 * gateway what a browser needs.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PaymentResult.Final.class, name = "final"),
    @JsonSubTypes.Type(value = PaymentResult.Action.class, name = "action"),
    @JsonSubTypes.Type(value = PaymentResult.NotYet.class, name = "notYet")
})
public sealed interface PaymentResult {

    Reference of();

    /** Returns the reason, where the state alone does not say it; stable, lower case. */
    default String code() {
        return this instanceof NotYet ? word() : "";
    }

    /** Returns the state or the reason in lower case, as callers, logs and metrics name it. */
    String word();

    /**
     * The result that the same key gets for ever, byte for byte.
     *
     * @param mayRetry true when another attempt may succeed
     * @param retry after a decline: how to go on, where gateway or bank gave an advice
     */
    record Final(
            State state,
            String code,
            boolean mayRetry,
            Reference of,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Retry> retry)
            implements PaymentResult {

        public Final(State state, String code, boolean mayRetry, Reference of) {
            this(state, code, mayRetry, of, Optional.empty());
        }

        @Override
        public String word() {
            return state.name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The way to go on after a decline.
     *
     * @param notBefore when another attempt may succeed; empty where no pause is known
     */
    record Retry(RetryAdvice.Way way, Optional<Instant> notBefore) {

        /** @param declined when the gateway said no */
        public static Retry of(RetryAdvice advice, Instant declined) {
            return new Retry(
                    advice.way(),
                    Optional.of(advice.pause()).filter(Duration::isPositive).map(declined::plus));
        }
    }

    /**
     * The shopper has to act at the gateway.
     *
     * @param until the end of that possibility, where the gateway states one
     */
    record Action(Optional<Instant> until, Reference of) implements PaymentResult {

        @Override
        public String word() {
            return "action_required";
        }
    }

    /**
     * The state now; the same request may have another result later.
     *
     * @param when the earliest time to ask again, where it is known
     */
    record NotYet(Why why, Optional<Instant> when, Reference of) implements PaymentResult {

        @Override
        public String word() {
            return why.name().toLowerCase(Locale.ROOT);
        }
    }

    /** The states that are final. */
    enum State {
        PAID,
        AUTHORIZED,
        CAPTURED,
        CANCELLED,
        REFUNDED,
        DECLINED,
        REFUSED
    }

    /** The reasons for which a result is not final. */
    enum Why {
        CARRYING_OUT,
        OBSERVING,
        OUTCOME_UNKNOWN,
        OPERATION_IN_DOUBT,
        GATEWAY_PENDING,
        REFUND_PENDING,
        OTHER_PAYMENT,
        NO_PAYMENT,
        UNDER_REVIEW,
        STALLED,
        TOO_MANY_DECLINES,
        UNAVAILABLE,
        ORDER_NOT_FOUND,
        BUSY;

        /** Returns true while the run itself still works on the request, and a caller may be held. */
        public boolean waits() {
            return this == CARRYING_OUT || this == OBSERVING;
        }
    }

    /**
     * The payment and the operation that a result is about.
     *
     * @param gateway the gateway account of the payment
     * @param payment the id to ask its gateway by
     * @param money the amount that was charged, authorized, captured or refunded
     * @param asks the amount that the order asks instead, where the two differ
     * @param operation the operation that the request came to, 0 for none
     * @param refund the gateway's id of the refund, where the result is one's
     * @param saved the method that the payment left behind to pay with again
     */
    record Reference(
            String gateway,
            String payment,
            Optional<Money> money,
            Optional<Money> asks,
            int operation,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String refund,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<SavedMethod> saved) {

        public static final Reference NONE = operation(0);

        public Reference {
            refund = Objects.requireNonNullElse(refund, ""); // Left out of what travels where it is empty.
        }

        /** Returns the same reference with the method that the payment left behind. */
        public Reference with(Optional<SavedMethod> method) {
            return new Reference(gateway, payment, money, asks, operation, refund, method);
        }

        public Reference(String gateway, String payment, Optional<Money> money, Optional<Money> asks, int operation) {
            this(gateway, payment, money, asks, operation, "", Optional.empty());
        }

        public static Reference operation(int number) {
            return new Reference("", "", Optional.empty(), Optional.empty(), number);
        }

        public static Reference payment(String gateway, String payment, Money money, int operation) {
            return new Reference(gateway, payment, Optional.of(money), Optional.empty(), operation);
        }

        /** Returns the reference to a refund as its gateway shows it. */
        public static Reference refund(String gateway, String payment, Reversal refund, int operation) {
            return new Reference(
                    gateway,
                    payment,
                    Optional.of(refund.money()),
                    Optional.empty(),
                    operation,
                    refund.id(),
                    Optional.empty());
        }
    }

    default boolean isFinal() {
        return this instanceof Final;
    }

    default boolean is(State state) {
        return this instanceof Final(var reached, var _, var _, var _, var _) && reached == state;
    }

    default boolean is(Why why) {
        return this instanceof NotYet(var reason, var _, var _) && reason == why;
    }

    /** Returns true while the request stays in the run's inbox. */
    default boolean waits() {
        return this instanceof NotYet(var why, var _, var _) && why.waits();
    }

    default int operation() {
        return of().operation();
    }

    static PaymentResult of(State state, Reference of) {
        return new Final(state, "", false, of);
    }

    /** The start of the code of a charge that a twin order stands against; the twin's display number follows. */
    String TWIN_OF = "twin_of:";

    static PaymentResult refused(String code) {
        return refused(code, 0);
    }

    static PaymentResult refused(String code, int operation) {
        return new Final(State.REFUSED, code, false, Reference.operation(operation));
    }

    static PaymentResult refused(String code, Reference of) {
        return new Final(State.REFUSED, code, false, of);
    }

    static PaymentResult declined(String code, boolean mayRetry, int operation) {
        return new Final(State.DECLINED, code, mayRetry, Reference.operation(operation));
    }

    static PaymentResult notYet(Why why) {
        return notYet(why, Reference.NONE);
    }

    static PaymentResult notYet(Why why, Reference of) {
        return new NotYet(why, Optional.empty(), of);
    }

    static PaymentResult carryingOut(int operation) {
        return notYet(Why.CARRYING_OUT, Reference.operation(operation));
    }

    /** Returns the result of a request that has to wait until the gateway has been asked. */
    static PaymentResult observing() {
        return notYet(Why.OBSERVING);
    }
}
