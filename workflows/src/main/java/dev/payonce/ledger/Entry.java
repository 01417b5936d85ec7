package dev.payonce.ledger;

import dev.payonce.gateway.Operation;
import dev.payonce.order.Fingerprint;
import java.time.Instant;

/**
 * One line of an order's ledger.
 *
 * @param name unique within the order, so that what it stands for happens once: {@code paid},
 *     {@code payment:pi_1#2=captured}, {@code refund:re_1#1=done}, {@code review:1}; at most 255 characters
 */
public record Entry(String name, Fact fact, Instant at) {

    private static final int LONGEST_ID = 128;

    /** True when it says that a rule, and nobody else, has decided to give money back: only so many an hour. */
    public boolean isAutomaticRefund() {
        return fact instanceof Fact.OperationCreated(Operation.Refund refund)
                && refund.cause().automatic();
    }

    /** An id as part of a line's name: itself, or, where a gateway's ids are very long, what stands for it. */
    public static String part(String id) {
        return id.length() <= LONGEST_ID ? id : id.substring(0, LONGEST_ID / 2) + "~" + Fingerprint.of(id);
    }
}
