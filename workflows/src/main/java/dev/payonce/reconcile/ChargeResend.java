package dev.payonce.reconcile;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Operations;
import dev.payonce.payment.Payment;
import dev.payonce.request.Request;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules that resend an operation whose outcome is unknown, with its original idempotency key. The gateway answers
 * again and does not show it. Should the first request have arrived after all, the key makes one of both.
 *
 * <p>A charge is resent if a new one would be allowed now: the order still waits for this amount, and nothing else pays
 * it. A capture, void or refund is resent only if it was not sent by a fault of the installation, and its payment is
 * found as it was. It must have been decided within the last half hour: a clerk may have helped by hand meanwhile.
 */
final class ChargeResend {

    private ChargeResend() {}

    /** Returns true when this unknown operation, which a lookup does not show, is to be sent again. */
    static boolean right(Draft draft, Operations.Known known) {
        return !known.heldBack()
                && inTime(draft, known)
                && unanswered(draft, known) <= Policy.RESENDS
                && (known.operation() instanceof Operation.Charge charge
                        ? wanted(draft, charge) && nothingElsePays(draft, charge)
                        : foundAsItWas(draft, known));
    }

    /** Returns true for a charge that was never sent, since a cancellation came first. */
    static boolean withdrawn(Draft draft, Operations.Known known) {
        return known.heldBack() && sent(draft, known) == 1;
    }

    private static boolean foundAsItWas(Draft draft, Operations.Known known) {
        Instant decided = known.operation().header().at();
        Set<String> before = draft.ledger().entries().stream()
                .filter(line -> !line.at().isAfter(decided))
                .filter(line -> line.fact() instanceof Fact.ReversalObserved)
                .map(line -> ((Fact.ReversalObserved) line.fact()).reversal().id())
                .collect(Collectors.toSet());
        return known.neverSent()
                && known.notSent().isPresent()
                && draft.now.isBefore(decided.plus(Policy.CHARGE_WITHIN))
                && draft.ours.stream()
                        .filter(payment -> known.targets(payment.id()))
                        .anyMatch(payment -> payment.reversals().stream()
                                .allMatch(reversal -> reversal.suspects() || before.contains(reversal.id())));
    }

    /**
     * Reports whether it may be resent: not while the gateway may carry it out by itself, nor right after the doubt. A try
     * that was not sent needs no time to arrive, and is repeated at this pace until its deadline.
     */
    private static boolean inTime(Draft draft, Operations.Known known) {
        boolean firstTime = known.notSent().isPresent() && sent(draft, known) == 1;
        boolean waited = firstTime || !draft.now.isBefore(known.since().plus(Policy.UNKNOWN_REFRESH_LONGEST));
        return waited
                && !known.mayCome()
                && draft.command.since().isAfter(known.since())
                && draft.now.isBefore(known.operation().header().notAfter());
    }

    /** Returns how often its outcome became unknown: once after each time it was sent. */
    private static long sent(Draft draft, Operations.Known known) {
        return draft.ledger().doubts(known.number()).count();
    }

    /** Returns how often the gateway may have got it without an answer. */
    private static long unanswered(Draft draft, Operations.Known known) {
        return draft.ledger()
                .doubts(known.number())
                .filter(doubt -> Operations.notSent(doubt).isEmpty())
                .count();
    }

    private static boolean wanted(Draft draft, Operation.Charge charge) {
        boolean paidSince = draft.ledger().entries().stream()
                .anyMatch(line -> line.fact() instanceof Fact.Paid
                        && !line.at().isBefore(charge.header().at()));
        return draft.status().isPayable()
                && !paidSince
                && draft.standing().owed()
                && draft.order.total().filter(charge.money()::equals).isPresent()
                && draft.command.requests().stream().noneMatch(Request.Cancel.class::isInstance);
    }

    private static boolean nothingElsePays(Draft draft, Operation.Charge charge) {
        String gateway = charge.header().gateway();
        return draft.order.twins().isEmpty()
                && draft.ours.stream()
                        .noneMatch(payment -> (payment.alive() && !isConfirmed(draft, payment)) || payment.holdsMoney())
                && RefreshSchedule.everyoneWasSeen(draft, gateway)
                && RefreshSchedule.nothingIsForgotten(draft, gateway);
    }

    /** Returns true for the declined payment that a charge in doubt confirms: the charge is another attempt of it. */
    private static boolean isConfirmed(Draft draft, Payment payment) {
        return payment.refused()
                && draft.operations()
                        .attemptOf(payment)
                        .filter(last -> last.open() && last.operation().target().isPresent())
                        .isPresent();
    }
}
