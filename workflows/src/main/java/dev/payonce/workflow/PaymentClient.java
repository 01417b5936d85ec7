package dev.payonce.workflow;

import dev.payonce.gateway.Callback;
import dev.payonce.order.OrderId;
import io.temporal.activity.ActivityInterface;

/**
 * The client that hands a callback to the workflow of its order, starting it where it does not run. Durable when it
 * returns.
 */
@ActivityInterface(namePrefix = "PaymentClient.")
public interface PaymentClient {

    void deliver(OrderId order, Callback callback);
}
