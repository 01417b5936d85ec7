/** Stripe's own description of its API, by which the simulator and our requests are checked. */
@NullMarked
package dev.payonce.servers.stripe.description;

import org.jspecify.annotations.NullMarked;
