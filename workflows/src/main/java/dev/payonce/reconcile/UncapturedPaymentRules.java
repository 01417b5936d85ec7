package dev.payonce.reconcile;

import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Standing;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review.Reason;
import java.util.List;
import java.util.Optional;

/** The rules for a payment of this order that is neither captured nor closed. */
final class UncapturedPaymentRules {

    private UncapturedPaymentRules() {}

    static void reconcile(Draft draft, Payment payment) {
        boolean named = draft.order
                .paid()
                .filter(paid -> paid.externalIds().meet(payment.externalIds()))
                .isPresent();
        if (draft.paidBy(payment) || (named && !draft.fresh(payment))) {
            return; // An old observation: it has paid the order meanwhile.
        }
        if (!payment.alive()) {
            gone(draft, payment);
            return;
        }
        WaitRules.refresh(draft, payment);
        if (!draft.standing().owed()) {
            unwanted(draft, payment);
            return;
        }
        switch (payment.stage()) {
            case AUTHORIZED -> authorized(draft, payment);
            case PENDING -> hold(draft, payment, Fact.StatusReason.PENDING);
            case APPROVED ->
                draft.concern(Reason.CAPTURE_DUE, payment, payment.id() + " is approved and waits for its capture");
            case OPEN -> {
                if (payment.refused()) {
                    refused(draft, payment);
                } else if (payment.tag().isPresent() && WaitRules.over(draft, payment)) {
                    VoidRules.giveUp(draft, payment, "waits for the shopper since " + WaitRules.since(draft, payment));
                }
            }
            case CAPTURED, CLOSED -> {}
        }
    }

    /**
     * Voids a payment that the order does not need. A rule voids only where another named payment has paid, or where the
     * order is cancelled or refunded. An order that was marked paid without a payment, or has a status of another plugin,
     * goes to review: in WooCommerce, Processing is how a merchant captures.
     */
    private static void unwanted(Draft draft, Payment payment) {
        if (AuthorizedPaymentRules.capturesPaidOrder(draft, payment)) {
            return;
        }
        Standing standing = draft.standing();
        boolean needless = standing.kind() == Standing.Kind.CLOSED
                || (standing.kind() == Standing.Kind.PAID && !standing.returned());
        boolean mayBeVoided = needless
                && (payment.inTheShoppersHand()
                        || (payment.stage() != Stage.PENDING && payment.waitsFor() != WaitsFor.GATEWAY));
        if (payment.tag().isPresent() && mayBeVoided) {
            boolean tried =
                    draft.fresh(payment) && VoidRules.voided(draft, payment); // A void is free, a refund later is not.
            if (tried) {
                return;
            }
        }
        if (payment.tag().isPresent() || payment.stage() == Stage.AUTHORIZED) {
            String why = needless && standing.known()
                    ? "paid by another payment: void it"
                    : draft.status() + (needless ? ": void it" : ": capture it, or void it");
            boolean capture = !needless && payment.stage() == Stage.AUTHORIZED;
            draft.concern(
                    capture ? Reason.CAPTURE_DUE : Reason.VOID_DUE,
                    payment,
                    payment.id() + " is " + payment.stage() + ", but the order is " + why);
        }
    }

    private static void authorized(Draft draft, Payment payment) {
        if (!ExpectedAmount.isAmount(draft, payment)) {
            ExpectedAmount.differs(draft, payment, "authorized", payment.amount());
            return;
        }
        hold(draft, payment, Fact.StatusReason.AUTHORIZED);
        if (WaitRules.over(draft, payment)) {
            AuthorizedPaymentRules.lapses(draft, payment);
        }
    }

    /** Reviews an order that was shipped while the one payment that was to pay for it was never captured. */
    private static void lapsed(Draft draft, Payment payment) {
        boolean awaited = draft.ledger().snapshots(payment.id()).stream()
                        .anyMatch(seen -> seen.last().stage() == Stage.AUTHORIZED)
                || draft.order.externalIds().meet(payment.externalIds());
        if (awaited
                && draft.standing().kind() == Standing.Kind.MARKED_PAID
                && draft.order.mayBePaidVia(payment.gateway())
                && draft.fresh(payment)) {
            String line = payment.id() + " was never captured and is closed, but the order is " + draft.status();
            draft.concern(Reason.PAID_OTHERWISE, payment, line);
        }
    }

    private static void hold(Draft draft, Payment payment, Fact.StatusReason why) {
        if (draft.status().isPayable()) {
            draft.move(Status.ON_HOLD, payment, why, "");
        }
    }

    private static boolean hope(Draft draft) {
        return draft.ours.stream().anyMatch(other -> other.holdsMoney() || (other.alive() && !other.refused()));
    }

    /** Returns why the order is on hold, if Payonce put it there for this payment. */
    private static Optional<Fact.StatusReason> heldFor(Draft draft, Payment payment) {
        return draft.ledger()
                .lastMove()
                .filter(moved ->
                        draft.status() == Status.ON_HOLD && moved.payment().equals(payment.id()))
                .map(Fact.OrderStatusChanged::reason)
                .filter(why -> why == Fact.StatusReason.AUTHORIZED || why == Fact.StatusReason.PENDING);
    }

    /** Moves an order off hold when the payment that it was held for will never come. */
    private static void gone(Draft draft, Payment payment) {
        if (payment.stage() != Stage.CLOSED || hope(draft)) {
            return;
        }
        lapsed(draft, payment);
        boolean givenUp =
                draft.status() == Status.PENDING && payment.tag().isPresent() && WaitRules.wasOver(draft, payment);
        if (givenUp && RefreshSchedule.everyoneWasSeen(draft, payment.gateway()) && draft.fresh(payment)) {
            draft.move(Status.FAILED, payment, Fact.StatusReason.EXPIRED, "");
        }
        heldFor(draft, payment)
                .filter(_ -> RefreshSchedule.everyoneWasSeen(draft, payment.gateway()) && draft.fresh(payment))
                .ifPresent(why -> {
                    if (why == Fact.StatusReason.AUTHORIZED) {
                        draft.move(Status.CANCELLED, payment, Fact.StatusReason.VOIDED, "");
                    } else {
                        draft.move(Status.FAILED, payment, Fact.StatusReason.DECLINED, "");
                    }
                });
    }

    /**
     * Fails an order whose last open payment is refused: nothing else is open or pending, and no money is in question.
     */
    private static void refused(Draft draft, Payment payment) {
        boolean waits =
                draft.status() == Status.PENDING || heldFor(draft, payment).isPresent();
        if (hope(draft) || !waits || !RefreshSchedule.everyoneWasSeen(draft, payment.gateway())) {
            return;
        }
        List<Payment> stale = draft.ours.stream()
                .filter(Payment::alive)
                .filter(other -> !draft.fresh(other))
                .toList();
        if (stale.isEmpty()) {
            String code = payment.decline().map(Payment.Decline::code).orElse("");
            draft.move(Status.FAILED, payment, Fact.StatusReason.DECLINED, code);
        }
    }
}
