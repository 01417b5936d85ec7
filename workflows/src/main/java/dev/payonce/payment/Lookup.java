package dev.payonce.payment;

import dev.payonce.order.Names;

/**
 * Which objects to look at, at one gateway account.
 *
 * @param objects ids of payments, refunds or disputes
 */
public record Lookup(String gateway, Names objects) {}
