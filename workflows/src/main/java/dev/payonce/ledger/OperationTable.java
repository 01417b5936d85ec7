package dev.payonce.ledger;

import static dev.payonce.ledger.OperationStatus.ABSENT;
import static dev.payonce.ledger.OperationStatus.DECLINED;
import static dev.payonce.ledger.OperationStatus.DONE;
import static dev.payonce.ledger.OperationStatus.GIVEN_UP;
import static dev.payonce.ledger.OperationStatus.REFUSED;
import static dev.payonce.ledger.OperationStatus.RESENT;
import static dev.payonce.ledger.OperationStatus.UNKNOWN;

/**
 * The table that decides the status of an operation: from its status and one piece of evidence to its next status.
 *
 * <p>The gateway's word counts, however late: money that it shows makes every status DONE, and DONE never changes. An
 * answer that is lost again, after a reset for instance, opens an operation that was taken for absent, given up or
 * refused: it was sent after all. A decline stays, since the gateway repeats it for the same key.
 */
public final class OperationTable {

    private OperationTable() {}

    /** Returns the status that follows; the same one where this evidence changes nothing. */
    public static OperationStatus next(OperationStatus status, Evidence evidence) {
        return switch (evidence) {
            case DONE_SHOWN -> DONE;
            case DECLINED_SHOWN -> status == DONE ? DONE : DECLINED;
            case LOST_SHOWN, REFUSED_ANSWER -> status.isOpen() ? REFUSED : status;
            case DECLINED_ANSWER -> status == DONE || status == REFUSED ? status : DECLINED;
            case NOT_SENT -> status.isOpen() ? UNKNOWN : status;
            case NO_ANSWER, MAY_COME -> status == DONE || status == DECLINED ? status : UNKNOWN;
            case NOT_LISTED, MAY_COME_OVERDUE, OBJECT_UNKNOWN -> status;
            case RESENDABLE -> status == UNKNOWN ? RESENT : status;
            case PROVEN_ABSENT -> status == UNKNOWN ? ABSENT : status;
            case GIVEN_UP -> status == UNKNOWN ? GIVEN_UP : status;
        };
    }
}
