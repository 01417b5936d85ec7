package dev.payonce.woocommerce.plugin;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A row of {@code payonce_payment}: what PHP may know of an order's payment. Its guards and the order's screen read it.
 *
 * @param keepUntil until then an unpaid order must not be cancelled; empty if it may be
 * @param currency ISO 4217, empty if no payment is known
 * @param authorized minor units, like {@code captured} and {@code refunded}
 * @param review number of the open review
 * @param reviewText its subject, empty if there is none
 */
record PaymentRow(
        String status,
        String reason,
        String waitsFor,
        Optional<Instant> keepUntil,
        String gateway,
        String payment,
        String currency,
        long authorized,
        long captured,
        long refunded,
        OptionalInt review,
        String reviewText) {}
