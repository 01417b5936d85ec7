package dev.payonce.payment;

import dev.payonce.order.Names;

/**
 * Which objects to look at, at one gateway account.
 *
 * @param objects ids of payments, refunds or disputes, at most {@link #MOST} of them
 */
public record Lookup(String gateway, Names objects) {

    /** More would not fit into an activity's time; whoever has more asks more than once. */
    public static final int MOST = 10;
}
