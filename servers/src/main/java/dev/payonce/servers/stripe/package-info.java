/**
 * Enough of Stripe that the unmodified SDK works against it: payments, events, webhooks that arrive as badly as they
 * may, faults, and a journal of what really happened to money.
 */
@NullMarked
package dev.payonce.servers.stripe;

import org.jspecify.annotations.NullMarked;
