package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.ledger.Operations;
import dev.payonce.order.ExternalIds;
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

    /**
     * @param snapshot the ledger's line that says what is seen now
     * @param ours all payments of this order that were seen
     */
    static void reconcile(Draft draft, Payment payment, Entry snapshot, List<Payment> ours, ExternalIds lookedUp) {
        if (draft.paidBy(payment)) {
            return; // An old look: it has paid the order meanwhile.
        }
        if (!payment.alive()) {
            gone(draft, payment, snapshot, ours, lookedUp);
            return;
        }
        WaitRules.refresh(draft, payment);
        if (!draft.unpaid()) {
            unwanted(draft, payment);
            return;
        }
        switch (payment.stage()) {
            case AUTHORIZED -> authorized(draft, payment, snapshot);
            case PENDING -> hold(draft, payment, snapshot, Fact.StatusReason.PENDING);
            case APPROVED ->
                draft.concern(Reason.CAPTURE_DUE, payment, payment.id() + " is approved and waits for its capture");
            case OPEN -> {
                if (payment.refused()) {
                    refused(draft, payment, snapshot, ours, lookedUp);
                } else if (payment.tag().isPresent() && WaitRules.over(draft, payment)) {
                    giveUp(draft, payment, "waits for the shopper since " + WaitRules.since(draft, payment));
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
        boolean needless = switch (draft.status()) {
            case CANCELLED, REFUNDED, TRASH -> true;
            case PENDING, FAILED, ON_HOLD, PROCESSING, COMPLETED, OTHER ->
                !draft.paidBy().externalIds().none();
        };
        boolean mayBeVoided = needless
                && (payment.inTheShoppersHand()
                        || (payment.stage() != Stage.PENDING && payment.waitsFor() != WaitsFor.GATEWAY));
        if (payment.tag().isPresent() && mayBeVoided && draft.fresh(payment) && voiding(draft, payment)) {
            return; // A void is free, a refund later is not.
        }
        if (payment.tag().isPresent() || payment.stage() == Stage.AUTHORIZED) {
            String why = needless && draft.paidBy().known()
                    ? "paid by another payment: void it"
                    : draft.status() + (needless ? ": void it" : ": capture it, or void it");
            boolean capture = !needless && payment.stage() == Stage.AUTHORIZED;
            draft.concern(
                    capture ? Reason.CAPTURE_DUE : Reason.VOID_DUE,
                    payment,
                    payment.id() + " is " + payment.stage() + ", but the order is " + why);
        }
    }

    private static void authorized(Draft draft, Payment payment, Entry snapshot) {
        if (ExpectedAmount.isAmount(draft, payment)) {
            hold(draft, payment, snapshot, Fact.StatusReason.AUTHORIZED);
            if (WaitRules.over(draft, payment)) {
                lapsing(draft, payment);
            }
        } else {
            CapturedPaymentRules.differs(
                    draft,
                    payment,
                    payment.id() + " authorized " + payment.amount().text());
        }
    }

    /** What is ours and holds no money yet is voided; the rest, and what is being captured, is up to others. */
    private static void lapsing(Draft draft, Payment payment) {
        if (draft.operations().captures(payment.id()).anyMatch(Operations.Known::open)) {
            draft.refreshAgain(Lookup.of(payment), draft.now, Optional.empty());
        } else if (payment.tag().isPresent() && !payment.captured().isPositive()) {
            giveUp(draft, payment, "is authorized and about to lapse");
        } else {
            String line = payment.id() + " is authorized and about to lapse: capture it, or void it";
            draft.concern(Reason.CAPTURE_DUE, payment, line);
        }
    }

    private static void giveUp(Draft draft, Payment payment, String why) {
        if (draft.fresh(payment) && !voiding(draft, payment)) {
            draft.concern(Reason.VOID_DUE, payment, payment.id() + " " + why + ", and could not be voided: void it");
        }
    }

    /** Has a payment voided, at most a few times. Returns false when none of them succeeded. */
    static boolean voiding(Draft draft, Payment payment) {
        List<Operations.Known> voids = draft.operations().voids(payment.id()).toList();
        if (voids.stream().anyMatch(Operations.Known::open)) {
            return true;
        }
        if (voids.size() >= Policy.VOIDS || voids.stream().anyMatch(known -> known.is(OperationStatus.REFUSED))) {
            return false;
        }
        draft.open(payment.gateway(), Policy.MOVE_WITHIN, header -> new Operation.Void(header, payment.id()));
        return true;
    }

    private static void hold(Draft draft, Payment payment, Entry snapshot, Fact.StatusReason why) {
        if (draft.status() == Status.PENDING || draft.status() == Status.FAILED) {
            draft.move(snapshot, Status.ON_HOLD, payment, why, "");
        }
    }

    private static boolean hope(List<Payment> ours) {
        return ours.stream().anyMatch(other -> other.holdsMoney() || (other.alive() && !other.refused()));
    }

    /** Why the order is on hold, if it was this payment that we put it on hold for. */
    private static Optional<Fact.StatusReason> heldFor(Draft draft, Payment payment) {
        return draft.ledger()
                .lastMove()
                .filter(moved ->
                        draft.status() == Status.ON_HOLD && moved.payment().equals(payment.id()))
                .map(Fact.OrderStatusChanged::reason)
                .filter(why -> why == Fact.StatusReason.AUTHORIZED || why == Fact.StatusReason.PENDING);
    }

    /** An order that was put on hold for a payment does not stay so when that payment will never come. */
    private static void gone(Draft draft, Payment payment, Entry snapshot, List<Payment> ours, ExternalIds lookedUp) {
        if (payment.stage() != Stage.CLOSED || hope(ours)) {
            return;
        }
        boolean givenUp =
                draft.status() == Status.PENDING && payment.tag().isPresent() && WaitRules.wasOver(draft, payment);
        if (givenUp && RefreshSchedule.everyoneWasSeen(draft, payment.gateway(), lookedUp) && draft.fresh(payment)) {
            draft.move(snapshot, Status.FAILED, payment, Fact.StatusReason.EXPIRED, "");
        }
        heldFor(draft, payment)
                .filter(_ ->
                        RefreshSchedule.everyoneWasSeen(draft, payment.gateway(), lookedUp) && draft.fresh(payment))
                .ifPresent(why -> {
                    boolean voided = why == Fact.StatusReason.AUTHORIZED;
                    Status to = voided ? Status.CANCELLED : Status.FAILED;
                    draft.move(
                            snapshot, to, payment, voided ? Fact.StatusReason.VOIDED : Fact.StatusReason.DECLINED, "");
                });
    }

    /** The order fails when its last hope is refused: nothing else is open or pending, and no money is in question. */
    private static void refused(
            Draft draft, Payment payment, Entry snapshot, List<Payment> ours, ExternalIds lookedUp) {
        boolean waits =
                draft.status() == Status.PENDING || heldFor(draft, payment).isPresent();
        if (hope(ours) || !waits || !RefreshSchedule.everyoneWasSeen(draft, payment.gateway(), lookedUp)) {
            return;
        }
        List<Payment> stale = ours.stream()
                .filter(Payment::alive)
                .filter(other -> !draft.fresh(other))
                .toList();
        if (stale.isEmpty()) {
            String code = payment.decline().map(Payment.Decline::code).orElse("");
            draft.move(snapshot, Status.FAILED, payment, Fact.StatusReason.DECLINED, code);
        }
    }
}
