package dev.payonce.gateway;

import dev.payonce.order.OrderId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The way in for one gateway account's callbacks: raw bytes to a callback, or a reason why not. Pure; no I/O. */
public interface Webhook {

    /** The account's name, as in {@code POST /webhooks/stripe}. */
    String account();

    /**
     * Signature first, over the raw bytes; without a valid one nothing else is said of the body.
     *
     * @param header a request header by its name, without regard to case
     * @param now the clock that signatures are compared with
     */
    Received receive(byte[] body, Function<String, Optional<String>> header, Instant now);

    /** What a delivery turned out to be. */
    sealed interface Received {

        /**
         * A hint worth following.
         *
         * @param order the order that our own tag names; empty when the payment carries none
         */
        record Accepted(Callback callback, Optional<OrderId> order) implements Received {}

        /** Genuine, but of a type that says nothing about an order's payment. */
        record Ignored(String event, String type) implements Received {}

        /** Not to be believed or not to be read. @see Reason */
        record Refused(Reason reason, String detail) implements Received {}

        /** BAD_SIGNATURE and STALE are answered 401, the others 400. */
        enum Reason {
            BAD_SIGNATURE,
            STALE,
            MALFORMED,
            OTHER_MODE,
            OTHER_ACCOUNT
        }
    }
}
