package dev.payonce.request;

import dev.payonce.money.Money;
import java.util.Optional;

/**
 * The result of a request. It has IDs only: a browser that needs more fetches it from the gateway at that moment.
 *
 * @param code why, where the state alone does not say it; stable, lower case
 * @param mayRetry whether another attempt may succeed
 * @param gateway the gateway account of the payment
 * @param payment the ID to ask its gateway by
 * @param money the amount that was charged, authorized or captured
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
     * The state of a request. {@code WORKING}: an operation is being carried out. {@code PENDING} and {@code
     * ACTION_REQUIRED} are the payment's state now. {@code MISMATCH}: the key was used for another request, and nothing
     * was done. {@code LATER}: nothing was done, since another operation's outcome is unknown; the caller has to come
     * back. {@code UNAVAILABLE}: the installation's own fault keeps the operation from being sent.
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

    /** Returns true when this is the final result: the same key gets it again, byte for byte. */
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

    /** Returns the result of this operation, about this payment. */
    public static PaymentResult of(State state, String gateway, String payment, Money money, int operation) {
        return new PaymentResult(state, "", false, gateway, payment, Optional.of(money), operation);
    }

    public PaymentResult because(String why, boolean again) {
        return new PaymentResult(state, why, again, gateway, payment, money, operation);
    }
}
