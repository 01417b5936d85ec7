package dev.payonce.ledger;

/** The evidence that decides the next status of an operation. {@link OperationTable} holds what follows from each. */
public enum Evidence {
    DONE_SHOWN(
            "the gateway shows what it did: the payment of a charge, the captured money, the closed payment, the refund"),
    DECLINED_SHOWN("the gateway shows the payment of a charge, declined"),
    LOST_SHOWN("the payment went another way: captured before a void, closed before a capture"),
    DECLINED_ANSWER("the gateway answered that it, or a bank, said no"),
    REFUSED_ANSWER("the gateway answered that it does not carry it out"),
    NOT_SENT("the gateway took nothing, by a fault of the installation"),
    NO_ANSWER("the answer was lost"),
    MAY_COME("the answer was lost, and the gateway may carry it out later by itself"),
    NOT_LISTED("a lookup does not show it"),
    RESENDABLE("a lookup does not show it, and it would be right now"),
    PROVEN_ABSENT("a lookup that started 15 minutes after the last doubt does not show it"),
    MAY_COME_OVERDUE("the same, but the gateway may still carry it out by itself"),
    OBJECT_UNKNOWN("the gateway does not know a payment that it has shown before"),
    GIVEN_UP("an operator gives it up");

    private final String meaning;

    Evidence(String meaning) {
        this.meaning = meaning;
    }

    /** Returns the meaning in the words of {@code docs/payments.md}. */
    public String meaning() {
        return meaning;
    }
}
