package dev.payonce.request;

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
public record PaymentResult(
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
     * another operation; come back. UNAVAILABLE: the installation's own fault keeps the operation from being sent.
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
        UNAVAILABLE(false),
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

    public static PaymentResult of(State state, String code) {
        return new PaymentResult(state, code, false, "", "", Optional.empty(), 0);
    }

    public static PaymentResult refused(String code) {
        return of(State.REFUSED, code);
    }

    public static PaymentResult declined(String code, boolean mayRetry, int operation) {
        return new PaymentResult(State.DECLINED, code, mayRetry, "", "", Optional.empty(), operation);
    }

    public static PaymentResult working(int operation) {
        return new PaymentResult(State.WORKING, "", false, "", "", Optional.empty(), operation);
    }

    /** About this payment, for this operation. */
    public static PaymentResult of(State state, String gateway, String payment, Money money, int operation) {
        return new PaymentResult(state, "", false, gateway, payment, Optional.of(money), operation);
    }

    public PaymentResult because(String why, boolean again) {
        return new PaymentResult(state, why, again, gateway, payment, money, operation);
    }
}
