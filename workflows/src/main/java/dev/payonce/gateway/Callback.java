package dev.payonce.gateway;

import java.util.Optional;

/**
 * A hint from a gateway: "look at this object, it claims to be in this state". Never a command, and never a proof of
 * whose payment it is. It travels as five plain strings, so that any version of a worker can read it.
 *
 * @param event the gateway's id of the event, unique within the account
 * @param account the gateway account's name, for instance {@code stripe}
 * @param object the id to look up: a payment, a refund or a dispute
 * @param state what the event claims, for instance {@code payment_intent.succeeded}
 * @param claim the signed fact that spares a lookup: {@code site=} and the fingerprint of the shop that another
 *     program's metadata name; empty where they name none
 */
public record Callback(String event, String account, String object, String state, String claim) {

    /** No string of a callback is longer; a longer one is not a callback. Characters. */
    public static final int LONGEST = 255;

    private static final String SITE = "site=";

    /** Returns the claim that another program's metadata name this shop. */
    public static String claimOf(String site) {
        return site.isBlank() ? "" : SITE + site;
    }

    /** Returns the fingerprint of the shop that the metadata name. */
    public Optional<String> site() {
        return claim.startsWith(SITE) ? Optional.of(claim.substring(SITE.length())) : Optional.empty();
    }

    public Callback {
        if (!plain(event) || !plain(account) || !plain(object) || state.length() > LONGEST || claim.length() > 4096) {
            throw new IllegalArgumentException("A callback names its event, its account and its object");
        }
    }

    private static boolean plain(String name) {
        return name.length() <= LONGEST && name.matches("[A-Za-z0-9_.:@-]+");
    }
}
