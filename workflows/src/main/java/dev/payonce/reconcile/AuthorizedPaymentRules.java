package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Operations;
import dev.payonce.ledger.Standing;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review.Reason;

/**
 * The rules for the capture of an authorization without a request: because the merchant set its order to a paid status,
 * or because it lapses soon. An operator decides about one that lapses, unless the merchant wants it captured or voided.
 * Where the gateway does not say when it lapses, an operator always decides: a rule that guessed the end would void what
 * Klarna holds for 28 days.
 */
final class AuthorizedPaymentRules {

    private AuthorizedPaymentRules() {}

    /**
     * Captures an order's one authorization when the merchant sets the order to Processing, as is usual in WooCommerce.
     * The order's payment method has to be the gateway's: an order that was paid in cash is not charged, too.
     *
     * @return false where the authorization is not to be captured for that
     */
    static boolean capturesPaidOrder(Draft draft, Payment payment) {
        boolean wanted = draft.standing().kind() == Standing.Kind.MARKED_PAID
                && draft.policy.terms().whenProcessing() == Policy.WhenProcessing.CAPTURE
                && payment.stage() == Stage.AUTHORIZED
                && draft.order.mayBePaidVia(payment.gateway())
                && draft.operations().chargeOf(payment).isPresent()
                && draft.ours.stream()
                                .filter(other -> other.stage() == Stage.AUTHORIZED)
                                .count()
                        == 1;
        if (!wanted || draft.operations().captures(payment.id()).anyMatch(known -> !known.open())) {
            return false;
        }
        if (draft.operations().open().findAny().isEmpty() && draft.fresh(payment)) {
            captureTotal(draft, payment);
        }
        return true;
    }

    /** Captures, voids or reviews an authorization that the order still needs; awaits a capture under way. */
    static void lapses(Draft draft, Payment payment) {
        if (draft.operations().captures(payment.id()).anyMatch(Operations.Known::open)) {
            return;
        }
        boolean mayAct = payment.tag().isPresent()
                && payment.until().isPresent()
                && !payment.captured().isPositive();
        switch (mayAct ? draft.policy.terms().lapsing() : Policy.Lapsing.REVIEW) {
            case REVIEW -> review(draft, payment);
            case CAPTURE -> capture(draft, payment);
            case VOID -> VoidRules.giveUp(draft, payment, "is authorized and about to lapse");
        }
    }

    /**
     * Captures what the order asks now, once: after a capture that came to nothing an operator decides. The order may ask
     * less than was authorized, or more.
     */
    private static void capture(Draft draft, Payment payment) {
        if (draft.operations().captures(payment.id()).findAny().isPresent() || draft.wild()) {
            review(draft, payment);
        } else if (draft.operations().open().findAny().isPresent()) {
            draft.refreshAgain(Lookup.of(payment), draft.now);
        } else if (draft.fresh(payment)) {
            captureTotal(draft, payment);
        }
    }

    private static void captureTotal(Draft draft, Payment payment) {
        ExpectedAmount.toCapture(draft, payment)
                .ifPresentOrElse(
                        total -> draft.open(
                                payment.gateway(),
                                Policy.MOVE_WITHIN,
                                header -> new Operation.Capture(header, payment.id(), total, true)),
                        () -> ExpectedAmount.differs(draft, payment, "authorized", payment.amount()));
    }

    private static void review(Draft draft, Payment payment) {
        String line = payment.id() + " is authorized and "
                + (payment.until().isPresent() ? "lapses within a day" : "may lapse on any day")
                + ": capture it, or void it";
        draft.concern(Reason.CAPTURE_DUE, payment, line);
    }
}
