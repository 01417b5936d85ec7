package dev.payonce.api;

import dev.payonce.health.Probe;
import dev.payonce.order.OrderId;
import dev.payonce.request.Request;
import dev.payonce.temporal.Deadlines;
import dev.payonce.workflow.PaymentWorkflow.Answered;
import dev.payonce.workflow.TemporalPaymentClient;
import io.grpc.Status;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Through Temporal, within our own time. A wait that ends says nothing by itself: a Temporal that is away is tried again
 * until then, too. So it is asked whether it is there, before anybody is told that it works on something.
 */
final class TemporalRequestClient implements RequestClient {

    private final TemporalPaymentClient payments;
    private final Deadlines deadlines;
    private final Consumer<Duration> check;

    /** @param check returns when Temporal answers within this time, throws otherwise */
    TemporalRequestClient(TemporalPaymentClient payments, Deadlines deadlines, Consumer<Duration> check) {
        this.payments = payments;
        this.deadlines = deadlines;
        this.check = check;
    }

    @Override
    public Response ask(OrderId order, Request request, String gateway, Duration within) {
        try {
            Answered answered = deadlines.result(within, () -> payments.request(order, request, gateway));
            return new Response.Answered(answered.fingerprint(), answered.result());
        } catch (RuntimeException failure) {
            return timeIsOver(failure) ? late() : new Response.Unavailable(TemporalErrors.code(failure));
        }
    }

    private Response late() {
        try {
            check.accept(Probe.WITHIN);
            return new Response.Pending();
        } catch (RuntimeException away) {
            return new Response.Unavailable(TemporalErrors.code(away));
        }
    }

    private static boolean timeIsOver(RuntimeException failure) {
        return failure instanceof WorkflowUpdateTimeoutOrCancelledException
                || TemporalErrors.code(failure).equals(Status.Code.DEADLINE_EXCEEDED.name());
    }
}
