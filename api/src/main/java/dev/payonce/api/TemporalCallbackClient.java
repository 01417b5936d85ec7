package dev.payonce.api;

import dev.payonce.gateway.Callback;
import dev.payonce.order.OrderId;
import dev.payonce.temporal.Deadlines;
import dev.payonce.workflow.TemporalPaymentClient;
import java.util.Optional;

/** Through Temporal, within our own time. */
final class TemporalCallbackClient implements CallbackClient {

    private final TemporalPaymentClient payments;
    private final Deadlines deadlines;

    TemporalCallbackClient(TemporalPaymentClient payments, Deadlines deadlines) {
        this.payments = payments;
        this.deadlines = deadlines;
    }

    @Override
    public void deliver(Optional<OrderId> order, Callback callback) throws NotDurable {
        try {
            deadlines.within(
                    ApiLimits.DURABLE_WITHIN,
                    () -> order.ifPresentOrElse(
                            known -> payments.deliver(known, callback), () -> payments.deliverUnmatched(callback)));
        } catch (RuntimeException failure) {
            throw new NotDurable(TemporalErrors.code(failure), failure);
        }
    }
}
