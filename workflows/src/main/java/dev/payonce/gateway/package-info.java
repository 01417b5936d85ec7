/** The ports of a payment gateway: lookups, operations, event lists, webhooks. */
@NullMarked
package dev.payonce.gateway;

import org.jspecify.annotations.NullMarked;
