/** The state of simulated payments: values, and the steps that change them. */
@NullMarked
package dev.payonce.servers.stripe.state;

import org.jspecify.annotations.NullMarked;
