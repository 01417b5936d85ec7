package dev.payonce.sweep;

import dev.payonce.gateway.Callback;
import dev.payonce.order.OrderId;
import dev.payonce.temporal.Deadlines;
import dev.payonce.workflow.TemporalDeliveries;
import dev.payonce.workflow.TemporalLooks;
import java.time.Duration;
import java.util.Optional;

/** Through Temporal, within our own time. */
public final class TemporalSweepClient implements SweepActivities.Client {

    private final TemporalDeliveries deliveries;
    private final TemporalLooks refreshes;
    private final Deadlines deadlines;
    private final Duration bound;

    /** @param bound of each call */
    public TemporalSweepClient(
            TemporalDeliveries deliveries, TemporalLooks refreshes, Deadlines deadlines, Duration bound) {
        this.deliveries = deliveries;
        this.refreshes = refreshes;
        this.deadlines = deadlines;
        this.bound = bound;
    }

    @Override
    public void wake(OrderId order) {
        deadlines.within(bound, () -> refreshes.wake(order));
    }

    @Override
    public void refresh(OrderId order) {
        deadlines.within(bound, () -> refreshes.refresh(order));
    }

    @Override
    public void deliver(Optional<OrderId> order, Callback callback) {
        deadlines.within(
                bound,
                () -> order.ifPresentOrElse(
                        known -> deliveries.deliver(known, callback), () -> deliveries.deliverUnmatched(callback)));
    }
}
