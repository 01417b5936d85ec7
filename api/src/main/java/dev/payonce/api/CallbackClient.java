package dev.payonce.api;

import dev.payonce.gateway.Callback;
import dev.payonce.order.OrderId;
import java.util.Optional;

/** The way to an order's workflow. */
interface CallbackClient {

    /**
     * Durable when it returns.
     *
     * @param order empty when it first has to be found out whose the callback is
     * @throws NotDurable when it is not, or not known to be, durable; within {@link ApiLimits#DURABLE_WITHIN}
     */
    void deliver(Optional<OrderId> order, Callback callback) throws NotDurable;

    /** Carries a code of why, for the log. */
    final class NotDurable extends Exception {

        private final String why;

        NotDurable(String why, Throwable cause) {
            super(why, cause);
            this.why = why;
        }

        String why() {
            return why;
        }
    }
}
