package dev.payonce.api;

import dev.payonce.order.OrderId;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import java.time.Duration;

/** The way to an order's workflow for a caller that waits for an answer. */
interface RequestClient {

    /**
     * Sends the request; never throws, and takes hardly longer than the bound.
     *
     * @param gateway the account that the order's run is listed under when it has to be started
     */
    Response ask(OrderId order, Request request, String gateway, Duration within);

    /** The response of Temporal. */
    sealed interface Response {

        /** @param fingerprint of the request that this answers: it may be another one with the same key */
        record Answered(String fingerprint, PaymentResult result) implements Response {}

        /** A request that Temporal has and works on; the same request joins it. */
        record Pending() implements Response {}

        /**
         * A request that perhaps never arrived.
         *
         * @param why a code, for the log
         */
        record Unavailable(String why) implements Response {}
    }
}
