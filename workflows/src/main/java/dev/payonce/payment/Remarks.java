package dev.payonce.payment;

import dev.payonce.payment.Payment.Return;

/** Which lines of the ledger the merchant finds as a note on the order, besides its moves, which always are. */
public final class Remarks {

    private Remarks() {}

    /**
     * A refund that is done, or that failed afterwards; one that nobody asked for when it is decided; and a dispute
     * where the order does not show it by its status.
     *
     * @param before what was remembered when this was written
     */
    public static boolean worthIt(Fact fact, Ledger before, Policy.Disputes disputes) {
        return switch (fact) {
            case Fact.Opened(Operation.Refund refund) -> refund.cause() != Operation.Refund.Cause.WISH;
            case Fact.Returned returned ->
                switch (returned.back().kind()) {
                    case REFUND -> refund(returned.back(), before);
                    case DISPUTE -> disputes == Policy.Disputes.NOTE;
                };
            case Fact.Opened _,
                    Fact.Sighted _,
                    Fact.Unfound _,
                    Fact.Paid _,
                    Fact.Moved _,
                    Fact.Resolved _,
                    Fact.Asked _,
                    Fact.Decided _,
                    Fact.Closed _ -> false;
        };
    }

    private static boolean refund(Return back, Ledger before) {
        return back.state() == Return.State.DONE
                || (back.state() == Return.State.FAILED
                        && Series.of(before, back).was(Return.State.DONE.name()));
    }
}
