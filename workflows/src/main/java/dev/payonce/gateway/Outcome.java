package dev.payonce.gateway;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.payonce.payment.Payment;
import java.time.Instant;
import java.util.Objects;

/** The outcome of an operation, by its number. A payment that the gateway shows says more than any code. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Seen.class, name = "seen"),
    @JsonSubTypes.Type(value = Outcome.Declined.class, name = "declined"),
    @JsonSubTypes.Type(value = Outcome.Unknown.class, name = "unknown"),
    @JsonSubTypes.Type(value = Outcome.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Outcome.NotSent.class, name = "notSent")
})
public sealed interface Outcome {

    int operation();

    /** The gateway answered with the payment as it is now: captured, authorized, declined, or waiting. */
    record Seen(int operation, Payment payment) implements Outcome {}

    /** The gateway said no, for good, and shows no payment. */
    record Declined(int operation, String code, boolean mayRetry) implements Outcome {}

    /**
     * The outcome is unknown: it is looked up, and never taken for a failure.
     *
     * @param why a code, for instance {@code stripe-timeout}
     * @param mayStillCome the gateway itself may carry it out later, and say so by a callback only
     * @param sentAt when this try started, by the workflow's clock; {@link Instant#EPOCH} where nothing says it. It
     *     separates a later try from an old answer that is reconciled again
     */
    record Unknown(int operation, String why, boolean mayStillCome, Instant sentAt) implements Outcome {

        public Unknown(int operation, String why, boolean mayStillCome) {
            this(operation, why, mayStillCome, Instant.EPOCH);
        }

        @Override
        public Outcome sentAt(Instant started) {
            return new Unknown(operation, why, mayStillCome, started);
        }
    }

    /** The gateway does not carry it out: it does not take this request, or the payment's state does not allow it. */
    record Refused(int operation, String why) implements Outcome {}

    /**
     * The gateway took nothing of this try, and the fault is the installation's or our own: a wrong key, one that may not
     * write, another account, a shape that this release does not know. The operation stays wanted, and is sent when the
     * fault is mended.
     *
     * @param why a code, for instance {@code stripe-401}
     * @param sole true when no other try can have reached the gateway since the operation was decided, or decided to be
     *     resent; where an earlier try may have, its outcome is unknown
     * @param sentAt when this try started, as for {@link Unknown}
     */
    record NotSent(int operation, String why, boolean sole, Instant sentAt) implements Outcome {

        /** The code of a charge that was held back, since a cancellation waited. It is not wanted any more. */
        public static final String CANCELLED = "cancelled";

        public NotSent {
            sentAt = Objects.requireNonNullElse(sentAt, Instant.EPOCH); // An older worker says neither.
        }

        public NotSent(int operation, String why) {
            this(operation, why, true, Instant.EPOCH);
        }

        @Override
        public Outcome sentAt(Instant started) {
            return new NotSent(operation, why, sole, started);
        }

        @Override
        public Outcome afterOtherTries() {
            return new NotSent(operation, why, false, sentAt);
        }
    }

    /** Returns the same outcome with the time at which the try started, where that matters. */
    default Outcome sentAt(Instant started) {
        return this;
    }

    /** Returns the same outcome where an earlier try may have reached the gateway; a known one says enough. */
    default Outcome afterOtherTries() {
        return this;
    }
}
