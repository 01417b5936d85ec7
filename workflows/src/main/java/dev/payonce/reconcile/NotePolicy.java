package dev.payonce.reconcile;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.payment.Reversal;

/** Which lines of the ledger the merchant finds as a note on the order, besides its moves, which always are. */
public final class NotePolicy {

    private NotePolicy() {}

    /**
     * A refund that is done, or that failed afterwards; one that nobody asked for when it is decided; and a dispute
     * where the order does not show it by its status.
     *
     * @param before what was remembered when this was written
     */
    public static boolean worthIt(Fact fact, Ledger before, Policy.Disputes disputes) {
        return switch (fact) {
            case Fact.OperationCreated(Operation.Refund refund) -> refund.cause() != Operation.Refund.Cause.WISH;
            case Fact.ReversalObserved returned ->
                switch (returned.reversal().kind()) {
                    case REFUND -> refund(returned.reversal(), before);
                    case DISPUTE -> disputes == Policy.Disputes.NOTE;
                    case INQUIRY -> true;
                };
            default -> false;
        };
    }

    private static boolean refund(Reversal reversal, Ledger before) {
        return reversal.state() == Reversal.State.DONE
                || (reversal.state() == Reversal.State.FAILED && ReversalRules.hadSucceeded(before, reversal));
    }
}
