package dev.payonce.gateway;

import dev.payonce.order.OrderId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The way in for one gateway account's callbacks: raw bytes to a callback, or a reason why not. Pure; no I/O. */
public interface Webhook {

    /** Returns the account's name, as in {@code POST /webhooks/stripe}. */
    String account();

    /**
     * Verifies the signature over the raw bytes first; without a valid one the body is not read.
     *
     * @param header a request header by its name, without regard to case
     * @param now the clock that signatures are compared with
     */
    Received receive(byte[] body, Function<String, Optional<String>> header, Instant now);

    /** The result of reading a delivery. */
    sealed interface Received {

        /**
         * A hint worth following.
         *
         * @param order the order that our own tag names; empty when the payment carries none
         */
        record Accepted(Callback callback, Optional<OrderId> order) implements Received {}

        /**
         * A genuine delivery that does not concern Payonce. It is answered 200: a gateway that gets 4xx for long
         * disables the endpoint.
         *
         * @param event the event's ID; empty where it could not be read
         */
        record Ignored(String event, Cause cause) implements Received {}

        /** A delivery without proof of its origin. @see Reason */
        record Refused(Reason reason, String detail) implements Received {}

        /** The reason why a genuine event does not concern Payonce. */
        enum Cause {
            /** A type that says nothing about an order's payment. */
            TYPE,
            /** Live where this installation is test, or the other way round. */
            MODE,
            /** Another account's, as a platform gets them of those connected to it. */
            ACCOUNT,
            /** Of a shape that this version does not know, or that names nothing to look up. */
            SHAPE
        }

        /** The reason why a delivery is answered 401. */
        enum Reason {
            BAD_SIGNATURE,
            STALE
        }
    }
}
