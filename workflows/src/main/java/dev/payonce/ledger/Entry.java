package dev.payonce.ledger;

import dev.payonce.gateway.Operation;
import java.time.Instant;

/**
 * The entry that one line of an order's ledger is.
 *
 * @param number counts the lines of all orders with this order number from 1; two writers that read the same ledger
 *     give the same one, and the table refuses the second
 * @param name unique within the order; rendered once from the fact, for people and for the table, and never parsed
 * @param actor who or what brought it about: a callback, a request, an operator
 */
public record Entry(long number, String name, Fact fact, Instant at, String actor) {

    /** Returns true for a charge that is sent because of this line: a new one, or one in doubt that is sent again. */
    public boolean isCharge() {
        boolean resent = fact instanceof Fact.OperationResolved resolved && resolved.status() == OperationStatus.RESENT;
        return resent || fact instanceof Fact.OperationCreated(Operation.Charge _);
    }

    /** Returns true for a refund that a rule alone has decided: at most a number of them an hour. */
    public boolean isAutomaticRefund() {
        return fact instanceof Fact.OperationCreated(Operation.Refund refund)
                && refund.cause().automatic();
    }
}
