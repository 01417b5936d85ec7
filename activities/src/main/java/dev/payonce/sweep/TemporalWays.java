package dev.payonce.sweep;

import dev.payonce.order.OrderId;
import dev.payonce.payment.Callback;
import dev.payonce.temporal.Deadlines;
import dev.payonce.workflow.TemporalDeliveries;
import dev.payonce.workflow.TemporalLooks;
import java.time.Duration;
import java.util.Optional;

/** Through Temporal, within our own time. */
public final class TemporalWays implements Sweeper.Ways {

    private final TemporalDeliveries deliveries;
    private final TemporalLooks looks;
    private final Deadlines deadlines;
    private final Duration bound;

    /** @param bound of each call */
    public TemporalWays(TemporalDeliveries deliveries, TemporalLooks looks, Deadlines deadlines, Duration bound) {
        this.deliveries = deliveries;
        this.looks = looks;
        this.deadlines = deadlines;
        this.bound = bound;
    }

    @Override
    public void wake(OrderId order) {
        deadlines.within(bound, () -> looks.wake(order));
    }

    @Override
    public void look(OrderId order) {
        deadlines.within(bound, () -> looks.look(order));
    }

    @Override
    public void deliver(Optional<OrderId> order, Callback callback) {
        deadlines.within(
                bound,
                () -> order.ifPresentOrElse(
                        known -> deliveries.deliver(known, callback), () -> deliveries.deliverUnmatched(callback)));
    }
}
