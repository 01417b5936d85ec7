package dev.payonce.payment;

import dev.payonce.money.Money;
import dev.payonce.order.Names;
import dev.payonce.payment.Answer.State;
import dev.payonce.payment.Payment.Stage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Gives money back when somebody asks for it: in full, in part, several times; what the order was paid with, whoever
 * charged it. Never more than the merchant still holds, which only a look just now can tell, and only when nothing more of
 * it is under way. One wish is one refund: the store's own number of it, or else the caller's key, names the wish.
 */
final class Refunding {

    private final Draft draft;
    private final List<Payment> current;
    private final Names looked;
    private final Answers answers;

    /** @param current the order's payments that were seen, and not overtaken by what was seen since */
    Refunding(Draft draft, List<Payment> current, Names looked, Answers answers) {
        this.draft = draft;
        this.current = current;
        this.looked = looked;
        this.answers = answers;
    }

    Answer answer(Request.Refund asked) {
        if (asked.minor().filter(minor -> minor <= 0).isPresent()) {
            return Answer.refused("amount_not_positive");
        }
        return sameWish(asked)
                .or(this::chargeUnderWay)
                .or(this::unseen)
                .orElseGet(() -> payer().map(paid -> of(asked, paid)).orElse(Answer.refused("nothing_captured")));
    }

    private Answer of(Request.Refund asked, Payment paid) {
        return underWay(paid)
                .or(() -> stale(paid))
                .or(() -> sameWish(asked, paid))
                .or(() -> notAllowed(asked, paid))
                .orElseGet(() -> refund(asked, paid));
    }

    /** Whoever asks again for the same refund of the store joins the first, unless that came to nothing for good. */
    private Optional<Answer> sameWish(Request.Refund asked) {
        return draft.refunds().all().stream()
                .filter(made -> asked.storeRefund() > 0 && made.operation().storeRefund() == asked.storeRefund())
                .filter(made -> !made.cameToNothing())
                .findFirst()
                .map(made -> isOf(asked, made.operation().money())
                        ? answers.looked(made.known().number(), looked)
                        : Answer.refused("refund_differs"));
    }

    /** The same of a refund that the ledger has forgotten, and the gateway has not. */
    private Optional<Answer> sameWish(Request.Refund asked, Payment paid) {
        return paid.returns().stream()
                .filter(back -> asked.storeRefund() > 0 && back.counts())
                .filter(back -> back.storeRefund()
                        .filter(id -> id == asked.storeRefund())
                        .isPresent())
                .findFirst()
                .map(back -> isOf(asked, back.money())
                        ? answers.returned(paid.gateway(), paid.id(), back, 0)
                        : Answer.refused("refund_differs"));
    }

    private static boolean isOf(Request.Refund asked, Money money) {
        return asked.minor().filter(minor -> minor != money.minor()).isEmpty();
    }

    /** How much there is to give back depends on what it takes. */
    private Optional<Answer> chargeUnderWay() {
        return draft.operations().all().stream()
                .filter(Operations.Known::open)
                .filter(known -> switch (known.operation()) {
                    case Operation.Charge _, Operation.Capture _ -> true;
                    case Operation.Void _, Operation.Refund _ -> false;
                })
                .findFirst()
                .map(known -> known.inDoubt() ? Answer.of(State.LATER, "charge_in_doubt") : Answer.working(0));
    }

    /** What the ledger knows to have paid is looked at first, and once more where the look was overtaken. */
    private Optional<Answer> unseen() {
        boolean unseen = false;
        for (Fact.Sighted paid : Sightings.last(draft.written()).values()) {
            boolean payer = paid.stage() == Stage.CAPTURED
                    && paid.names().meet(draft.payer().names());
            if (payer && !paid.names().meet(looked)) {
                draft.lookNow(new Lookup(paid.gateway(), Names.of(paid.payment())));
                unseen = true;
            }
        }
        return unseen || draft.payerOvertaken() ? Optional.of(Answer.working(0)) : Optional.empty();
    }

    /** Where an order was refunded and paid anew: the one of which most is left. */
    private Optional<Payment> payer() {
        return current.stream()
                .filter(payment -> payment.stage() == Stage.CAPTURED && draft.paidBy(payment))
                .filter(payment -> payment.captured().isPositive())
                .max(Comparator.comparingLong((Payment payment) -> payment.net().minor())
                        .thenComparing(Payment::id));
    }

    /** One refund of a payment after another: while one is in doubt, nobody knows what is left. */
    private Optional<Answer> underWay(Payment paid) {
        return draft.refunds()
                .of(paid)
                .filter(Refunds.Made::open)
                .findFirst()
                .map(made -> made.known().inDoubt() ? Answer.of(State.LATER, "refund_in_doubt") : Answer.working(0));
    }

    private Optional<Answer> stale(Payment paid) {
        return draft.fresh(paid) ? Optional.empty() : Optional.of(Answer.working(0));
    }

    private Optional<Answer> notAllowed(Request.Refund asked, Payment paid) {
        if (paid.disputed()) {
            return Optional.of(Answer.refused("disputed"));
        }
        long left = paid.net().minor();
        if (left <= 0 || asked.minor().filter(minor -> minor > left).isPresent()) {
            return Optional.of(Answer.refused("exceeds_what_is_left"));
        }
        return draft.wild() ? Optional.of(Answer.refused("too_many_attempts")) : Optional.empty();
    }

    private Answer refund(Request.Refund asked, Payment paid) {
        long minor = asked.minor().orElse(paid.net().minor());
        Operation refund = draft.open(
                paid.gateway(),
                Policy.MOVE_WITHIN,
                ticket -> new Operation.Refund(
                        ticket,
                        paid.id(),
                        new Money(minor, paid.captured().currency()),
                        asked.storeRefund(),
                        asked.why(),
                        Operation.Refund.Cause.WISH));
        return Answer.working(refund.number());
    }
}
