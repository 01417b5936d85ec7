package dev.payonce.reconcile;

import static dev.payonce.reconcile.Invariants.law;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.request.PaymentResult;
import java.util.List;
import java.util.stream.Stream;

/**
 * The law of paid orders, said without the rules' own code: paid is never answered while the merchant holds less than the
 * order asks now.
 */
final class PaidInvariants {

    private PaidInvariants() {}

    /**
     * Holds the law against a result that is given now. An order that a person marked paid has no payer, and a payer of which
     * no capture was seen proves nothing.
     */
    static void answered(PaymentResult result, Order order, List<Entry> ledger) {
        if (!result.is(PaymentResult.State.PAID) || order.total().isEmpty()) {
            return;
        }
        Money total = order.total().get();
        ExternalIds names = Stream.concat(
                        paid(ledger).map(Fact.Paid::externalIds),
                        order.paid().stream().map(Order.Paid::externalIds))
                .reduce(ExternalIds.NONE, ExternalIds::and);
        List<Fact.PaymentObserved> payers = ledger.stream()
                .filter(line -> line.fact() instanceof Fact.PaymentObserved seen
                        && seen.captured().isPositive()
                        && seen.externalIds().meet(names))
                .map(line -> (Fact.PaymentObserved) line.fact())
                .toList();
        long held = payers.stream()
                .map(Fact.PaymentObserved::payment)
                .distinct()
                .mapToLong(payment -> LedgerHistory.net(ledger, payment))
                .sum();
        long tolerance = payers.stream().allMatch(payer -> payer.operation() > 0) ? 0 : 1;
        boolean accepted = paid(ledger)
                .anyMatch(paid -> paid.captured().minor() <= held
                        && paid.enough()
                                .filter(enough -> enough.minor() >= total.minor())
                                .isPresent());
        law(
                payers.isEmpty() || accepted || held + tolerance >= total.minor(),
                () -> "paid is answered while all that is asked is held: " + held + " of " + total);
    }

    private static Stream<Fact.Paid> paid(List<Entry> ledger) {
        return ledger.stream()
                .map(Entry::fact)
                .filter(Fact.Paid.class::isInstance)
                .map(Fact.Paid.class::cast);
    }
}
