package dev.payonce.payment;

import dev.payonce.money.Money;
import java.util.Optional;

/**
 * What an order's payment looks like from outside: in searches, in the Temporal UI, and for the support desk.
 *
 * @param reason why it stands still, a code; empty when it does not
 * @param payment the payment that this is about, by the id to ask its gateway by
 */
public record View(Status status, Optional<String> reason, Optional<String> payment, Optional<Money> amount) {

    public static final View NOTHING = new View(Status.NONE, Optional.empty(), Optional.empty(), Optional.empty());

    /** NONE: no payment of this order is known. STALLED and UNREADABLE are said by the workflow, not by the ledger. */
    public enum Status {
        NONE,
        OPEN,
        DECLINED,
        PENDING,
        AUTHORIZED,
        PAID,
        REFUNDED,
        DISPUTED,
        CANCELLED,
        ASKING,
        STALLED,
        UNREADABLE
    }
}
