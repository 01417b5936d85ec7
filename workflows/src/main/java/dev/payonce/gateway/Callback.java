package dev.payonce.gateway;

/**
 * A hint from a gateway: "refresh this object, it claims to be in this state". Never a command, and never a proof of
 * whose payment it is. It travels as five plain strings, so that any version of a worker can read it.
 *
 * @param event the gateway's id of the event, unique within the account
 * @param account the gateway account's name, for instance {@code stripe}
 * @param object the id to look up: a payment, a refund or a dispute
 * @param state what the event claims, for instance {@code payment_intent.succeeded}
 * @param claim the gateway's signed facts, normalised, where it cannot be asked; empty where it can
 */
public record Callback(String event, String account, String object, String state, String claim) {

    /** No string of a callback is longer; a longer one is not a callback. Characters. */
    public static final int LONGEST = 255;

    public Callback {
        if (!plain(event) || !plain(account) || !plain(object) || state.length() > LONGEST || claim.length() > 4096) {
            throw new IllegalArgumentException("A callback names its event, its account and its object");
        }
    }

    private static boolean plain(String name) {
        return name.length() <= LONGEST && name.matches("[A-Za-z0-9_.:@-]+");
    }
}
