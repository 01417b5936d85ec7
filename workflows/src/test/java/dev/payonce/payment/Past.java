package dev.payonce.payment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a ledger says happened, read without the rules' own code. */
final class Past {

    private Past() {}

    static boolean meant(List<Entry> ledger) {
        Fact last = ledger.stream()
                .map(Entry::fact)
                .filter(fact -> fact instanceof Fact.Paid || fact instanceof Fact.Moved)
                .reduce(null, (_, later) -> later);
        return last instanceof Fact.Moved moved
                && Set.of(Fact.Why.REFUNDED, Fact.Why.DISPUTED, Fact.Why.DISPUTE_LOST)
                        .contains(moved.why());
    }

    /** The last that we did to the order was to put it on hold for this payment. */
    static boolean heldFor(List<Entry> ledger, String payment) {
        return ledger.stream()
                                .map(Entry::fact)
                                .filter(fact -> fact instanceof Fact.Paid || fact instanceof Fact.Moved)
                                .reduce(null, (_, later) -> later)
                        instanceof Fact.Moved moved
                && moved.to() == dev.payonce.order.Order.Status.ON_HOLD
                && moved.payment().equals(payment);
    }

    static boolean isFinal(Fact.@Nullable Sighted sighted) {
        return sighted != null
                && (sighted.stage() == Payment.Stage.CAPTURED || sighted.stage() == Payment.Stage.CLOSED);
    }

    static Fact.@Nullable Sighted last(List<Entry> ledger, String payment) {
        return ledger.stream()
                .map(Entry::fact)
                .filter(fact -> fact instanceof Fact.Sighted sighted
                        && sighted.payment().equals(payment))
                .map(Fact.Sighted.class::cast)
                .reduce(null, (_, later) -> later);
    }

    static Set<String> question(List<Entry> ledger, int number) {
        return ledger.stream()
                .map(Entry::fact)
                .filter(fact ->
                        fact instanceof Fact.Asked asked && asked.question().number() == number)
                .findFirst()
                .map(fact -> ((Fact.Asked) fact).question().objects().all())
                .orElseThrow();
    }

    /** The payments of which a refund was pending when it was last seen. */
    static Set<String> underWayBack(List<Entry> ledger) {
        Map<String, Fact.Returned> last = new HashMap<>();
        ledger.forEach(line -> {
            if (line.fact() instanceof Fact.Returned returned) {
                last.put(returned.back().id(), returned);
            }
        });
        return last.values().stream()
                .filter(returned -> returned.back().state() == Payment.Return.State.PENDING)
                .map(Fact.Returned::payment)
                .collect(Collectors.toSet());
    }
}
