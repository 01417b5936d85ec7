package dev.payonce.workflow;

import java.time.Instant;

/**
 * The record of a stalled run in its memo. Temporal's list shows it, also while no worker lives.
 *
 * @param code the cause, as in the search attribute
 * @param since when the run stalled; a second cause keeps the time of the first
 * @param fault true for a fault of the installation, which an operator has to mend
 * @param message the cause in words, with its remedy
 */
public record Stall(String code, Instant since, boolean fault, String message) {

    /** The name of the memo's field. */
    public static final String MEMO = "Stalled";

    /** Returns the sentence for people about what follows without them. */
    public String next() {
        return fault
                ? "One payment of this cause is tried every 20 s; as soon as it gets through, all of them are tried."
                : "It is tried again by itself, after a growing pause of at most an hour.";
    }
}
