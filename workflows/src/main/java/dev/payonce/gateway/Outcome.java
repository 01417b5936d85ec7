package dev.payonce.gateway;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.payonce.payment.Payment;

/** What became of an operation, by its number. A payment that the gateway shows tells more than any code. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Seen.class, name = "seen"),
    @JsonSubTypes.Type(value = Outcome.Declined.class, name = "declined"),
    @JsonSubTypes.Type(value = Outcome.Unknown.class, name = "unknown"),
    @JsonSubTypes.Type(value = Outcome.Refused.class, name = "refused")
})
public sealed interface Outcome {

    int operation();

    /** The gateway answered with the payment as it is now: captured, authorized, declined, or waiting for somebody. */
    record Seen(int operation, Payment payment) implements Outcome {}

    /** The gateway said no, for good, and shows no payment. */
    record Declined(int operation, String code, boolean mayRetry) implements Outcome {}

    /**
     * Nobody can say whether money moved: looked up, never taken for a failure.
     *
     * @param why a code, for instance {@code stripe-timeout}
     * @param mayStillCome the gateway itself may carry it out later, and say so by a callback only
     */
    record Unknown(int operation, String why, boolean mayStillCome) implements Outcome {}

    /** Not carried out: a setting or a request that the gateway does not take, or a state that does not allow it. */
    record Refused(int operation, String why) implements Outcome {}
}
