package dev.payonce.sweep;

import dev.payonce.gateway.Callback;
import dev.payonce.order.OrderId;
import dev.payonce.temporal.Deadlines;
import dev.payonce.workflow.TemporalPaymentClient;
import java.time.Duration;
import java.util.Optional;

/** Through Temporal, within our own time. */
public final class TemporalSweepClient implements SweepActivities.Client {

    private final TemporalPaymentClient payments;
    private final Deadlines deadlines;
    private final Duration bound;

    /** @param bound of each call */
    public TemporalSweepClient(TemporalPaymentClient payments, Deadlines deadlines, Duration bound) {
        this.payments = payments;
        this.deadlines = deadlines;
        this.bound = bound;
    }

    @Override
    public void wake(OrderId order) {
        deadlines.within(bound, () -> payments.wake(order));
    }

    @Override
    public void refresh(OrderId order) {
        deadlines.within(bound, () -> payments.refresh(order));
    }

    @Override
    public void deliver(Optional<OrderId> order, Callback callback) {
        deadlines.within(
                bound,
                () -> order.ifPresentOrElse(
                        known -> payments.deliver(known, callback), () -> payments.deliverUnmatched(callback)));
    }
}
