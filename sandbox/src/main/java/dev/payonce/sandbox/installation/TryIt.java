package dev.payonce.sandbox.installation;

import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.sandbox.store.StoreOrder;
import dev.payonce.sandbox.stripe.webhook.DeliveryPlan;
import java.io.PrintStream;

/** What {@code make up} prints: addresses, and lines to copy. */
public final class TryIt {

    private TryIt() {}

    public static void print(Installation all, PrintStream out) {
        StoreOrder order = all.store().addOrders(1, 20).getFirst();
        all.stripe().deliverAutomatically(DeliveryPlan.hostile(1));
        long minor =
                Money.ofMajor(order.total(), order.currency()).orElseThrow().minor();
        out.printf(
                """

                API           %s
                Temporal UI   %s
                Stripe (sim.) %s

                Values in Redis are sealed with PAYONCE_CACHE_SECRET, generated for this run:

                  PAYONCE_CACHE_SECRET=%s

                Pay order %d, as a shopper would; the simulator then calls the API, several times:

                  curl -s -u %s: %s/v1/payment_intents \\
                    -d amount=%d -d currency=%s -d confirm=true -d payment_method=pm_card_visa \\
                    -d 'metadata[payonce_order]=%d' -d 'metadata[payonce_key]=%s' \\
                    -d 'metadata[payonce_site]=%s' -d 'metadata[payonce_operation]=1'

                Watch it:

                  curl -s -H 'Authorization: Bearer %s' %s/payments/%d

                Ctrl-C stops everything.
                """,
                all.apiUrl(),
                all.temporal().uiUrl().orElse("(none: the server is not ours)"),
                all.stripe().baseUrl(),
                all.credentials().cacheSecret(),
                order.id(),
                all.credentials().stripeKey(),
                all.stripe().baseUrl(),
                minor,
                order.currency().toLowerCase(java.util.Locale.ROOT),
                order.id(),
                Fingerprint.ofOrderKey(order.key()),
                Fingerprint.ofSite(all.store().siteUrl()),
                all.credentials().token(),
                all.apiUrl(),
                order.id());
    }
}
