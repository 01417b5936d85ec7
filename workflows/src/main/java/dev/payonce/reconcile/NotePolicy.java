package dev.payonce.reconcile;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.payment.Reversal;

/** The choice of ledger lines that become notes on the order, besides its status moves, which always do. */
public final class NotePolicy {

    private NotePolicy() {}

    /**
     * Reports whether the fact gets a note: a refund that is done or failed later, a refund by a rule when it is
     * decided, and a dispute where the order's status does not show it.
     *
     * @param before the ledger before this line
     */
    public static boolean worthIt(Fact fact, Ledger before, Policy.Disputes disputes) {
        return switch (fact) {
            case Fact.OperationCreated(Operation.Refund refund) -> refund.cause() != Operation.Refund.Cause.REQUEST;
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
