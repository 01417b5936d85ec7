package dev.payonce.api;

import dev.payonce.order.OrderId;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import java.time.Duration;

/** The way to an order's workflow for whoever waits for an answer. */
interface RequestClient {

    /**
     * Never throws, and takes hardly longer than the bound.
     *
     * @param gateway the account that the order's run is listed under when it has to be started
     */
    Response ask(OrderId order, Request request, String gateway, Duration within);

    /** What came back. */
    sealed interface Response {

        /** @param fingerprint of the request that this answers: it may be another one with the same key */
        record Answered(String fingerprint, PaymentResult result) implements Response {}

        /** Temporal has it and works on it; the same request joins it. */
        record Pending() implements Response {}

        /**
         * Not known to have arrived.
         *
         * @param why a code, for the log
         */
        record Unavailable(String why) implements Response {}
    }
}
