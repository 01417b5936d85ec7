package dev.payonce.workflow;

import dev.payonce.gateway.Callback;
import dev.payonce.order.OrderId;
import java.util.Optional;

/** The runs of the orders, as callbacks and the sweep reach them. Each call is durable when it returns. */
public interface OrderRuns {

    /** Starts the run where none is open. */
    void wake(OrderId order);

    void refresh(OrderId order);

    /** @param order empty when the callback's order is unknown: a run of its own finds it */
    void deliver(Optional<OrderId> order, Callback callback);
}
