package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.payment.Payment;
import dev.payonce.review.Review;
import java.util.Optional;

/**
 * A case that the rules must not decide; it goes to manual review.
 *
 * @param payment the payment in question, as it was just seen
 * @param operation the number of the operation in question, whose outcome is unknown
 */
record Concern(
        Review.Reason reason,
        Lookup about,
        String facts,
        String line,
        Optional<Payment> payment,
        Optional<Integer> operation) {}
