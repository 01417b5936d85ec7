package dev.payonce.mysql.ledger;

import java.time.Instant;

/**
 * A payment without an order that an operator has handled outside of Payonce.
 *
 * @param amount the amount that the operator saw, with its currency
 * @param disputed true where the operator saw a dispute
 * @param who the operator
 */
public record HandledPayment(String gateway, String payment, String amount, boolean disputed, String who, String why) {

    /** The end of recording it. */
    public sealed interface Result {

        /** The end where it is recorded: the payment is listed no more. */
        record Recorded() implements Result {}

        /** The end where an operator recorded it before; this one changed nothing. */
        record AlreadyHandled(String who, Instant at) implements Result {}

        /** The end where no payment with this amount and this dispute is without an order: its facts have changed. */
        record Changed() implements Result {}
    }
}
