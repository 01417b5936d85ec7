/** The mapping of Stripe's objects to payments. Pure: nothing here sends a request. */
@NullMarked
package dev.payonce.gateway.stripe.payment;

import org.jspecify.annotations.NullMarked;
