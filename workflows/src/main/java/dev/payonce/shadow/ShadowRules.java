package dev.payonce.shadow;

import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.order.Order;
import dev.payonce.reconcile.Reconciliation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules of shadow mode: everything is decided and recorded, and no effect follows. Pure. */
public final class ShadowRules {

    private ShadowRules() {}

    /**
     * Returns the order as it would be after all decided effects, or as it is where the shop has moved it by itself. So
     * each thing is decided once, and what follows from it too.
     */
    public static Order order(Order real, Ledger ledger) {
        Optional<Order.Paid> paid = real.paid().or(() -> paid(ledger));
        return status(real, ledger).map(status -> real.with(status, paid)).orElse(real);
    }

    /** Returns the reconciliation without its operations: the ledger has them, and they are not carried out. */
    public static Reconciliation reconciliation(Reconciliation decided) {
        return new Reconciliation(
                decided.view(), decided.added(), List.of(), decided.results(), decided.decided(), decided.next());
    }

    /** Returns the status that was decided last, unless the shop itself has moved the order since. */
    public static Optional<Order.Status> status(Order real, Ledger ledger) {
        boolean unpaid = real.paid().isEmpty();
        boolean wouldBePaid = ledger.facts(Fact.Paid.class).findAny().isPresent();
        return lastDecided(ledger)
                .filter(fact -> fact instanceof Fact.OrderStatusChanged moved
                        ? real.status() == moved.from() || (wouldBePaid && unpaid)
                        : unpaid)
                .map(Fact.OrderChange::to);
    }

    /** Returns the last change of the order that was decided. */
    static Optional<Fact.OrderChange> lastDecided(Ledger ledger) {
        return ledger.facts(Fact.OrderChange.class).reduce((_, last) -> last);
    }

    private static Optional<Order.Paid> paid(Ledger ledger) {
        return ledger.entries().stream()
                .flatMap(line -> line.fact() instanceof Fact.Paid paid
                        ? Stream.of(new Order.Paid(paid.externalIds(), "", line.at()))
                        : Stream.empty())
                .reduce((_, last) -> last);
    }
}
