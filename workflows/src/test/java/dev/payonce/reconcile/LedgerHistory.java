package dev.payonce.reconcile;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a ledger says happened, read without the rules' own code. */
final class LedgerHistory {

    private LedgerHistory() {}

    static boolean meant(List<Entry> ledger) {
        Fact last = ledger.stream()
                .map(Entry::fact)
                .filter(fact -> fact instanceof Fact.Paid || fact instanceof Fact.OrderStatusChanged)
                .reduce(null, (_, later) -> later);
        return last instanceof Fact.OrderStatusChanged moved
                && Set.of(Fact.StatusReason.REFUNDED, Fact.StatusReason.DISPUTED, Fact.StatusReason.DISPUTE_LOST)
                        .contains(moved.reason());
    }

    /** The last that we did to the order was to put it on hold for this payment. */
    static boolean heldFor(List<Entry> ledger, String payment) {
        return ledger.stream()
                                .map(Entry::fact)
                                .filter(fact -> fact instanceof Fact.Paid || fact instanceof Fact.OrderStatusChanged)
                                .reduce(null, (_, later) -> later)
                        instanceof Fact.OrderStatusChanged moved
                && moved.to() == dev.payonce.order.Order.Status.ON_HOLD
                && moved.payment().equals(payment);
    }

    static boolean isFinal(Fact.@Nullable PaymentObserved sighted) {
        return sighted != null && (sighted.stage() == Stage.CAPTURED || sighted.stage() == Stage.CLOSED);
    }

    static Fact.@Nullable PaymentObserved last(List<Entry> ledger, String payment) {
        return ledger.stream()
                .map(Entry::fact)
                .filter(fact -> fact instanceof Fact.PaymentObserved sighted
                        && sighted.payment().equals(payment))
                .map(Fact.PaymentObserved.class::cast)
                .reduce(null, (_, later) -> later);
    }

    static Set<String> review(List<Entry> ledger, int number) {
        return ledger.stream()
                .map(Entry::fact)
                .filter(fact -> fact instanceof Fact.ReviewOpened asked
                        && asked.review().number() == number)
                .findFirst()
                .map(fact -> ((Fact.ReviewOpened) fact).review().objects().all())
                .orElseThrow();
    }

    /** The payments of which a refund was pending when it was last seen. */
    static Set<String> underWayBack(List<Entry> ledger) {
        Map<String, Fact.ReversalObserved> last = new HashMap<>();
        ledger.forEach(line -> {
            if (line.fact() instanceof Fact.ReversalObserved returned) {
                last.put(returned.reversal().id(), returned);
            }
        });
        return last.values().stream()
                .filter(returned -> returned.reversal().state() == Reversal.State.PENDING)
                .map(Fact.ReversalObserved::payment)
                .collect(Collectors.toSet());
    }
}
