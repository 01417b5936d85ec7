package dev.payonce.api;

import dev.payonce.order.OrderId;
import dev.payonce.payment.Callback;
import dev.payonce.temporal.Deadlines;
import dev.payonce.workflow.TemporalDeliveries;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.stream.Stream;

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
            throw new Undelivered(code(failure), failure);
        }
    }

    private static String code(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .filter(StatusRuntimeException.class::isInstance)
                .map(grpc ->
                        ((StatusRuntimeException) grpc).getStatus().getCode().name())
                .findFirst()
                .orElseGet(() -> failure.getClass().getSimpleName());
    }
}
