package dev.payonce.api.page;

import dev.payonce.api.history.EntryDescription;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.Order;
import dev.payonce.payment.Reversal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A line of the comparison: one matter as the ledger, the gateway and the order have it. The gateway's is the state that it
 * showed last, and the order's the state that Payonce gave it last.
 *
 * @param differs true where two of them are known and are not the same
 */
record Compared(String matter, String ledger, String gateway, String order, boolean differs) {

    private static final String UNKNOWN = "not known";

    static List<Compared> of(PaymentSummary view, Ledger ledger) {
        List<Compared> rows = new ArrayList<>();
        rows.add(new Compared(
                "Status",
                EntryDescription.word(view.status()),
                view.payment()
                        .flatMap(ledger::lastObserved)
                        .map(seen -> EntryDescription.word(seen.stage()))
                        .orElse(UNKNOWN),
                last(ledger, Fact.OrderChange.class)
                        .map(change -> EntryDescription.word(change.to()))
                        .orElse(UNKNOWN),
                statusDiffers(view, ledger)));
        Optional<Money> asked = asked(ledger);
        for (Fact.PaymentObserved seen : ledger.lastObserved().values()) {
            Money there = seen.captured().isPositive() ? seen.captured() : seen.amount();
            Optional<Money> wants = ledger.operations()
                    .number(seen.operation())
                    .flatMap(known -> known.operation().amount());
            rows.add(row(
                    (seen.captured().isPositive() ? "Captured by " : "Amount of ") + seen.payment(),
                    wants,
                    Optional.of(there),
                    asked));
            rows.add(row(
                    "Refunded of " + seen.payment(),
                    sum(ledger, seen, refunds(ledger, seen)),
                    sum(ledger, seen, shown(ledger, seen)),
                    Optional.empty()));
        }
        return rows.stream().filter(row -> !row.empty()).toList();
    }

    private boolean empty() {
        return List.of(ledger, gateway, order).stream().allMatch(UNKNOWN::equals);
    }

    private static Compared row(String matter, Optional<Money> ours, Optional<Money> theirs, Optional<Money> order) {
        boolean differs = Stream.of(ours, theirs, order)
                        .flatMap(Optional::stream)
                        .distinct()
                        .count()
                > 1;
        return new Compared(matter, text(ours), text(theirs), text(order), differs);
    }

    /** Returns what the order asked when it was last paid; before that, nothing here knows it. */
    private static Optional<Money> asked(Ledger ledger) {
        return last(ledger, Fact.Paid.class).flatMap(Fact.Paid::enough);
    }

    private static List<Money> refunds(Ledger ledger, Fact.PaymentObserved seen) {
        return ledger.refunds().all().stream()
                .filter(made -> made.operation().payment().equals(seen.payment()))
                .filter(made -> !made.cameToNothing())
                .map(made -> made.operation().money())
                .toList();
    }

    private static List<Money> shown(Ledger ledger, Fact.PaymentObserved seen) {
        return ledger.lastReversals().values().stream()
                .map(Entry::fact)
                .filter(Fact.ReversalObserved.class::isInstance)
                .map(Fact.ReversalObserved.class::cast)
                .filter(known -> known.payment().equals(seen.payment()))
                .map(Fact.ReversalObserved::reversal)
                .filter(each -> each.kind() == Reversal.Kind.REFUND && each.counts())
                .map(Reversal::money)
                .toList();
    }

    /** Returns empty where neither side has a refund. */
    private static Optional<Money> sum(Ledger ledger, Fact.PaymentObserved seen, List<Money> parts) {
        boolean none = refunds(ledger, seen).isEmpty() && shown(ledger, seen).isEmpty();
        return none
                ? Optional.empty()
                : Optional.of(parts.stream()
                        .filter(part -> part.currency().equals(seen.amount().currency()))
                        .reduce(new Money(0, seen.amount().currency()), Money::plus));
    }

    /** Reports whether the order is paid and the gateway holds no money for it, or the reverse. */
    private static boolean statusDiffers(PaymentSummary view, Ledger ledger) {
        boolean held = ledger.lastObserved().values().stream().anyMatch(seen -> ledger.net(seen) > 0);
        Optional<Order.Status> order = last(ledger, Fact.OrderChange.class).map(Fact.OrderChange::to);
        return order.filter(Order.Status::isPaid).isPresent() != held && !view.equals(PaymentSummary.NOTHING);
    }

    private static <F extends Fact> Optional<F> last(Ledger ledger, Class<F> kind) {
        return ledger.facts(kind).reduce((_, later) -> later);
    }

    private static String text(Optional<Money> money) {
        return money.map((Function<Money, String>) Money::text).orElse(UNKNOWN);
    }
}
