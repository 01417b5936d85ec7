package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.ledger.Concern;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.TwinOrder;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.review.Review;
import java.util.Optional;

/**
 * The rules about two orders of one cart. A checkout that is sent twice makes two orders, and each may be charged: the
 * shopper pays twice, and no rule of a single order sees it.
 */
final class TwinRules {

    private static final String TWIN = "Order ";

    private TwinRules() {}

    /** Returns the result of a charge that a twin stands against; empty where the charge may be made. */
    static Optional<PaymentResult> result(Draft draft, String gateway) {
        return draft.order.twins().stream().findFirst().flatMap(twin -> switch (draft.policy
                .terms()
                .twins()) {
            case OFF -> Optional.empty();
            case REFUSE -> Optional.of(PaymentResult.refused(PaymentResult.TWIN_OF + twin.displayNumber()));
            case REVIEW -> review(draft, gateway, line(twin));
        });
    }

    /** Keeps the review open while the order waits: no refresh reads twins, so none can tell that they are gone. */
    static void keep(Draft draft) {
        draft.ledger().openReviews().stream()
                .filter(review -> draft.status().isPayable() && review.reason() == Review.Reason.TWIN_ORDER)
                .flatMap(review -> review.lines().stream()
                        .filter(line -> line.startsWith(TWIN))
                        .map(line -> concern(review.about().getFirst().gateway(), line)))
                .filter(concern -> !draft.concerns.contains(concern))
                .forEach(draft.concerns::add);
    }

    private static Optional<PaymentResult> review(Draft draft, String gateway, String line) {
        String facts = Fingerprint.of(Review.Reason.TWIN_ORDER + " " + line);
        if (DecisionHandler.dismissed(draft, facts)) {
            return Optional.empty();
        }
        draft.concerns.add(concern(gateway, line));
        return Optional.of(PaymentResult.notYet(Why.UNDER_REVIEW));
    }

    private static Concern concern(String gateway, String line) {
        return Concern.of(Review.Reason.TWIN_ORDER, new Lookup(gateway, ExternalIds.NONE), line, line);
    }

    private static String line(TwinOrder twin) {
        return TWIN + twin.displayNumber() + " (number " + twin.number() + ") of the same cart is "
                + (twin.paid() ? "paid" : "being paid") + "; dismiss this review to charge both";
    }
}
