package dev.payonce.reconcile;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.ledger.Operations;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.request.Request;
import java.util.List;

/**
 * The rule that resends a charge whose outcome is unknown, with its original idempotency key: once the gateway answers
 * again and does not list it, and a new charge would be allowed now. A shopper who came while the gateway was away need
 * not come again; if the first request has arrived after all, the key makes one charge of both.
 *
 * <p>All that has changed since counts as for a new charge: an order that was paid another way is not charged, nor a
 * total that is no longer the order's.
 */
final class ChargeResend {

    private final Draft draft;
    private final List<Payment> ours;
    private final ReconcileCommand command;

    ChargeResend(Draft draft, List<Payment> ours, ReconcileCommand command) {
        this.draft = draft;
        this.ours = ours;
        this.command = command;
    }

    /** @param known in doubt, and looked for */
    boolean right(Operations.Known known) {
        return known.operation() instanceof Operation.Charge charge
                && inTime(known)
                && sent(known) <= Policy.RESENDS
                && wanted(charge)
                && nothingElsePays(charge.header().gateway());
    }

    /**
     * Reports whether it may be resent: not while the gateway may carry it out by itself, nor right after the doubt.
     */
    private boolean inTime(Operations.Known known) {
        return !known.last().orElseThrow().mayRetry()
                && command.since().isAfter(known.since())
                && waited(known)
                && draft.now.isBefore(known.operation().header().notAfter());
    }

    /** Reports whether it has waited long enough; a try that was not sent needs no time to arrive. */
    private boolean waited(Operations.Known known) {
        return known.notSent().isPresent() || !draft.now.isBefore(known.since().plus(Policy.UNKNOWN_REFRESH_LONGEST));
    }

    /** Returns how often its outcome became unknown: once after each time it was sent. */
    private long sent(Operations.Known known) {
        return draft.ledger()
                .facts(Fact.OperationResolved.class)
                .filter(resolved ->
                        resolved.operation() == known.number() && resolved.status() == OperationStatus.UNKNOWN)
                .count();
    }

    private boolean wanted(Operation.Charge charge) {
        boolean waits = draft.status() == Status.PENDING || draft.status() == Status.FAILED;
        return waits
                && !draft.paidBy().known()
                && draft.order.total().filter(charge.money()::equals).isPresent()
                && command.requests().stream().noneMatch(Request.Cancel.class::isInstance);
    }

    private boolean nothingElsePays(String gateway) {
        return draft.order.twins().isEmpty()
                && ours.stream()
                        .noneMatch(payment -> (payment.alive() && !isConfirmed(payment)) || payment.holdsMoney())
                && RefreshSchedule.everyoneWasSeen(
                        draft, gateway, command.seen().lookedUp())
                && RefreshSchedule.nothingIsForgotten(
                        draft, gateway, command.seen().lookedUp());
    }

    /** Returns true for the declined payment that a charge in doubt confirms: the charge is another attempt of it. */
    private boolean isConfirmed(Payment payment) {
        return payment.refused()
                && draft.operations()
                        .attemptOf(payment)
                        .filter(last -> last.open()
                                && ((Operation.Charge) last.operation())
                                        .confirms()
                                        .isPresent())
                        .isPresent();
    }
}
