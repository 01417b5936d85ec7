package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.state.TestCard;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** An order at the shop's checkout: its requests to Payonce, and the calls that the gateway got for them. */
public final class Checkout {

    /** A thread for each, so that those who ask at once do not wait for one another. */
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private final Shop shop;
    private final OrderUnderTest underTest;

    public Checkout(Shop shop) {
        this.shop = shop;
        this.underTest = shop.underTest();
    }

    public OrderUnderTest underTest() {
        return underTest;
    }

    /** Returns a key that no other order's test uses. */
    public String key(String name) {
        return name + "-" + underTest.id();
    }

    public ApiClient.Answer pay(String key, TestCard card) {
        return shop.api().ask("/payments", key(key), form(card, "automatic"));
    }

    public ApiClient.Answer pay(String key) {
        return pay(key, TestCard.VISA);
    }

    public ApiClient.Answer authorize(String key) {
        return shop.api().ask("/payments", key(key), form(TestCard.VISA, "manual"));
    }

    public ApiClient.Answer capture(String key) {
        return shop.api().ask("/payments/" + underTest.id() + "/capture", key(key), "{}");
    }

    public ApiClient.Answer cancel(String key) {
        return shop.api().ask("/payments/" + underTest.id() + "/cancel", key(key), "{}");
    }

    public ApiClient.Answer refresh() {
        return shop.api().ask("/payments/" + underTest.id() + "/refresh", "", "{}");
    }

    public String form(TestCard card, String capture) {
        return "{\"order\":%d,\"gateway\":\"stripe\",\"paymentMethod\":\"%s\",\"capture\":\"%s\"}"
                .formatted(underTest.id(), card.id(), capture);
    }

    /** Goes on by itself while the test does something else. */
    public static <T> CompletableFuture<T> meanwhile(Supplier<T> request) {
        return CompletableFuture.supplyAsync(request, THREADS);
    }

    /** Starts all requests in the same millisecond, as nearly as threads can. */
    public static <T> List<T> atOnce(List<Supplier<T>> requests) {
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<T>> results = requests.stream()
                .map(request -> meanwhile(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException stopped) {
                        throw new AssertionError("Interrupted", stopped);
                    }
                    return request.get();
                }))
                .toList();
        start.countDown();
        return results.stream().map(CompletableFuture::join).toList();
    }

    /** Returns the charges that were sent for this order, repeats included, oldest first. */
    public List<Call> charges() {
        return underTest.sent(Route.CREATE_INTENT);
    }

    /** Stops this order's next charge half-way. */
    public Barrier hold(Barrier.Phase phase) {
        return shop.all()
                .stripe()
                .barriers()
                .hold(phase, call -> call.route() == Route.CREATE_INTENT && underTest.isOurs(call));
    }

    /** Returns the gateway's record of this order's money. */
    public List<Journal.Entry> journal() {
        return underTest.journal();
    }

    /** Waits until a payment of the order has paid it. */
    public Checkout becomesPaid() {
        Await.until(
                "order " + underTest.id() + " is paid",
                Shop.PATIENCE,
                () -> underTest.row().isPaid());
        return this;
    }

    /** Verifies one payment, captured once, by charges of one key, in order, notes and ledger. */
    public String isPaidOnce() {
        assertThat(underTest.holding()).hasSize(1);
        assertThat(journal())
                .filteredOn(entry -> entry.kind() == Journal.Kind.CAPTURED)
                .hasSize(1);
        String intent = underTest.holding().getFirst();
        underTest.rests().isPaidOnceBy(intent);
        return intent;
    }

    public static String status(ApiClient.Answer result) {
        return result.json().path("status").asText();
    }
}
