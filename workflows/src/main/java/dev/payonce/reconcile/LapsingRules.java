package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.ledger.Operations;
import dev.payonce.payment.Payment;
import dev.payonce.review.Review.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The rules for an authorization that the order still needs and that lapses soon. An operator decides, unless the merchant
 * wants it captured or voided. Where the gateway does not say when it lapses, an operator always decides: a rule that
 * guessed the end would void what Klarna holds for 28 days.
 */
final class LapsingRules {

    private LapsingRules() {}

    /** Captures or reviews the authorization; awaits a capture under way. Returns true where it is to be voided. */
    static boolean givesUp(Draft draft, Payment payment) {
        if (draft.operations().captures(payment.id()).anyMatch(Operations.Known::open)) {
            draft.refreshAgain(Lookup.of(payment), draft.now, Optional.empty());
            return false;
        }
        boolean mayAct = payment.tag().isPresent()
                && payment.until().isPresent()
                && !payment.captured().isPositive();
        Policy.Lapsing wanted = mayAct ? draft.policy.terms().lapsing() : Policy.Lapsing.REVIEW;
        switch (wanted) {
            case REVIEW -> review(draft, payment);
            case CAPTURE -> capture(draft, payment);
            case VOID -> {}
        }
        return wanted == Policy.Lapsing.VOID;
    }

    /**
     * Captures what the order asks now, once: after a capture that came to nothing an operator decides. The order may ask
     * less than was authorized, or more.
     */
    private static void capture(Draft draft, Payment payment) {
        boolean busy = draft.operations().all().stream().anyMatch(Operations.Known::open);
        boolean tried = draft.operations().captures(payment.id()).findAny().isPresent();
        if (tried || draft.wild()) {
            review(draft, payment);
        } else if (busy) {
            draft.refreshAgain(Lookup.of(payment), draft.now, Optional.empty());
        } else if (draft.fresh(payment)) {
            CapturedPaymentRules.captureTotal(draft, payment);
        }
    }

    /** Asks for a review. The days are in its line only: in its facts they would make a new review each day. */
    private static void review(Draft draft, Payment payment) {
        String line = payment.id() + " is authorized and "
                + payment.until().map(end -> left(draft.now, end)).orElse("may lapse on any day")
                + ": capture it, or void it";
        draft.concern(Reason.CAPTURE_DUE, payment, line);
    }

    private static String left(Instant now, Instant end) {
        long days = Duration.between(now, end).toDays();
        return days < 1 ? "lapses within a day" : "lapses in " + days + (days == 1 ? " day" : " days");
    }
}
