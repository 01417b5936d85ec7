package dev.payonce.reconcile;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.ledger.Operations;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.request.Request;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules that resend an operation whose outcome is unknown, with its original idempotency key. The gateway answers
 * again and does not show it. Should the first request have arrived after all, the key makes one of both.
 *
 * <p>A charge is resent if a new one would be allowed now: the order still waits for this amount, and nothing else pays
 * it. A capture, void or refund is resent only if it was not sent by a fault of the installation, if its payment is found
 * as it was, and if it was decided within the last half hour: a clerk may have helped by hand meanwhile.
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

    /** Returns true when this unknown operation, which a lookup does not show, is to be sent again. */
    boolean right(Operations.Known known) {
        return !known.heldBack()
                && inTime(known)
                && sent(known) <= Policy.RESENDS
                && switch (known.operation()) {
                    case Operation.Charge charge ->
                        wanted(charge) && nothingElsePays(charge.header().gateway());
                    case Operation.Capture capture -> foundAsItWas(known, capture.payment());
                    case Operation.Void it -> foundAsItWas(known, it.payment());
                    case Operation.Refund refund -> foundAsItWas(known, refund.payment());
                };
    }

    /** Returns true for a charge that was never sent, since a cancellation came first. */
    boolean withdrawn(Operations.Known known) {
        return known.heldBack() && sent(known) == 1;
    }

    private boolean foundAsItWas(Operations.Known known, String id) {
        Instant decided = known.operation().header().at();
        Set<String> before = draft.ledger().entries().stream()
                .filter(line -> !line.at().isAfter(decided))
                .flatMap(line -> line.fact() instanceof Fact.ReversalObserved observed
                        ? Stream.of(observed.reversal().id())
                        : Stream.empty())
                .collect(Collectors.toSet());
        return known.notSent().isPresent()
                && draft.now.isBefore(decided.plus(Policy.CHARGE_WITHIN))
                && ours.stream()
                        .filter(payment -> payment.id().equals(id))
                        .anyMatch(payment ->
                                payment.reversals().stream().allMatch(reversal -> before.contains(reversal.id())));
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
        boolean paidSince = draft.ledger().entries().stream()
                .anyMatch(line -> line.fact() instanceof Fact.Paid
                        && !line.at().isBefore(charge.header().at()));
        return waits
                && !paidSince
                && draft.standing().owed()
                && draft.order.total().filter(charge.money()::equals).isPresent()
                && command.requests().stream().noneMatch(Request.Cancel.class::isInstance);
    }

    private boolean nothingElsePays(String gateway) {
        return draft.order.twins().isEmpty()
                && ours.stream()
                        .noneMatch(payment -> (payment.alive() && !isConfirmed(payment)) || payment.holdsMoney())
                && RefreshSchedule.everyoneWasSeen(
                        draft, gateway, command.seen().lookedUp())
                && RefreshSchedule.nothingIsForgotten(draft, command.seen());
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
