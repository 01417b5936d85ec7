package dev.payonce.sandbox.stripe;

import java.time.Duration;

/** One way in which Stripe's answer may go wrong. */
public sealed interface Fault {

    /** The right answer, but after so long that the caller has given up; bounded by two minutes. */
    record Late(Duration by) implements Fault {}

    /**
     * A TCP reset instead of an answer. The JDK's own HttpURLConnection, which the SDK uses, silently asks once more
     * after one, so a caller sees the second of two.
     */
    record Reset() implements Fault {}

    /** The right headers, half of the body, then the end of the connection. */
    record HalfBody() implements Fault {}

    /** A server's failure: 500 in Stripe's own words, 502 and above in a proxy's, which are not JSON. */
    record Failure(int status) implements Fault {}

    /** 429, before anything was looked at. */
    record RateLimited(Duration retryAfter) implements Fault {}

    /** 404, as if the object were not there yet. */
    record Missing() implements Fault {}

    /** The right object, but with a status that no version of the SDK knows. */
    record StrangeStatus() implements Fault {}
}
