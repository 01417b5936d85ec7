/** Failures that a test plans: lost, late and broken responses, and calls that are held. */
@NullMarked
package dev.payonce.servers.stripe.chaos;

import org.jspecify.annotations.NullMarked;
