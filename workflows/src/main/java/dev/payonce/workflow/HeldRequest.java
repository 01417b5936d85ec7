package dev.payonce.workflow;

import dev.payonce.order.OrderId;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import dev.payonce.request.TimedRequest;

/** A request in a run's inbox, with the result that its callers get. Lives inside a workflow: one thread at a time. */
final class HeldRequest {

    private final TimedRequest timed;
    private PaymentResult latest = PaymentResult.observing();
    private boolean released;

    HeldRequest(TimedRequest timed) {
        this.timed = timed;
    }

    TimedRequest timed() {
        return timed;
    }

    boolean isOf(Request other) {
        return timed.request().asked().equals(other.asked());
    }

    /** Takes in another caller, who waits for a result of its own time. */
    void join() {
        released = false;
    }

    void reached(PaymentResult result) {
        latest = result;
        released = !result.waits();
    }

    /**
     * Releases its callers while the payment stalls. After a fault of the installation a request without an operation of
     * its own is refused for now: nothing was done for it.
     */
    void stalled(boolean fault) {
        boolean untouched = latest.is(Why.OBSERVING) || latest.is(Why.UNAVAILABLE);
        reached(PaymentResult.notYet(fault && untouched ? Why.UNAVAILABLE : Why.STALLED));
    }

    boolean isReleased() {
        return released;
    }

    PaymentWorkflow.Answered answer(OrderId order) {
        return new PaymentWorkflow.Answered(timed.request().fingerprint(order), latest);
    }
}
