package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.review.Review;

/**
 * A case that the rules must not decide; it goes to manual review.
 *
 * @param captured the payment whose money is in question, empty where none was captured
 * @param duplicate true when that money could be given back, since it has not paid the order
 */
record Concern(Review.Reason reason, Lookup about, String facts, String line, String captured, boolean duplicate) {}
