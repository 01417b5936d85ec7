package dev.payonce.ledger;

import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import java.time.Instant;
import java.util.List;

/** The comparison of an observation with the snapshots of payments that the ledger keeps. */
public final class PaymentSnapshots {

    private PaymentSnapshots() {}

    /**
     * Returns true when a newer state is recorded. An old observation that is reconciled late, after a reset for
     * instance, neither overwrites it nor pays with money that was refunded since. A final stage needs no clock;
     * otherwise the time of observation counts.
     *
     * @param justNow true when the payment was observed just now
     */
    public static boolean overtake(Ledger ledger, Payment payment, boolean justNow) {
        boolean ended = isFinal(payment.stage());
        boolean wasFinal = ledger.lastObserved(payment.id())
                .filter(last -> isFinal(last.stage()))
                .isPresent();
        if ((wasFinal && !ended) || reversalsMissing(ledger, payment)) {
            return true;
        }
        return !justNow
                && ((!ended && changedSince(ledger, payment.seenAt(), Fact.PaymentObserved.of(payment)))
                        || payment.reversals().stream()
                                .map(reversal -> Fact.ReversalObserved.of(payment, reversal))
                                .anyMatch(seen -> changedSince(ledger, payment.seenAt(), seen)));
    }

    /** Returns true when the ledger has learned something else about the same thing after that time. */
    private static boolean changedSince(Ledger ledger, Instant time, Fact fact) {
        List<Entry> before = ledger.about(fact);
        return !before.isEmpty() && before.getLast().at().isAfter(time) && !ledger.has(fact);
    }

    private static boolean isFinal(Stage stage) {
        return stage == Stage.CAPTURED || stage == Stage.CLOSED;
    }

    private static boolean reversalsMissing(Ledger ledger, Payment payment) {
        return ledger.facts(Fact.ReversalObserved.class)
                .filter(known -> known.payment().equals(payment.id())
                        && !known.reversal().suspects())
                .anyMatch(known -> payment.reversals().stream()
                        .noneMatch(reversal ->
                                reversal.id().equals(known.reversal().id())));
    }
}
