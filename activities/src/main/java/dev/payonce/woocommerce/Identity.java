package dev.payonce.woocommerce;

import dev.payonce.failure.Failures;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.order.Fingerprint;
import dev.payonce.woocommerce.StoreTable.Known;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The check that this is still the store that it was; the message about a difference names the setting that accepts it.
 */
final class Identity {

    private Identity() {}

    /**
     * @param known whatever has this store's name or its tables
     * @return what is to be remembered from now on
     */
    static Known of(List<Known> known, Known now, StoreSettings.Accepted accepted) {
        for (Known other : known) {
            if (!other.store().equals(now.store())) {
                throw Failures.nonRetryable(
                        "store-differs",
                        "The tables " + now.tables() + " belong to the store named '" + other.store()
                                + "' already; two names would make two actors of one order. Set PAYONCE_STORE="
                                + other.store(),
                        null);
            }
        }
        return known.isEmpty() ? now : changed(known.getFirst(), now, accepted);
    }

    private static Known changed(Known before, Known now, StoreSettings.Accepted accepted) {
        if (!before.tables().equals(now.tables()) && !accepted.tables().equals(Optional.of(now.tables()))) {
            throw differs("tables", before.tables(), now.tables(), "PAYONCE_ACCEPT_TABLES");
        }
        String mode = mode(now.live());
        if (before.live() != now.live() && !accepted.mode().equals(Optional.of(mode))) {
            throw differs("mode", mode(before.live()), mode, "PAYONCE_ACCEPT_MODE");
        }
        List<String> former = new ArrayList<>(before.former());
        String site = Fingerprint.ofSite(now.site());
        if (!Fingerprint.ofSite(before.site()).equals(site)) {
            if (!accepted.site().map(Fingerprint::ofSite).equals(Optional.of(site))) {
                throw siteDiffers(before.site(), now.site());
            }
            former.add(before.site());
        }
        String effects = before.effects();
        if (!effects.isEmpty()
                && !effects.equals(now.effects())
                && !accepted.effects().equals(Optional.of(now.effects()))) {
            throw differs("effects", effects, now.effects(), "PAYONCE_ACCEPT_EFFECTS");
        }
        return new Known(now.store(), now.tables(), now.site(), former, now.live(), now.effects());
    }

    static ApplicationFailure siteDiffers(String before, String now) {
        return differs("site", before, now, "PAYONCE_ACCEPT_SITE");
    }

    static ApplicationFailure accountDiffers(String gateway, String before, String now) {
        return differs(gateway + "-account", before, now, "PAYONCE_ACCEPT_ACCOUNT");
    }

    private static ApplicationFailure differs(String what, String before, String now, String setting) {
        return Failures.nonRetryable(
                what + "-differs",
                "The store's " + what + " was " + before + " and is now " + now + ". If that is meant, start with "
                        + setting + "=" + now + "; a copy of a shop needs a Payonce of its own",
                null);
    }

    private static String mode(boolean live) {
        return live ? "live" : "test";
    }
}
