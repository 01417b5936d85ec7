package dev.payonce.api;

import dev.payonce.order.OrderId;
import dev.payonce.payment.Callback;
import java.util.Optional;

/** The way to an order's workflow. */
interface Post {

    /**
     * Durable when it returns.
     *
     * @param order empty when it first has to be found out whose the callback is
     * @throws Undelivered when it is not, or not known to be, durable; within {@link Limits#DURABLE_WITHIN}
     */
    void deliver(Optional<OrderId> order, Callback callback) throws Undelivered;

    /** Carries a code of why, for the log. */
    final class Undelivered extends Exception {

        private final String why;

        Undelivered(String why, Throwable cause) {
            super(why, cause);
            this.why = why;
        }

        String why() {
            return why;
        }
    }
}
