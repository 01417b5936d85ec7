package dev.payonce.servers.stripe.chaos;

import java.time.Duration;

/** A fault of Stripe's response. */
public sealed interface Fault {

    /**
     * The right response, but after this time, when the caller has given up; bounded by two minutes. Before its effect:
     * no response at all, and the request is lost.
     */
    record Late(Duration by) implements Fault {}

    /**
     * A TCP reset instead of a response. The JDK's own HttpURLConnection, which the SDK uses, silently repeats the
     * request after one, even a POST, so a caller sees the second of two.
     */
    record Reset() implements Fault {}

    /** The right headers, half of the body, then the end of the connection. */
    record HalfBody() implements Fault {}

    /**
     * A failure by status. 500 and 424 are Stripe's own, from within the execution, and a key remembers them. 409 and
     * 429 are another request's lock, which no key remembers. 502 and above are a proxy's, are not JSON, and Stripe
     * itself knows nothing of them.
     */
    record Failure(int status) implements Fault {
        /** Returns true when the endpoint itself fails, and not something on the way to it. */
        boolean inside() {
            return status == 500 || status == 424;
        }
    }

    /** A 429; as planned by {@link Faults#next}, before the request is read. */
    record RateLimited(Duration retryAfter) implements Fault {}

    /** A 404, as if the object were not there yet. */
    record Missing() implements Fault {}

    /** The right object, but with a status that no version of the SDK knows. */
    record StrangeStatus() implements Fault {}
}
