package dev.payonce.api;

import dev.payonce.order.OrderId;
import dev.payonce.payment.Answer;
import dev.payonce.payment.Request;
import java.time.Duration;

/** The way to an order's workflow for whoever waits for an answer. */
interface Ask {

    /**
     * Never throws, and takes hardly longer than the bound.
     *
     * @param gateway the account that the order's run is listed under when it has to be started
     */
    Reply ask(OrderId order, Request request, String gateway, Duration within);

    /** What came back. */
    sealed interface Reply {

        /** @param fingerprint of the request that this answers: it may be another one with the same key */
        record Answered(String fingerprint, Answer answer) implements Reply {}

        /** Temporal has it and works on it; the same request joins it. */
        record Late() implements Reply {}

        /**
         * Not known to have arrived.
         *
         * @param why a code, for the log
         */
        record Away(String why) implements Reply {}
    }
}
