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

        /**
         * Genuine, but nothing for us. Answered 200: a gateway that is told 4xx for long stops sending what is ours.
         *
         * @param event the event's id; empty where it could not be read
         */
        record Ignored(String event, Cause cause) implements Received {}

        /** Not to be believed. @see Reason */
        record Refused(Reason reason, String detail) implements Received {}

        /** Why a genuine event is nothing for us. */
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

        /** All are answered 401. */
        enum Reason {
            BAD_SIGNATURE,
            STALE
        }
    }
}
