package dev.payonce.payment;

import dev.payonce.money.Money;
import java.util.Optional;

/**
 * What a request is answered. Ids only: what a browser needs to go on is fetched from the gateway when it is told.
 *
 * @param code why, where the state alone does not say it; stable, lower case
 * @param mayRetry whether another attempt may succeed
 * @param gateway the gateway account of the payment
 * @param payment the id to ask its gateway by
 * @param money what was charged, authorized or captured
 * @param operation the operation that the request came to, 0 for none
 */
public record Answer(
        State state,
        String code,
        boolean mayRetry,
        String gateway,
        String payment,
        Optional<Money> money,
        int operation) {

    /**
     * WORKING: an operation is being carried out, wait. PENDING and ACTION_REQUIRED are the state now. MISMATCH: the key
     * was used for something else, and nothing was done. LATER: nothing was done, since nobody can say yet what became of
     * another operation; come back.
     */
    public enum State {
        PAID(true),
        AUTHORIZED(true),
        CAPTURED(true),
        CANCELLED(true),
        REFUNDED(true),
        DECLINED(true),
        REFUSED(true),
        ACTION_REQUIRED(false),
        PENDING(false),
        WORKING(false),
        LATER(false),
        MISMATCH(false);

        private final boolean last;

        State(boolean last) {
            this.last = last;
        }
    }

    /** True when this is the answer for ever: the same key gets it again, byte for byte. */
    public boolean isFinal() {
        return state.last;
    }

    public static Answer of(State state, String code) {
        return new Answer(state, code, false, "", "", Optional.empty(), 0);
    }

    public static Answer refused(String code) {
        return of(State.REFUSED, code);
    }

    public static Answer declined(String code, boolean mayRetry, int operation) {
        return new Answer(State.DECLINED, code, mayRetry, "", "", Optional.empty(), operation);
    }

    public static Answer working(int operation) {
        return new Answer(State.WORKING, "", false, "", "", Optional.empty(), operation);
    }

    /** About this payment, for this operation. */
    public static Answer of(State state, String gateway, String payment, Money money, int operation) {
        return new Answer(state, "", false, gateway, payment, Optional.of(money), operation);
    }

    public Answer because(String why, boolean again) {
        return new Answer(state, why, again, gateway, payment, money, operation);
    }
}
