package dev.payonce.temporal;

import dev.payonce.gateway.Callback;
import dev.payonce.order.OrderId;
import dev.payonce.request.Request;
import dev.payonce.workflow.OrderRuns;
import dev.payonce.workflow.PaymentWorkflow.Answered;
import dev.payonce.workflow.TemporalPaymentClient;
import java.time.Duration;
import java.util.Optional;

/** The client of the payment workflows whose calls have a bound. After it they throw gRPC's DEADLINE_EXCEEDED. */
public final class BoundedPaymentClient implements OrderRuns {

    /** The time in which the client names the reason of its last try, after gRPC's deadline. */
    private static final Duration REASON_WITHIN = Duration.ofSeconds(1);

    private final TemporalPaymentClient payments;
    private final Deadlines deadlines;
    private final Duration bound;

    /** @param bound of each call that has none of its own */
    public BoundedPaymentClient(TemporalPaymentClient payments, Deadlines deadlines, Duration bound) {
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

    /** Returns the request's result, at the latest after this time. */
    public Answered request(OrderId order, Request request, String gateway, Duration within) {
        Duration half = within.dividedBy(2);
        Duration deadline = half.compareTo(REASON_WITHIN) < 0 ? half : within.minus(REASON_WITHIN);
        return deadlines.result(deadline, within, () -> payments.request(order, request, gateway));
    }
}
