package dev.payonce.servers.stripe.account;

import dev.payonce.servers.stripe.state.Refusal;
import java.util.List;
import java.util.Set;

/**
 * The parts of a payment that a caller wants whole instead of by name.
 *
 * @param charge the latest charge
 * @param refunds the charge's refunds, which Stripe leaves out unless asked
 */
public record Expand(boolean charge, boolean refunds) {

    static final Expand NOTHING = new Expand(false, false);

    private static final Set<String> KNOWN = Set.of("latest_charge", "latest_charge.refunds");

    /** Paths as in {@code expand[]}; in a list each begins with {@code data.}. */
    public static Expand of(List<String> paths, boolean list) {
        boolean charge = false;
        boolean refunds = false;
        for (String path : paths) {
            String inner = list && path.startsWith("data.") ? path.substring("data.".length()) : path;
            if (!KNOWN.contains(inner)) {
                throw Refusal.invalid("", "expand", "This property cannot be expanded (" + path + ").");
            }
            charge |= inner.startsWith("latest_charge");
            refunds |= inner.equals("latest_charge.refunds");
        }
        return new Expand(charge, refunds);
    }
}
