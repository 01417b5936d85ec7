/** A payment at a gateway, as the gateway describes it. */
@NullMarked
package dev.payonce.payment;

import org.jspecify.annotations.NullMarked;
