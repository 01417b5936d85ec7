package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.ledger.Operations;
import dev.payonce.payment.Payment;
import dev.payonce.review.Review;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The rules for the next void of a payment. A void that the gateway turned down is tried again, after a pause that
 * doubles: a payment that was being processed may be open again a minute later. After three tries an operator is asked as
 * well, and the tries go on.
 */
final class VoidRules {

    private VoidRules() {}

    /** Returns true while a void of it is open; opens the next one when its pause is over. */
    static boolean underWay(Draft draft, Payment payment) {
        List<Operations.Known> tries = draft.operations().voids(payment.id()).toList();
        if (tries.stream().anyMatch(Operations.Known::open)) {
            return true;
        }
        if (tries.size() >= Policy.VOIDS_AT_MOST || draft.wild()) {
            return false;
        }
        if (!tries.isEmpty()) {
            Instant next = tries.getLast().since().plus(pause(tries));
            if (draft.now.isBefore(next)) {
                draft.refreshAt(Lookup.of(payment), next);
                return false;
            }
        }
        draft.open(payment.gateway(), Policy.MOVE_WITHIN, header -> new Operation.Void(header, payment.id()));
        return true;
    }

    /** Returns true while rules go on alone; false where an operator is asked beside their tries. */
    static boolean voided(Draft draft, Payment payment) {
        boolean tried = underWay(draft, payment);
        return !needsReview(draft, payment) && (tried || !draft.wild());
    }

    /** Voids a payment whose wait is over, after a refresh; an operator is asked where that came to nothing. */
    static void giveUp(Draft draft, Payment payment, String why) {
        if (draft.fresh(payment) && !voided(draft, payment)) {
            draft.concern(
                    Review.Reason.VOID_DUE, payment, payment.id() + " " + why + ", and could not be voided: void it");
        }
    }

    /** Returns true when the first tries came to nothing, so that an operator is asked. */
    private static boolean needsReview(Draft draft, Payment payment) {
        return draft.operations()
                        .voids(payment.id())
                        .filter(known -> !known.open())
                        .count()
                >= Policy.VOIDS;
    }

    /** Returns the pause; none after a void that never reached the gateway: the payment may still take money. */
    private static Duration pause(List<Operations.Known> tries) {
        if (tries.size() < Policy.VOIDS && tries.getLast().is(OperationStatus.ABSENT)) {
            return Duration.ZERO;
        }
        Duration doubled = Policy.VOID_AGAIN.multipliedBy(1L << Math.min(tries.size() - 1, Policy.VOIDS));
        return doubled.compareTo(Policy.LONG_REFRESH) > 0 ? Policy.LONG_REFRESH : doubled;
    }
}
