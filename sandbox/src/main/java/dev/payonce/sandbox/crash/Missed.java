package dev.payonce.sandbox.crash;

/** The exception for a busy machine: a timeout passed before each order was at its point. */
final class Missed extends Exception {

    private static final long serialVersionUID = 1;

    Missed(Purchase purchase) {
        super(purchase + " did not come to its point in time");
    }
}
