/** Runs the triggers of Stripe's own command-line program against the simulator, and gives their events to Payonce. */
@NullMarked
package dev.payonce.sandbox.triggers;

import org.jspecify.annotations.NullMarked;
