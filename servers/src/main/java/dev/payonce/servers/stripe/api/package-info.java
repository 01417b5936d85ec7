/** Stripe's HTTP API, from a request to its reply. */
@NullMarked
package dev.payonce.servers.stripe.api;

import org.jspecify.annotations.NullMarked;
