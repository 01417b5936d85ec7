package dev.payonce.api;

import dev.payonce.order.OrderId;
import dev.payonce.payment.Callback;
import dev.payonce.workflow.TemporalDeliveries;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Through Temporal, under a deadline of our own: by itself the client would try for a minute. */
final class TemporalPost implements Post {

    private final TemporalDeliveries deliveries;
    private final ScheduledExecutorService deadlines;
    private final Duration within;

    /** @param deadlines ends the calls whose time is over */
    TemporalPost(TemporalDeliveries deliveries, ScheduledExecutorService deadlines, Duration within) {
        this.deliveries = deliveries;
        this.deadlines = deadlines;
        this.within = within;
    }

    @Override
    public void deliver(Optional<OrderId> order, Callback callback) throws Undelivered {
        Context.CancellableContext bounded =
                Context.current().withDeadlineAfter(within.toMillis(), TimeUnit.MILLISECONDS, deadlines);
        try {
            bounded.run(() -> order.ifPresentOrElse(
                    known -> deliveries.deliver(known, callback), () -> deliveries.deliverUnmatched(callback)));
        } catch (RuntimeException failure) {
            throw new Undelivered(code(failure), failure);
        } finally {
            bounded.close();
        }
    }

    private static String code(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .filter(StatusRuntimeException.class::isInstance)
                .map(grpc -> ((StatusRuntimeException) grpc).getStatus().getCode().name())
                .findFirst()
                .orElseGet(() -> failure.getClass().getSimpleName());
    }
}
