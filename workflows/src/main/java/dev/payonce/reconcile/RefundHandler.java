package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Operations;
import dev.payonce.ledger.Refunds;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Reference;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Gives money back when somebody asks for it: in full, in part, several times; what the order was paid with, whoever
 * charged it. Never more than the merchant still holds, which only a look just now can tell, and only when nothing more of
 * it is under way. One wish is one refund: the store's own number of it, or else the caller's key, names the wish.
 */
final class RefundHandler {

    private final Draft draft;
    private final List<Payment> current;
    private final ExternalIds lookedUp;
    private final ResultRules results;

    /** @param current the order's payments that were seen, and not overtaken by what was seen since */
    RefundHandler(Draft draft, List<Payment> current, ExternalIds lookedUp, ResultRules results) {
        this.draft = draft;
        this.current = current;
        this.lookedUp = lookedUp;
        this.results = results;
    }

    PaymentResult result(Request.Refund asked) {
        if (asked.minor().filter(minor -> minor <= 0).isPresent()) {
            return PaymentResult.refused("amount_not_positive");
        }
        return sameWish(asked)
                .or(this::chargeUnderWay)
                .or(this::unseen)
                .orElseGet(
                        () -> paidBy().map(paid -> of(asked, paid)).orElse(PaymentResult.refused("nothing_captured")));
    }

    private PaymentResult of(Request.Refund asked, Payment paid) {
        return underWay(paid)
                .or(() -> stale(paid))
                .or(() -> sameWish(asked, paid))
                .or(() -> notAllowed(asked, paid))
                .orElseGet(() -> refund(asked, paid));
    }

    /** Whoever asks again for the same refund of the store joins the first, unless that came to nothing for good. */
    private Optional<PaymentResult> sameWish(Request.Refund asked) {
        return draft.refunds().all().stream()
                .filter(made -> asked.storeRefund() > 0 && made.operation().storeRefund() == asked.storeRefund())
                .filter(made -> !made.cameToNothing())
                .findFirst()
                .map(made -> isOf(asked, made.operation().money())
                        ? results.lookedUp(made.known().number(), lookedUp)
                        : PaymentResult.refused("refund_differs"));
    }

    /** The same of a refund that the ledger has forgotten, and the gateway has not. */
    private Optional<PaymentResult> sameWish(Request.Refund asked, Payment paid) {
        return paid.reversals().stream()
                .filter(reversal -> asked.storeRefund() > 0 && reversal.counts())
                .filter(reversal -> reversal.storeRefund()
                        .filter(id -> id == asked.storeRefund())
                        .isPresent())
                .findFirst()
                .map(reversal -> isOf(asked, reversal.money())
                        ? results.returned(paid.gateway(), paid.id(), reversal, 0)
                        : PaymentResult.refused("refund_differs"));
    }

    private static boolean isOf(Request.Refund asked, Money money) {
        return asked.minor().filter(minor -> minor != money.minor()).isEmpty();
    }

    /** How much there is to give back depends on what it takes. */
    private Optional<PaymentResult> chargeUnderWay() {
        return draft.operations().all().stream()
                .filter(Operations.Known::open)
                .filter(known -> switch (known.operation()) {
                    case Operation.Charge _, Operation.Capture _ -> true;
                    case Operation.Void _, Operation.Refund _ -> false;
                })
                .findFirst()
                .map(known -> known.unknown() ? inDoubt() : PaymentResult.observing());
    }

    /** The operation is looked up at least that often. */
    private PaymentResult inDoubt() {
        return new PaymentResult.NotYet(
                Why.OPERATION_IN_DOUBT, Optional.of(draft.now.plus(Policy.UNKNOWN_REFRESH_LONGEST)), Reference.NONE);
    }

    /** What the ledger knows to have paid is looked at first, and once more where the look was overtaken. */
    private Optional<PaymentResult> unseen() {
        boolean unseen = false;
        for (Fact.PaymentObserved paid : draft.ledger().lastObserved().values()) {
            boolean paidBy = paid.stage() == Stage.CAPTURED
                    && paid.externalIds().meet(draft.paidBy().externalIds());
            if (paidBy && !paid.externalIds().meet(lookedUp)) {
                draft.refreshNow(new Lookup(paid.gateway(), ExternalIds.of(paid.payment())));
                unseen = true;
            }
        }
        return unseen || draft.overtaken.stream().anyMatch(draft::paidBy)
                ? Optional.of(PaymentResult.observing())
                : Optional.empty();
    }

    /** Where an order was refunded and paid anew: the one of which most is left. */
    private Optional<Payment> paidBy() {
        return current.stream()
                .filter(payment -> payment.stage() == Stage.CAPTURED && draft.paidBy(payment))
                .filter(payment -> payment.captured().isPositive())
                .max(Comparator.comparingLong((Payment payment) -> payment.net().minor())
                        .thenComparing(Payment::id));
    }

    /** One refund of a payment after another: while one is in doubt, nobody knows what is left. */
    private Optional<PaymentResult> underWay(Payment paid) {
        return draft.refunds()
                .of(paid)
                .filter(Refunds.Made::open)
                .findFirst()
                .map(made -> made.known().unknown() ? inDoubt() : PaymentResult.observing());
    }

    private Optional<PaymentResult> stale(Payment paid) {
        return draft.fresh(paid) ? Optional.empty() : Optional.of(PaymentResult.observing());
    }

    private Optional<PaymentResult> notAllowed(Request.Refund asked, Payment paid) {
        if (paid.disputed()) {
            return Optional.of(PaymentResult.refused("disputed"));
        }
        long left = paid.net().minor();
        if (left <= 0 || asked.minor().filter(minor -> minor > left).isPresent()) {
            return Optional.of(PaymentResult.refused("exceeds_what_is_left"));
        }
        return draft.wild() ? Optional.of(PaymentResult.refused("too_many_attempts")) : Optional.empty();
    }

    private PaymentResult refund(Request.Refund asked, Payment paid) {
        long minor = asked.minor().orElse(paid.net().minor());
        Operation refund = draft.open(
                paid.gateway(),
                Policy.MOVE_WITHIN,
                header -> new Operation.Refund(
                        header,
                        paid.id(),
                        new Money(minor, paid.captured().currency()),
                        asked.storeRefund(),
                        asked.reason(),
                        Operation.Refund.Cause.WISH));
        return PaymentResult.carryingOut(refund.number());
    }
}
