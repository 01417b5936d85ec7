package dev.payonce.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.store.StoreOrder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Impatient shoppers at the store's checkout, as the store's own program sends for them: each request with a key, again
 * and again until it is answered for good, whatever happens to the servers meanwhile.
 */
final class Shoppers implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration IMPATIENCE = Duration.ofMillis(700);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int AT_ONCE = 24;
    private static final Set<String> FINAL =
            Set.of("paid", "authorized", "captured", "cancelled", "declined", "refused");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Installation all;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final List<Checkout> checkouts = new ArrayList<>();
    private final List<Future<?>> under = new ArrayList<>();

    Shoppers(Installation all) {
        this.all = all;
    }

    /** Everybody starts now; {@link #await} tells when all have their answers. */
    void go(List<StoreOrder> orders, long seed) {
        Random random = new Random(seed);
        Checkout.Manner[] manners = Checkout.Manner.values();
        for (StoreOrder order : orders) {
            Checkout checkout = Checkout.of(order, manners[random.nextInt(manners.length)]);
            checkouts.add(checkout);
            under.add(threads.submit(() -> {
                play(checkout);
                return null;
            }));
        }
    }

    List<Checkout> checkouts() {
        return List.copyOf(checkouts);
    }

    /** Everybody asks once more for what is answered already. */
    void again() throws Exception {
        for (Checkout checkout : checkouts) {
            under.add(threads.submit(() -> {
                play(checkout);
                return null;
            }));
        }
        await();
    }

    /** Until everybody has a final answer to everything. */
    void await() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Future<?> each : under) {
            each.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private void play(Checkout checkout) throws Exception {
        slots.acquire();
        try {
            switch (checkout.manner()) {
                case DOUBLE_CLICK -> together(() -> pay(checkout, "a", VISA), () -> pay(checkout, "a", VISA));
                case TWO_TABS ->
                    together(() -> pay(checkout, "a", VISA), () -> pay(checkout, "b", "pm_card_mastercard"));
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
                    together(
                            () -> post(checkout, "a", "/payments", paying(checkout, VISA, "manual")),
                            () -> post(
                                    checkout,
                                    "c",
                                    "/payments/" + checkout.order().id() + "/cancel",
                                    "{}"));
            }
        } finally {
            slots.release();
        }
    }

    private static final String VISA = "pm_card_visa";

    private void pay(Checkout checkout, String key, String card) throws Exception {
        post(checkout, key, "/payments", paying(checkout, card, "automatic"));
    }

    private static String paying(Checkout checkout, String card, String capture) {
        return "{\"order\":" + checkout.order().id() + ",\"paymentMethod\":\"" + card + "\",\"capture\":\"" + capture
                + "\",\"returnUrl\":\"https://shop.example/thanks?key="
                + checkout.order().key() + "\"}";
    }

    /** The same request until its answer is final; what is up to the shopper is done on the way. */
    private void post(Checkout checkout, String key, String path, String body) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (once(checkout, key, path, body)) {
                return;
            }
            Disturbances.pause(IMPATIENCE);
        }
        throw new IllegalStateException("Order " + checkout.order().id() + " got no final answer to " + key);
    }

    private boolean once(Checkout checkout, String key, String path, String body) throws Exception {
        HttpResponse<String> answer;
        try {
            answer = http.send(
                    HttpRequest.newBuilder(URI.create(all.apiUrl() + path))
                            .timeout(ANSWER)
                            .header(
                                    "Authorization",
                                    "Bearer " + all.credentials().token())
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", checkout.order().id() + "-" + key)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException noAnswer) {
            return false;
        }
        checkout.statuses().add(answer.statusCode());
        if (answer.statusCode() >= 500) {
            return false;
        }
        JsonNode told = JSON.readTree(answer.body());
        String status = told.path("status").asText();
        if (status.equals("action_required")) {
            authenticate(told.path("payment").asText());
            return false;
        }
        if (FINAL.contains(status)) {
            checkout.finalAnswer(key, answer.statusCode(), answer.body());
            return true;
        }
        return false;
    }

    private void authenticate(String payment) {
        // Who asks again before the callback is settled is told once more to do what is done.
        if (all.stripe().shopper().status(payment).equals("requires_action")) {
            all.stripe().shopper().authenticates(payment);
        }
    }

    private interface Step {
        void take() throws Exception;
    }

    /** Both start at the same moment. */
    private void together(Step one, Step other) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        Future<?> first = threads.submit(() -> {
            start.await();
            one.take();
            return null;
        });
        start.countDown();
        other.take();
        first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        http.shutdownNow();
    }
}
