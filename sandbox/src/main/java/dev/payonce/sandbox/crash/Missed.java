package dev.payonce.sandbox.crash;

/** A busy machine was too slow: somebody's time-out came before everything was where it should be. */
final class Missed extends Exception {

    private static final long serialVersionUID = 1;

    Missed(Purchase purchase) {
        super(purchase + " did not come to its point in time");
    }
}
