package dev.payonce.payment;

import dev.payonce.order.Names;
import dev.payonce.order.Order;
import java.util.List;
import java.util.Optional;

/**
 * What observing makes of an order and of a settlement: everything is decided and written down, nothing is done. Pure.
 */
public final class Observed {

    private Observed() {}

    /**
     * The order as it would be by now, had everything been done that was decided; as it is, where the shop has moved it
     * by itself. So each thing is decided once, and what follows from it too.
     */
    public static Order order(Order real, Ledger ledger) {
        Optional<Order.Paid> paid = real.paid().or(() -> paid(ledger));
        return status(real, ledger)
                .map(status -> new Order(real.id(), real.key(), status, real.total(), paid, real.names(), real.made()))
                .orElse(real);
    }

    /** What would be carried out stands in the ledger, and nobody carries it out. */
    public static Settlement settlement(Settlement decided) {
        return new Settlement(decided.view(), decided.entries(), List.of(), decided.answers(), decided.next());
    }

    /** The status that was decided last, unless the shop itself has moved the order since. */
    public static Optional<Order.Status> status(Order real, Ledger ledger) {
        boolean wouldBePaid = ledger.facts(Fact.Paid.class).findAny().isPresent();
        Optional<Order.Status> last = Optional.empty();
        for (Entry line : ledger.entries()) {
            if (line.fact() instanceof Fact.Paid) {
                last = real.paid().isEmpty() ? Optional.of(Order.Status.PROCESSING) : Optional.empty();
            }
            if (line.fact() instanceof Fact.Moved moved) {
                boolean still = real.status() == moved.from()
                        || (wouldBePaid && real.paid().isEmpty());
                last = still ? Optional.of(moved.to()) : Optional.empty();
            }
        }
        return last;
    }

    private static Optional<Order.Paid> paid(Ledger ledger) {
        return ledger.entries().stream()
                .filter(line -> line.fact() instanceof Fact.Paid)
                .reduce((_, last) -> last)
                .map(line -> new Order.Paid(names(line.fact()), "", line.at()));
    }

    private static Names names(Fact fact) {
        return fact instanceof Fact.Paid paid ? paid.names() : Names.NONE;
    }
}
