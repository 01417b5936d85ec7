package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The snapshots of payments that the ledger keeps, and the observations that are older than those. */
final class PaymentSnapshots {

    private PaymentSnapshots() {}

    /**
     * Writes down how a payment was seen.
     *
     * @return the line; empty when the observation is older than what is remembered, so that only a refresh may follow
     */
    static Optional<Entry> record(Draft draft, Payment payment) {
        Fact.PaymentObserved seen = Fact.PaymentObserved.of(payment);
        if (overtaken(draft, payment, seen)) {
            draft.overtaken.add(payment);
            draft.refreshNow(Lookup.of(payment));
            return Optional.empty();
        }
        return Optional.of(draft.write(seen));
    }

    /**
     * An old observation that is reconciled late, after a reset for instance, neither overwrites what was seen since nor
     * pays with money that was given back since. A final stage needs no clock; otherwise the time of observation counts.
     */
    private static boolean overtaken(Draft draft, Payment payment, Fact.PaymentObserved seen) {
        List<Entry> before = draft.ledger().about(seen);
        boolean wasFinal = !before.isEmpty()
                && before.getLast().fact() instanceof Fact.PaymentObserved last
                && isFinal(last.stage());
        if ((wasFinal && !isFinal(payment.stage())) || reversalsMissing(draft.ledger(), payment)) {
            return true;
        }
        if (draft.seenJustNow(payment)) {
            return false;
        }
        boolean movedSince = !isFinal(payment.stage()) && changedSince(draft, payment.seenAt(), seen);
        return movedSince
                || payment.reversals().stream()
                        .anyMatch(reversal -> changedSince(draft, payment.seenAt(), observed(payment, reversal)));
    }

    static Fact.ReversalObserved observed(Payment payment, Reversal reversal) {
        return new Fact.ReversalObserved(payment.gateway(), payment.id(), reversal);
    }

    /** Returns true when the ledger has learned something else about the same thing after that time. */
    private static boolean changedSince(Draft draft, Instant time, Fact fact) {
        List<Entry> before = draft.ledger().about(fact);
        return !before.isEmpty()
                && before.getLast().at().isAfter(time)
                && draft.ledger().with(fact, draft.now) != draft.ledger();
    }

    private static boolean isFinal(Stage stage) {
        return stage == Stage.CAPTURED || stage == Stage.CLOSED;
    }

    private static boolean reversalsMissing(Ledger ledger, Payment payment) {
        return ledger.facts(Fact.ReversalObserved.class)
                .filter(known -> known.payment().equals(payment.id()))
                .anyMatch(known -> payment.reversals().stream()
                        .noneMatch(reversal ->
                                reversal.id().equals(known.reversal().id())));
    }

    /** Looks for an id that a callback named and the gateway does not know; asks for a review after a while. */
    static void notFound(Draft draft, String gateway, String object) {
        Instant since = draft.write(new Fact.NotFound(gateway, object)).at();
        if (draft.now.isBefore(since.plus(Policy.NOT_FOUND_FOR))) {
            draft.refreshAgain(new Lookup(gateway, ExternalIds.of(object)), since);
        } else {
            draft.concerns.add(Concern.notFound(gateway, object));
        }
    }
}
