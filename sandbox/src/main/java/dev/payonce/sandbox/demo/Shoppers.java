package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.Shopper.Saved;
import dev.payonce.servers.stripe.state.TestCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The impatient shoppers at the store's checkout; the store's own program sends their requests. */
final class Shoppers {

    private static final int AT_ONCE = 24;
    private static final String VISA = "pm_card_visa";

    private final Installation all;
    private final Client client;
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final List<Checkout> checkouts = new CopyOnWriteArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final List<Future<?>> pending = new ArrayList<>();

    Shoppers(Installation all, Client client) {
        this.all = all;
        this.client = client;
    }

    /** Starts all shoppers and renewals at once; {@link #await} waits for their answers. */
    void go(Cast cast, long seed) {
        Random random = new Random(seed);
        for (StoreOrder order : cast.unpaid()) {
            int number = checkouts.size();
            Optional<Saved> card = Checkout.returns(number) ? Optional.of(saved()) : Optional.empty();
            start(Checkout.of(order, number, card, random));
        }
        for (int each = 0; each < cast.renewals().size(); each++) {
            start(Checkout.renewal(cast.renewals().get(each), each, saved()));
        }
    }

    private Saved saved() {
        return all.stripe().shopper().saved(TestCard.VISA);
    }

    private void start(Checkout checkout) {
        checkouts.add(checkout);
        pending.add(client.start(() -> visit(checkout)));
    }

    /** Says how far the checkouts are. */
    String state() {
        return answered.get() + " of " + checkouts.size() + " shoppers and renewals have their answer";
    }

    List<Checkout> checkouts() {
        return List.copyOf(checkouts);
    }

    /** Sends each request again. */
    void again() throws Exception {
        checkouts.forEach(checkout -> pending.add(client.start(() -> shop(checkout))));
        await();
    }

    /** Waits until each request has its final answer. */
    void await() throws Exception {
        long end = System.nanoTime() + Client.PATIENCE.toNanos();
        for (Future<?> each : pending) {
            each.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private void visit(Checkout checkout) throws Exception {
        switch (checkout.tab()) {
            case NONE -> shop(checkout);
            case PAYS_LATER -> {
                String old = leftOpen(checkout.order());
                shop(checkout);
                all.stripe().shopper().confirm(old, TestCard.VISA);
            }
            case PAYS_MEANWHILE -> {
                String old = leftOpen(checkout.order());
                client.together(
                        () -> shop(checkout), () -> all.stripe().shopper().confirm(old, TestCard.VISA));
            }
        }
        answered.incrementAndGet();
    }

    /** Opens a payment as the order's first operation would, if Stripe had forgotten its idempotency key. */
    private String leftOpen(StoreOrder order) {
        return all.stripe().shopper().open(Metadata.asked(order), order.currency(), Metadata.tag(all, order));
    }

    private void shop(Checkout checkout) throws Exception {
        slots.acquire();
        try {
            switch (checkout.manner()) {
                case DOUBLE_CLICK -> client.together(() -> pay(checkout, "a", VISA), () -> pay(checkout, "a", VISA));
                case TWO_TABS ->
                    client.together(() -> pay(checkout, "a", VISA), () -> pay(checkout, "b", "pm_card_mastercard"));
                case RELOADS -> {
                    pay(checkout, "a", VISA);
                    pay(checkout, "a", VISA);
                    pay(checkout, "b", VISA);
                }
                case ANOTHER_CARD -> {
                    pay(checkout, "a", "pm_card_chargeDeclinedInsufficientFunds");
                    pay(checkout, "b", VISA);
                }
                case THREE_D_SECURE -> pay(checkout, "a", "pm_card_threeDSecure2Required");
                case CANCELS_WHILE_PAYING ->
                    client.together(
                            () -> ask(checkout, "a", "/payments", paying(checkout, VISA, "manual")),
                            () -> ask(
                                    checkout,
                                    "c",
                                    "/payments/" + checkout.order().id() + "/cancel",
                                    "{}"));
                case RENEWAL -> renew(checkout, "hook");
                case RENEWAL_TWICE -> client.together(() -> renew(checkout, "hook"), () -> renew(checkout, "twin"));
            }
        } finally {
            slots.release();
        }
    }

    private void renew(Checkout renewal, String key) throws Exception {
        ask(
                renewal,
                key,
                "/payments",
                "{\"order\":" + renewal.order().id() + "," + method(renewal, VISA) + ",\"offSession\":true}");
    }

    private void pay(Checkout checkout, String key, String card) throws Exception {
        ask(checkout, key, "/payments", paying(checkout, card, "automatic"));
    }

    private void ask(Checkout checkout, String key, String path, String body) throws Exception {
        client.ask(checkout.results(), key, path, body);
    }

    private static String paying(Checkout checkout, String card, String capture) {
        return "{\"order\":" + checkout.order().id() + "," + method(checkout, card) + ",\"capture\":\"" + capture
                + "\",\"returnUrl\":\"https://shop.example/thanks?key="
                + checkout.order().key() + "\"}";
    }

    /** Returns the card of a request; a saved one takes the place of the usual one. */
    private static String method(Checkout checkout, String card) {
        return checkout.card()
                .filter(_ -> card.equals(VISA))
                .map(saved -> "\"paymentMethod\":\"" + saved.method() + "\",\"customer\":\"" + saved.customer() + "\"")
                .orElse("\"paymentMethod\":\"" + card + "\"");
    }
}
