package dev.payonce.api;

import dev.payonce.gateway.Callback;
import dev.payonce.order.OrderId;
import dev.payonce.temporal.Deadlines;
import dev.payonce.workflow.TemporalDeliveries;
import java.util.Optional;

/** Through Temporal, within our own time. */
final class TemporalCallbackClient implements CallbackClient {

    private final TemporalDeliveries deliveries;
    private final Deadlines deadlines;

    TemporalCallbackClient(TemporalDeliveries deliveries, Deadlines deadlines) {
        this.deliveries = deliveries;
        this.deadlines = deadlines;
    }

    @Override
    public void deliver(Optional<OrderId> order, Callback callback) throws NotDurable {
        try {
            deadlines.within(
                    ApiLimits.DURABLE_WITHIN,
                    () -> order.ifPresentOrElse(
                            known -> deliveries.deliver(known, callback), () -> deliveries.deliverUnmatched(callback)));
        } catch (RuntimeException failure) {
            throw new NotDurable(TemporalErrors.code(failure), failure);
        }
    }
}
