package dev.payonce.payment;

import java.util.Optional;

/** What the ledger remembers of a request. Reads only; it decides for ever what a key was used for. */
public interface Replays {

    /**
     * Empty when no request with this key was settled yet. Throws when the database is away.
     *
     * @param key the caller's idempotency key, of this store
     */
    Optional<Replay> of(String key);

    /**
     * @param order the order it was about
     * @param operation the operation that it came to, 0 for none
     * @param latest what was known last; the final answer once there is one
     */
    record Replay(long order, String fingerprint, int operation, Optional<Answer> latest) {

        /** The answer for ever, if there is one yet. */
        public Optional<Answer> last() {
            return latest.filter(Answer::isFinal);
        }
    }
}
