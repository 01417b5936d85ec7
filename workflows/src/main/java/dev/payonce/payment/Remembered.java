package dev.payonce.payment;

import java.util.Optional;

/**
 * A request that the ledger has seen.
 *
 * @param order the order it was about; the same key for another order is refused
 * @param fingerprint of what was asked
 * @param operation the operation that it came to, 0 while it came to none
 * @param latest what was known last; the final answer once there is one
 */
public record Remembered(String key, long order, String fingerprint, int operation, Optional<Answer> latest) {

    /** The answer for ever, if there is one yet. */
    public Optional<Answer> answer() {
        return latest.filter(Answer::isFinal);
    }
}
