/** The ports of a payment gateway: look-ups, operations, event lists, webhooks. */
@NullMarked
package dev.payonce.gateway;

import org.jspecify.annotations.NullMarked;
