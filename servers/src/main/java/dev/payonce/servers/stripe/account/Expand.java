package dev.payonce.servers.stripe.account;

import dev.payonce.servers.stripe.state.Refusal;
import java.util.List;
import java.util.Set;

/**
 * The parts of a payment that a caller wants whole instead of by name.
 *
 * @param charge the latest charge
 * @param refunds the charge's refunds, which Stripe leaves out unless asked
 * @param booking the charge's balance transaction as an object
 */
public record Expand(boolean charge, boolean refunds, boolean booking) {

    static final Expand NOTHING = new Expand(false, false, false);

    private static final Set<String> KNOWN =
            Set.of("latest_charge", "latest_charge.refunds", "latest_charge.balance_transaction");

    /** Paths as in {@code expand[]}; in a list each begins with {@code data.}. */
    public static Expand of(List<String> paths, boolean list) {
        boolean charge = false;
        boolean refunds = false;
        boolean booking = false;
        for (String path : paths) {
            String inner = list && path.startsWith("data.") ? path.substring("data.".length()) : path;
            if (!KNOWN.contains(inner)) {
                throw Refusal.invalid("", "expand", "This property cannot be expanded (" + path + ").");
            }
            charge |= inner.startsWith("latest_charge");
            refunds |= inner.equals("latest_charge.refunds");
            booking |= inner.equals("latest_charge.balance_transaction");
        }
        return new Expand(charge, refunds, booking);
    }
}
