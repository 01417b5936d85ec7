package dev.payonce.ledger;

import dev.payonce.gateway.Operation;
import java.time.Instant;

/**
 * The entry that one line of an order's ledger is.
 *
 * @param number counts the lines of all orders with this order number from 1; two writers that read the same ledger
 *     give the same one, and the table refuses the second
 * @param name unique within the order; rendered once from the fact, for people and for the table, and never parsed
 */
public record Entry(long number, String name, Fact fact, Instant at) {

    /** Returns true for a refund that a rule alone has decided: at most a number of them an hour. */
    public boolean isAutomaticRefund() {
        return fact instanceof Fact.OperationCreated(Operation.Refund refund)
                && refund.cause().automatic();
    }
}
