package dev.payonce.api;

import dev.payonce.order.OrderId;
import dev.payonce.payment.Callback;
import dev.payonce.temporal.Deadlines;
import dev.payonce.workflow.TemporalDeliveries;
import java.util.Optional;

/** Through Temporal, within our own time. */
final class TemporalPost implements Post {

    private final TemporalDeliveries deliveries;
    private final Deadlines deadlines;

    TemporalPost(TemporalDeliveries deliveries, Deadlines deadlines) {
        this.deliveries = deliveries;
        this.deadlines = deadlines;
    }

    @Override
    public void deliver(Optional<OrderId> order, Callback callback) throws Undelivered {
        try {
            deadlines.within(
                    Limits.DURABLE_WITHIN,
                    () -> order.ifPresentOrElse(
                            known -> deliveries.deliver(known, callback), () -> deliveries.deliverUnmatched(callback)));
        } catch (RuntimeException failure) {
            throw new Undelivered(TemporalErrors.code(failure), failure);
        }
    }
}
