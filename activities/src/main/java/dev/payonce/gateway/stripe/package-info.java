/** Stripe: looking payments up, taking webhooks in, and what its failures mean. */
@NullMarked
package dev.payonce.gateway.stripe;

import org.jspecify.annotations.NullMarked;
