package dev.payonce.reconcile;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Proposal;
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
 * The handler of refund requests: in full, in part, several times, of the payment that paid the order, of any origin.
 * It never refunds more than the merchant still holds, which only a fresh observation shows. It refunds only when no
 * other refund of it is under way. One request is one refund: the store's own refund number, or else the caller's key,
 * names the request.
 */
record RefundHandler(Draft draft, ResultRules results) {

    PaymentResult result(Request.Refund asked) {
        if (asked.minor().filter(minor -> minor <= 0).isPresent()) {
            return PaymentResult.refused("amount_not_positive");
        }
        return sameRefund(asked)
                .or(this::chargeUnderWay)
                .or(this::unseen)
                .orElseGet(
                        () -> paidBy().map(paid -> of(asked, paid)).orElse(PaymentResult.refused("nothing_captured")));
    }

    private PaymentResult of(Request.Refund asked, Payment paid) {
        return underWay(paid)
                .or(() -> stale(paid))
                .or(() -> sameRefund(asked, paid))
                .or(() -> notAllowed(asked, paid))
                .orElseGet(() -> refund(asked, paid));
    }

    /** Joins a repeated request for the same refund of the store to the first one, unless that failed for good. */
    private Optional<PaymentResult> sameRefund(Request.Refund asked) {
        return draft.ledger().refunds().all().stream()
                .filter(made -> asked.storeRefund() > 0 && made.operation().storeRefund() == asked.storeRefund())
                .filter(made -> !made.cameToNothing())
                .findFirst()
                .map(made -> isOf(asked, made.operation().money())
                        ? results.lookedUp(made.known().number())
                        : PaymentResult.refused("refund_differs"));
    }

    /** Joins the request to a refund that the ledger lacks, and the gateway has. */
    private Optional<PaymentResult> sameRefund(Request.Refund asked, Payment paid) {
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

    /** Waits for a charge under way, since the amount to refund depends on it. */
    private Optional<PaymentResult> chargeUnderWay() {
        return draft.operations()
                .open()
                .filter(known -> switch (known.operation()) {
                    case Operation.Charge _, Operation.Capture _ -> true;
                    case Operation.Void _, Operation.Refund _ -> false;
                })
                .findFirst()
                .map(known -> known.unknown() ? inDoubt() : PaymentResult.observing());
    }

    /** Returns the result while another refund is in doubt; its operation is looked up at least that often. */
    private PaymentResult inDoubt() {
        return new PaymentResult.NotYet(
                Why.OPERATION_IN_DOUBT, Optional.of(draft.now.plus(Policy.UNKNOWN_REFRESH_LONGEST)), Reference.NONE);
    }

    /** Refreshes the payer that the ledger knows first, and again where the observation was overtaken. */
    private Optional<PaymentResult> unseen() {
        ExternalIds payers = draft.standing().payers();
        List<Fact.PaymentObserved> unseen = draft.ledger().lastObserved().values().stream()
                .filter(paid ->
                        paid.stage() == Stage.CAPTURED && paid.externalIds().meet(payers))
                .filter(paid -> !paid.externalIds().meet(draft.seen.lookedUp()))
                .toList();
        unseen.forEach(paid -> draft.refreshNow(paid.lookup()));
        boolean overtaken =
                draft.ours.stream().anyMatch(payment -> !draft.current.contains(payment) && draft.paidBy(payment));
        return unseen.isEmpty() && !overtaken ? Optional.empty() : Optional.of(PaymentResult.observing());
    }

    /** Returns the payer; where an order was refunded and paid again, the one of which most is left. */
    private Optional<Payment> paidBy() {
        return draft.current.stream()
                .filter(payment -> draft.paidBy(payment)
                        || (payment.stage() == Stage.CLOSED && draft.standing().owed()))
                .filter(payment -> payment.captured().isPositive())
                .max(Comparator.comparingLong((Payment payment) -> payment.net().minor())
                        .thenComparing(Payment::id));
    }

    /** Waits for a refund of the same payment: while its outcome is unknown, so is the rest. */
    private Optional<PaymentResult> underWay(Payment paid) {
        return draft.ledger()
                .refunds()
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
        Money money = new Money(minor, paid.captured().currency());
        Fact.RefundProposed wanted = new Fact.RefundProposed(paid.id(), money, asked.caller(), asked.why());
        boolean byPerson = !asked.why().isEmpty() || !wanted.isProven();
        if (byPerson && draft.policy.terms().fourEyes().needed(Optional.of(money.plus(byHand(paid, money))))) {
            Optional<Fact.RefundProposed> proposed =
                    Proposal.ofRefund(draft.ledger(), paid.id(), draft.now).filter(other -> other.isOf(money));
            if (proposed.isEmpty() && wanted.isProven()) {
                draft.write(wanted);
            }
            if (!wanted.isProven()
                    || proposed.filter(other -> !other.who().equals(wanted.who()))
                            .isEmpty()) {
                return PaymentResult.refused("needs_second_operator");
            }
        }
        Operation refund = draft.open(
                paid.gateway(),
                Policy.MOVE_WITHIN,
                header -> new Operation.Refund(
                        header, paid.id(), money, asked.storeRefund(), asked.reason(), Operation.Refund.Cause.REQUEST));
        return PaymentResult.carryingOut(refund.number());
    }

    /** Returns what was refunded by hand before, so that several parts evade no limit. */
    private Money byHand(Payment paid, Money like) {
        long minor = draft.ledger()
                .refunds()
                .of(paid)
                .filter(made -> made.operation().cause() == Operation.Refund.Cause.REQUEST)
                .filter(made -> made.operation().storeRefund() == 0 && !made.cameToNothing())
                .mapToLong(made -> made.operation().money().minor())
                .sum();
        return new Money(minor, like.currency());
    }
}
