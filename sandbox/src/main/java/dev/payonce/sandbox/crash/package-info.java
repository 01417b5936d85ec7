/** Kills worker and API at each single point of a payment or a refund, and checks what becomes of it. */
@NullMarked
package dev.payonce.sandbox.crash;

import org.jspecify.annotations.NullMarked;
