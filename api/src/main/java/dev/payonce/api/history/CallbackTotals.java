package dev.payonce.api.history;

/** The totals of callbacks since the start of the API. */
public interface CallbackTotals {

    /** Returns the number with a right signature. */
    long accepted();

    /** Returns the number that were refused. */
    long rejected();
}
