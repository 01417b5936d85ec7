/** One simulated Stripe account: its payments, its events and their JSON. */
@NullMarked
package dev.payonce.servers.stripe.account;

import org.jspecify.annotations.NullMarked;
