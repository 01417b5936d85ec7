package dev.payonce.api;

import dev.payonce.api.http.ApiLimits;
import dev.payonce.health.Probe;
import dev.payonce.order.OrderId;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import dev.payonce.temporal.BoundedPaymentClient;
import dev.payonce.temporal.TemporalErrors;
import dev.payonce.workflow.PaymentWorkflow.Answered;
import dev.payonce.workflow.PaymentWorkflowImpl;
import io.grpc.Status;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The client that sends a request through Temporal within our own time.
 *
 * <p>Why it is right. A wait that ends says nothing by itself: the client tries a Temporal that is away until then, too.
 * So Temporal is asked whether it is there, before a caller gets "working". A run that holds its most callers refuses an
 * update before it takes it, and Temporal refuses one above its limit. Both took nothing: the request comes again within
 * its time, and after that the caller gets BUSY.
 */
final class TemporalRequestClient implements RequestClient {

    private final Calls calls;
    private final Consumer<Duration> check;

    /** The bounded call of {@link BoundedPaymentClient#request}. */
    interface Calls {
        Answered request(OrderId order, Request request, String gateway, Duration within);
    }

    /** @param check returns when Temporal answers within this time, throws otherwise */
    TemporalRequestClient(Calls calls, Consumer<Duration> check) {
        this.calls = calls;
        this.check = check;
    }

    @Override
    public Answered ask(OrderId order, Request request, String gateway, Duration within) throws Unavailable {
        long end = System.nanoTime() + within.toNanos();
        while (true) {
            try {
                return calls.request(order, request, gateway, Duration.ofNanos(end - System.nanoTime()));
            } catch (RuntimeException failure) {
                if (!isBusy(failure)) {
                    return timeIsOver(failure) ? late(order, request) : unavailable(failure);
                }
                if (end - System.nanoTime()
                        < ApiLimits.BUSY_PAUSE.multipliedBy(2).toNanos()) {
                    return new Answered(request.fingerprint(order), PaymentResult.notYet(Why.BUSY));
                }
                LockSupport.parkNanos(ApiLimits.BUSY_PAUSE.toNanos());
            }
        }
    }

    private static boolean isBusy(RuntimeException failure) {
        return TemporalErrors.code(failure).equals(Status.Code.RESOURCE_EXHAUSTED.name())
                || Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                        .anyMatch(cause -> cause instanceof ApplicationFailure refused
                                && refused.getType().equals(PaymentWorkflowImpl.BUSY));
    }

    private Answered late(OrderId order, Request request) throws Unavailable {
        try {
            check.accept(Probe.WITHIN);
            return new Answered(request.fingerprint(order), PaymentResult.carryingOut(0));
        } catch (RuntimeException away) {
            return unavailable(away);
        }
    }

    private static Answered unavailable(RuntimeException failure) throws Unavailable {
        throw new Unavailable(TemporalErrors.code(failure), failure);
    }

    private static boolean timeIsOver(RuntimeException failure) {
        return failure instanceof WorkflowUpdateTimeoutOrCancelledException
                || TemporalErrors.code(failure).equals(Status.Code.DEADLINE_EXCEEDED.name());
    }
}
