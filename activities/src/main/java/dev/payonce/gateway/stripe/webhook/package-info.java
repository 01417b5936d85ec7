/** Stripe's webhooks: the signature, then the event, then the object that it names. */
@NullMarked
package dev.payonce.gateway.stripe.webhook;

import org.jspecify.annotations.NullMarked;
