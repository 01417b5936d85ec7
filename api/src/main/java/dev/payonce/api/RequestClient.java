package dev.payonce.api;

import dev.payonce.order.OrderId;
import dev.payonce.request.Request;
import dev.payonce.workflow.PaymentWorkflow.Answered;
import java.time.Duration;

/** The way of a request to its order's workflow. */
interface RequestClient {

    /**
     * Returns the result, or the state when the time is over and Temporal works on it. Takes hardly longer than the bound.
     *
     * @param gateway the account that the order's run is listed under when it has to be started
     * @throws Unavailable when the request is not known to have arrived
     */
    Answered ask(OrderId order, Request request, String gateway, Duration within) throws Unavailable;

    /** The failure of a request that is not known to have arrived. Its message is a code, for the log. */
    final class Unavailable extends Exception {

        Unavailable(String why, Throwable cause) {
            super(why, cause);
        }
    }
}
