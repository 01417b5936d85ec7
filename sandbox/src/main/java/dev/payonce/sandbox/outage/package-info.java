/** Takes the gateway away from hundreds of payments for some minutes, and measures what they do and how they recover. */
@NullMarked
package dev.payonce.sandbox.outage;

import org.jspecify.annotations.NullMarked;
