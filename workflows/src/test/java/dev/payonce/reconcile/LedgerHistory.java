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

/** The history of a ledger, read without the rules' own code. */
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

    /** Reports whether our last move put the order on hold for this payment. */
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

    /** Returns the payments of which a refund was pending when it was last observed. */
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

    /** Returns the money that is left of a payment, by what was seen of it last. */
    static long net(List<Entry> ledger, String payment) {
        Map<String, Long> back = new HashMap<>();
        ledger.forEach(line -> {
            if (line.fact() instanceof Fact.ReversalObserved(var _, var of, var reversal) && of.equals(payment)) {
                back.put(reversal.id(), reversal.counts() ? reversal.money().minor() : 0);
            }
        });
        Fact.PaymentObserved last = last(ledger, payment);
        long captured = last == null ? 0 : last.captured().minor();
        return Math.max(
                0, captured - back.values().stream().mapToLong(Long::longValue).sum());
    }
}
