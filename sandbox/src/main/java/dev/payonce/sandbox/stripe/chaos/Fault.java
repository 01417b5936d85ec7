package dev.payonce.sandbox.stripe.chaos;

import java.time.Duration;

/** A way in which Stripe's answer may go wrong. */
public sealed interface Fault {

    /**
     * The right answer, but after the caller has given up; bounded by two minutes. Before its effect: no answer at all,
     * and the request is lost.
     */
    record Late(Duration by) implements Fault {}

    /**
     * A TCP reset instead of an answer. The JDK's own HttpURLConnection, which the SDK uses, silently repeats a request
     * after one, even a POST, so a caller sees the second of two.
     */
    record Reset() implements Fault {}

    /** The right headers, half of the body, then the end of the connection. */
    record HalfBody() implements Fault {}

    /**
     * A failure by status. 500 and 424 are Stripe's own, from within the execution, so that a key remembers them; 409
     * and 429 are a lock that another request has, which no key remembers; 502 and above are a proxy's, which are not
     * JSON, and of which Stripe itself knows nothing.
     */
    record Failure(int status) implements Fault {
        /** Reports whether the endpoint itself fails, and not a part on the way to it. */
        boolean inside() {
            return status == 500 || status == 424;
        }
    }

    /** A 429 before any other check, as planned by {@link Faults#next}. */
    record RateLimited(Duration retryAfter) implements Fault {}

    /** A 404, as if the object were not there yet. */
    record Missing() implements Fault {}

    /** The right object, but with a status that no version of the SDK knows. */
    record StrangeStatus() implements Fault {}
}
