package dev.payonce.sandbox.installation;

import dev.payonce.order.Fingerprint;
import dev.payonce.servers.Ports;
import dev.payonce.servers.store.DatabaseUsers.Role;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.Shopper;
import dev.payonce.servers.stripe.webhook.DeliveryPlan;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The output of {@code make up}: addresses, credentials, and lines that can be pasted into another terminal. */
public final class TryIt {

    private static final int ORDERS = 20;

    private final Installation all;
    private final PrintStream out;
    private final List<StoreOrder> orders;

    private TryIt(Installation all, PrintStream out) {
        this.all = all;
        this.out = out;
        this.orders = all.store().addOrders(1, ORDERS);
    }

    /** Makes some orders, three of them in manual review, and prints everything. */
    public static void print(Installation all, PrintStream out) {
        TryIt tryIt = new TryIt(all, out);
        all.stripe().deliverAutomatically(DeliveryPlan.hostile(1));
        tryIt.addresses();
        tryIt.credentials();
        tryIt.page();
        tryIt.lines();
        tryIt.temporal(tryIt.inReview());
    }

    private void addresses() {
        out.printf(
                """

                API            %s (/openapi.yaml, /actuator/health)
                worker         %s (/actuator/health; metrics: /actuator/prometheus)
                Temporal       %s, its UI %s
                Stripe (sim.)  %s
                MySQL          %s:%d, schema %s, user %s, password %s
                Redis          %s
                """,
                all.apiUrl(),
                all.workerUrl(),
                all.temporal().address(),
                all.temporal().uiUrl().orElse("is where its owner runs it"),
                all.stripe().baseUrl(),
                all.mysql().host(),
                all.mysql().port(),
                all.store().schema(),
                Role.WORKER.user(),
                all.mysql().password(),
                all.redis().url());
    }

    /** Prints the settings of a second worker and API, with which each line of docs/api.md and docs/operations.md works. */
    private void credentials() {
        Map<String, String> settings = new TreeMap<>(all.settings(all.name(), Map.of()));
        settings.putAll(all.login(Role.WORKER));
        settings.put("TEMPORAL_ADDRESS", all.temporal().address());
        settings.put("TOKEN", all.credentials().token());
        settings.put("PAYONCE_TOKEN", all.credentials().token());
        settings.put("PAYONCE_URL", all.apiUrl().toString());
        settings.put("API", all.apiUrl().toString());
        settings.put("SERVER_PORT", Integer.toString(Ports.free()));
        settings.put("PAYONCE_WORKER_PORT", Integer.toString(Ports.free()));
        out.printf(
                """

                Paste this into another terminal in this folder. The lines of README and docs, also a second worker and API, work
                there:

                %s
                  export PATH="$PWD/.tools:%s/bin:$PATH"
                """,
                settings.entrySet().stream()
                        .map(each -> "  export " + each.getKey() + "='" + each.getValue() + "'")
                        .collect(Collectors.joining("\n")),
                System.getProperty("java.home"));
    }

    private void page() {
        out.printf(
                """

                Operators' page  %s/operations/
                Log in with      %s  (its name is ann; orders %d, %d and %d wait for a decision)
                """,
                all.apiUrl(),
                all.credentials().operator(),
                orders.get(1).id(),
                orders.get(4).id(),
                orders.get(5).id());
    }

    /**
     * Has three orders wait for a person: a payment of another amount, one of the order's former key, as after a restore,
     * and a disputed one. Returns the first one's payment.
     */
    private String inReview() {
        Shopper shopper = all.stripe().shopper();
        StoreOrder restored = orders.get(4);
        Map<String, String> tag = new TreeMap<>(Metadata.tag(all, restored));
        tag.put("payonce_key", Fingerprint.ofOrderKey("wc_order_before_restore"));
        shopper.pay(Metadata.asked(restored), restored.currency(), tag);
        StoreOrder disputed = orders.get(5);
        shopper.openDispute(shopper.pay(Metadata.asked(disputed), disputed.currency(), Metadata.tag(all, disputed)));
        StoreOrder order = orders.get(1);
        long asked = Metadata.asked(order);
        return shopper.payAnother(asked, asked + 100, order.currency(), Metadata.tag(all, order));
    }

    /** Prints the lists of Temporal as links, and the commands of docs/operations.md for these orders. */
    private void temporal(String differs) {
        String lists = all.temporal().uiUrl().orElse("<Temporal's UI>") + "/namespaces/default/workflows?query=";
        out.printf("""

                In review        %1$sPaymentStatus%%3D'NEEDS_REVIEW'
                Stalled          %1$sPaymentStatus%%3D'STALLED'

                Order %2$d is in manual review, because another amount was captured. Decide on the page, or by Temporal:

                  temporal workflow signal --workflow-id %2$d --name refresh
                  temporal workflow describe --workflow-id %2$d
                  temporal workflow signal --query "PaymentStatus = 'STALLED'" --name refresh --reason "mended" --yes
                  temporal workflow update execute --workflow-id %2$d --name decide \\
                    --input '{"review":1,"action":{"type":"acceptPaid","payment":"%3$s"},"who":"ann","why":"the shopper agreed"}'

                Ctrl-C stops everything.
                """, lists, orders.get(1).id(), differs);
    }

    private void lines() {
        long fourth = orders.get(3).id(); // Order 1001 is left for the lines of docs/api.md.
        StoreOrder third = orders.get(2);
        out.printf(
                """

                Pay order %1$d through Payonce, then look at it:

                  curl -i %2$s/payments -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: checkout-%1$d-1" \\
                    -H "Content-Type: application/json" -d '{"order":%1$d,"paymentMethod":"pm_card_visa"}'
                  curl -i %2$s/payments/%1$d -H "Authorization: Bearer $TOKEN"

                Pay order %3$d at Stripe, as the shop's own plugin does; Stripe then calls the API, several times:

                  curl -s -u $STRIPE_SECRET_KEY: %4$s/v1/payment_intents \\
                    -d amount=%5$d -d currency=%6$s -d confirm=true -d payment_method=pm_card_visa \\
                    -d 'metadata[order_id]=%3$d' -d 'metadata[order_key]=%7$s' -d 'metadata[site_url]=%8$s'
                  curl -i %2$s/payments/%3$d -H "Authorization: Bearer $TOKEN"

                Have a card declined. Another card can then pay the order:

                  curl -i %2$s/payments -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: checkout-%9$d-1" \\
                    -H "Content-Type: application/json" -d '{"order":%9$d,"paymentMethod":"pm_card_chargeDeclined"}'

                Pay by a card that asks for 3-D Secure. The answer is action_required; then authenticate as the shopper does:

                  curl -i %2$s/payments -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: checkout-%10$d-1" \\
                    -H "Content-Type: application/json" -d '{"order":%10$d,"paymentMethod":"pm_card_threeDSecure2Required"}'
                  curl -s %4$s/simulator/authenticate -d payment_intent=$(curl -s %2$s/payments/%10$d \\
                    -H "Authorization: Bearer $TOKEN" | grep -o 'pi_[A-Za-z0-9_]*' | head -1)

                Break the key: a payment then stalls, the caller gets 503, and the page shows it. Then mend the key:

                  curl -s %4$s/simulator/key -d accepts=sk_test_rolled
                  curl -i %2$s/payments -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: checkout-%11$d-1" \\
                    -H "Content-Type: application/json" -d '{"order":%11$d,"paymentMethod":"pm_card_visa"}'
                  scripts/payonce status
                  curl -s %4$s/simulator/key -d accepts=$STRIPE_SECRET_KEY
                """,
                fourth,
                all.apiUrl(),
                third.id(),
                all.stripe().baseUrl(),
                Metadata.asked(third),
                third.currency().toLowerCase(Locale.ROOT),
                third.key(),
                all.store().siteUrl(),
                orders.get(6).id(),
                orders.get(7).id(),
                orders.get(8).id());
    }
}
