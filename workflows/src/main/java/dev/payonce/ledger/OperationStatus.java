package dev.payonce.ledger;

/**
 * The status of an operation. {@link OperationTable} alone decides it; every status but {@link #DUE} is a line of the
 * ledger.
 */
public enum OperationStatus {
    /** In the ledger, and to be sent; after a lost run it may have been sent already. */
    DUE,
    /** The outcome is unknown. It is looked up until it is one of the others. */
    UNKNOWN,
    /** A gateway that answers does not show it: due again, with the same key. */
    RESENT,
    /** Carried out, as the gateway shows. */
    DONE,
    /** The gateway, or the bank behind it, said no. */
    DECLINED,
    /** The gateway does not carry it out. */
    REFUSED,
    /** It never reached the gateway. */
    ABSENT,
    /** An operator stopped waiting for it. */
    GIVEN_UP;

    public boolean isOpen() {
        return switch (this) {
            case DUE, UNKNOWN, RESENT -> true;
            case DONE, DECLINED, REFUSED, ABSENT, GIVEN_UP -> false;
        };
    }
}
