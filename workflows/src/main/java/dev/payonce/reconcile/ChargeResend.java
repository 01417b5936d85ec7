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
 * Whether a charge that nobody knows the outcome of is sent once more, with its own key: the gateway answers again and
 * does not show it, and whoever asks for it now would get it. So a shopper who came while the gateway was away need not
 * come again; should the first request have arrived after all, the key makes one of both.
 *
 * <p>All that has changed since counts as for a new charge: what was paid another way is not charged, nor a total that is
 * no longer the order's.
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

    /** What the gateway itself may carry out later is not, nor what was in doubt only a moment ago. */
    private boolean inTime(Operations.Known known) {
        return !known.last().orElseThrow().mayRetry()
                && command.since().isAfter(known.since())
                && waited(known)
                && draft.now.isBefore(known.operation().header().notAfter());
    }

    /** A try that was not sent needs no time to arrive: it is sent again as soon as the gateway answers. */
    private boolean waited(Operations.Known known) {
        return known.notSent().isPresent() || !draft.now.isBefore(known.since().plus(Policy.UNKNOWN_REFRESH_LONGEST));
    }

    /** How often it came to be in doubt: once after each time it was sent. */
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
        return ours.stream().noneMatch(payment -> payment.alive() || payment.holdsMoney())
                && RefreshSchedule.everyoneWasSeen(
                        draft, gateway, command.seen().lookedUp())
                && RefreshSchedule.nothingIsForgotten(
                        draft, gateway, command.seen().lookedUp());
    }
}
