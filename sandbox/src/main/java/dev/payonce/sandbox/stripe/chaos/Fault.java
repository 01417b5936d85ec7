package dev.payonce.sandbox.stripe.chaos;

import java.time.Duration;

/** One way in which Stripe's answer may go wrong. */
public sealed interface Fault {

    /**
     * The right answer, but after so long that the caller has given up; bounded by two minutes. Before its effect: no
     * answer at all, and the request is lost.
     */
    record Late(Duration by) implements Fault {}

    /**
     * A TCP reset instead of an answer. The JDK's own HttpURLConnection, which the SDK uses, silently asks once more
     * after one, even a POST, so a caller sees the second of two.
     */
    record Reset() implements Fault {}

    /** The right headers, half of the body, then the end of the connection. */
    record HalfBody() implements Fault {}

    /**
     * A failure by status. 500 and 424 are Stripe's own, from within the execution, so that a key remembers them; 409 and
     * 429 are a lock that somebody else has, which no key remembers; 502 and above are a proxy's, which are not JSON, and
     * of which Stripe itself knows nothing.
     */
    record Failure(int status) implements Fault {
        /** Whether the endpoint itself fails, and not something on the way to it. */
        boolean inside() {
            return status == 500 || status == 424;
        }
    }

    /** 429; as planned by {@link Faults#next}, before anything was looked at. */
    record RateLimited(Duration retryAfter) implements Fault {}

    /** 404, as if the object were not there yet. */
    record Missing() implements Fault {}

    /** The right object, but with a status that no version of the SDK knows. */
    record StrangeStatus() implements Fault {}
}
