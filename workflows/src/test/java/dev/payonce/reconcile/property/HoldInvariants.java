package dev.payonce.reconcile.property;

import static dev.payonce.reconcile.property.LedgerInvariants.facts;
import static dev.payonce.reconcile.property.LedgerInvariants.heldFor;
import static dev.payonce.reconcile.property.LedgerInvariants.law;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Fact.StatusReason;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.Policy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The invariants of orders on hold for a dispute or a sign of fraud, read without the rules' own code.
 *
 * @param inquiriesHold true where the merchant wants an order on hold while a bank asks about it
 */
record HoldInvariants(List<Entry> ledger, Payment payment, boolean inquiriesHold) {

    /** Verifies a move for a dispute; an inquiry puts an order on hold only. */
    void disputed(boolean fresh, Fact.OrderStatusChanged moved) {
        boolean asked = moved.reason() == StatusReason.DISPUTED && !inquiries().isEmpty();
        law(fresh && (payment.disputed() || asked || isAgain(moved)), "disputed by a fresh snapshot");
    }

    /** Verifies a move on hold for a sign of fraud. */
    void suspected(boolean fresh, Fact.OrderStatusChanged moved) {
        law(fresh, "held by a fresh snapshot");
        law(!openReviews().isEmpty() || !warnings().isEmpty() || isAgain(moved), "held for a sign of fraud");
    }

    /** Verifies a hold after others undid one, if it is that: soon after it, once, and for something that lasts. */
    private boolean isAgain(Fact.OrderStatusChanged moved) {
        Optional<Entry> undone = hold(moved.cause());
        undone.ifPresent(hold -> {
            law(hold(((Fact.OrderStatusChanged) hold.fact()).cause()).isEmpty(), "an order is held again once");
            Instant until = hold.at().plus(Policy.STALE_WRITE_WITHIN);
            law(ledger.getLast().at().isBefore(until), "a late move off hold is a decision");
            boolean lasts = !unanswered(sign -> sign.kind() == Reversal.Kind.FRAUD_REVIEW)
                            .filter(review -> review.state() != Reversal.State.WON)
                            .toList()
                            .isEmpty()
                    || !warnings().isEmpty();
            law(payment.disputed() || !inquiries().isEmpty() || lasts, "an order is held again for a reason");
        });
        return undone.isPresent();
    }

    private Optional<Entry> hold(long number) {
        return ledger.stream()
                .filter(line -> line.number() == number
                        && line.fact() instanceof Fact.OrderStatusChanged moved
                        && moved.to() == Status.ON_HOLD)
                .findFirst();
    }

    /** Verifies a move off hold: nothing that would hold the order speaks against its payment. */
    void lifted(boolean fresh, Fact.OrderStatusChanged moved) {
        law(fresh, "lifted by a fresh snapshot");
        law(!payment.disputed(), "an order whose payment is disputed stays on hold");
        law(openReviews().isEmpty(), "an order in review stays on hold");
        law(inquiries().isEmpty(), "an order of which a bank asks stays on hold");
        law(moved.to() != Status.PROCESSING || warnings().isEmpty(), "an order of which an issuer warns stays on hold");
    }

    /**
     * Verifies a line that says that others took the order off hold.
     *
     * @param before the ledger and the status before the reconciliation
     */
    static void released(Fact.OrderStatusChanged moved, Status before, List<Entry> ledger) {
        law(moved.from() == moved.to() && moved.to() == before, "a release moves nothing");
        law(before != Status.ON_HOLD && before != Status.PENDING, "an order on hold is not released");
        law(heldFor(ledger, moved.payment()), "only what Payonce held is released");
    }

    /**
     * Verifies an order at rest that this payment has paid, and whose money the merchant holds.
     *
     * @param asked true where the payment is in review, or an operator dismissed that
     */
    void atRest(Status status, boolean asked) {
        boolean held = heldFor(ledger, payment.id());
        switch (status) {
            case PROCESSING -> {
                law(inquiries().isEmpty(), "no order of which a bank asks is shipped");
                law(openReviews().isEmpty(), "no order in review is shipped");
                law(warnings().isEmpty(), "no order of which an issuer warns is shipped");
            }
            case COMPLETED -> law(openReviews().isEmpty(), "no order in review is completed");
            case CANCELLED, TRASH -> law(asked, "no paid order is closed in silence");
            case FAILED, ON_HOLD -> law(asked || held, "no paid order is kept back in silence");
            case PENDING, REFUNDED, OTHER -> {}
        }
    }

    private List<Reversal> openReviews() {
        return unanswered(sign -> sign.kind() == Reversal.Kind.FRAUD_REVIEW && sign.state() == Reversal.State.OPEN)
                .toList();
    }

    private List<Reversal> warnings() {
        boolean won = last().values().stream()
                .anyMatch(other -> other.kind() == Reversal.Kind.DISPUTE && other.state() == Reversal.State.WON);
        return unanswered(sign -> sign.kind() == Reversal.Kind.FRAUD_WARNING && !won)
                .toList();
    }

    private List<Reversal> inquiries() {
        return unanswered(sign ->
                        inquiriesHold && sign.kind() == Reversal.Kind.INQUIRY && sign.state() == Reversal.State.OPEN)
                .toList();
    }

    /** Returns those that were first seen after others took the order off hold. */
    private Stream<Reversal> unanswered(Predicate<Reversal> which) {
        Map<String, Long> first = new LinkedHashMap<>();
        long released = 0;
        for (Entry line : ledger) {
            if (line.fact() instanceof Fact.ReversalObserved seen) {
                first.putIfAbsent(seen.reversal().id(), line.number());
            } else if (line.fact() instanceof Fact.OrderStatusChanged moved
                    && moved.reason() == StatusReason.RELEASED
                    && moved.payment().equals(payment.id())) {
                released = line.number();
            }
        }
        long answered = released;
        return last().values().stream().filter(which).filter(sign -> first.get(sign.id()) > answered);
    }

    private Map<String, Reversal> last() {
        Map<String, Reversal> last = new LinkedHashMap<>();
        facts(ledger, Fact.ReversalObserved.class)
                .filter(seen -> seen.payment().equals(payment.id()))
                .forEach(seen -> last.put(seen.reversal().id(), seen.reversal()));
        return last;
    }
}
