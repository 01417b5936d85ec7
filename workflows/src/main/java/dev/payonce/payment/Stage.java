package dev.payonce.payment;

/** The stage of a payment. OPEN may still be paid; APPROVED waits for our capture; CLOSED will never be paid. */
public enum Stage {
    OPEN,
    APPROVED,
    PENDING,
    AUTHORIZED,
    CAPTURED,
    CLOSED
}
