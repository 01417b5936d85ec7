package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.state.TestCard;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The store's client of the API for one order: its requests, and the calls that the gateway got for them. */
public final class StoreClient {

    /** A thread for each, so that those who ask at once do not wait for one another. */
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private static final String METADATA = "metadata[";

    private final Shop shop;
    private final OrderUnderTest underTest;

    /** Makes the client of a new order. */
    public StoreClient(Shop shop) {
        this(shop, shop.underTest());
    }

    public StoreClient(Shop shop, OrderUnderTest underTest) {
        this.shop = shop;
        this.underTest = underTest;
    }

    /** Returns the client of an order that Payonce has just charged. */
    public static StoreClient ofPaidOrder(Shop shop) {
        StoreClient checkout = new StoreClient(shop);
        checkout.pay("paid");
        checkout.isPaidOnce();
        return checkout;
    }

    /** Returns the client of an order whose charge is authorized and waits for its capture. */
    public static StoreClient ofAuthorizedOrder(Shop shop) {
        StoreClient checkout = new StoreClient(shop);
        StoreProgram.Answer answer = checkout.authorize("authorize");
        assertThat(status(answer)).as(answer.body()).isEqualTo("authorized");
        assertThat(checkout.underTest.row().status()).isEqualTo("wc-on-hold");
        return checkout;
    }

    public OrderUnderTest underTest() {
        return underTest;
    }

    /** Returns a key that no other order's test uses. */
    public String key(String name) {
        return name + "-" + underTest.id();
    }

    public StoreProgram.Answer pay(String key, TestCard card) {
        return shop.api().ask("/payments", key(key), form(card, "automatic"));
    }

    public StoreProgram.Answer pay(String key) {
        return pay(key, TestCard.VISA);
    }

    public StoreProgram.Answer authorize(String key) {
        return shop.api().ask("/payments", key(key), form(TestCard.VISA, "manual"));
    }

    public StoreProgram.Answer capture(String key) {
        return shop.api().ask("/payments/" + underTest.id() + "/capture", key(key), "{}");
    }

    public StoreProgram.Answer cancel(String key) {
        return shop.api().ask("/payments/" + underTest.id() + "/cancel", key(key), "{}");
    }

    public StoreProgram.Answer refresh() {
        return shop.api().ask("/payments/" + underTest.id() + "/refresh", "", "{}");
    }

    public String form(TestCard card, String capture) {
        return "{\"order\":%d,\"gateway\":\"stripe\",\"paymentMethod\":\"%s\",\"capture\":\"%s\",\"mandate\":%b}"
                .formatted(underTest.id(), card.id(), capture, card == TestCard.SEPA_DEBIT);
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

    /** Stops the order's next charge half-way. */
    public Barrier holdCharge(Barrier.Phase phase) {
        return hold(phase, Route.CREATE_INTENT);
    }

    /** Stops the order's next refund half-way. */
    public Barrier holdRefund(Barrier.Phase phase) {
        return hold(phase, Route.CREATE_REFUND);
    }

    private Barrier hold(Barrier.Phase phase, Route route) {
        return shop.all().stripe().barriers().hold(phase, call -> call.route() == route && underTest.isOurs(call));
    }

    /** Returns the gateway's record of this order's money. */
    public List<Journal.Entry> journal() {
        return underTest.journal();
    }

    /** Waits until a payment of the order has paid it. */
    public StoreClient becomesPaid() {
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

    public static String status(StoreProgram.Answer result) {
        return result.json().path("status").asText();
    }

    /** Returns a part that fits into the order several times. */
    public long third() {
        return underTest.asked() / 3;
    }

    /**
     * Refunds a part.
     *
     * @param refund the store's own number of it; 0 for none
     */
    public StoreProgram.Answer giveBack(String key, long minor, long refund) {
        return refund(key, "\"amount\":" + minor + store(refund));
    }

    /** Refunds all that is left. */
    public StoreProgram.Answer giveAllBack(String key, long refund) {
        return refund(key, "\"reason\":\"requested_by_customer\"" + store(refund));
    }

    /** Repeats the request, as a shop's program does, until the refund is final. */
    public StoreProgram.Answer answered(String key, long minor, long refund) {
        StoreProgram.Answer[] last = new StoreProgram.Answer[1];
        Await.until("refund " + refund + " of order " + underTest.id() + " is answered", Shop.PATIENCE, () -> {
            last[0] = giveBack(key, minor, refund);
            return status(last[0]).equals("refunded");
        });
        return last[0];
    }

    private static String store(long refund) {
        return refund == 0 ? "" : ",\"refund\":" + refund;
    }

    private StoreProgram.Answer refund(String key, String fields) {
        return shop.api()
                .ask(
                        "/payments/" + underTest.id() + "/refunds",
                        "refund-" + key + "-" + underTest.id(),
                        "{" + fields + "}");
    }

    /** Returns the payment that holds the order's money; of several the first. */
    public String payment() {
        return underTest.journal().stream()
                .filter(entry -> entry.kind() == Journal.Kind.CAPTURED)
                .map(Journal.Entry::intent)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the amount that the merchant still has of it. */
    public long left() {
        return shop.all().stripe().journal().net(payment());
    }

    /** Returns every refund of the order's payments at the gateway, in its present state. */
    public List<Journal.Entry> refunds() {
        List<String> payments =
                underTest.journal().stream().map(Journal.Entry::intent).toList();
        return shop.all().stripe().journal().refunds().stream()
                .filter(refund -> payments.contains(refund.intent()))
                .toList();
    }

    /** Returns the refunds that Stripe was asked for, repeats included, oldest first. */
    public List<Call> sent() {
        return underTest.sent(Route.CREATE_REFUND);
    }

    /** Lets Stripe carry a call out after it has reported a failure. */
    public void carriedOutAfterAll(Call call) {
        Map<String, String> metadata = call.params().entrySet().stream()
                .filter(param -> param.getKey().startsWith(METADATA))
                .collect(Collectors.toMap(
                        param -> param.getKey().substring(METADATA.length()).replace("]", ""), Map.Entry::getValue));
        long amount = Long.parseLong(Objects.requireNonNull(call.params().get("amount")));
        shop.all().stripe().merchant().refund(payment(), amount, metadata);
    }

    /**
     * Verifies that each refund has one line in the ledger and one note, and that a full refund sets the order
     * refunded.
     */
    public StoreClient isOnRecord() {
        OrderUnderTest.Books books = underTest.rests().books();
        for (Journal.Entry refund : refunds()) {
            String id = refund.part().orElseThrow().id();
            assertThat(books.ledger())
                    .filteredOn(line -> line.startsWith("refund:" + id + "#"))
                    .as("%s", books)
                    .hasSize(1)
                    .allMatch(line -> line.endsWith("=done"));
            assertThat(books.notes())
                    .filteredOn(note -> note.text().startsWith("Refund " + id + ":"))
                    .hasSize(1);
        }
        assertThat(books.ledger())
                .filteredOn(line -> line.startsWith("refund:"))
                .hasSameSizeAs(refunds());
        assertThat(books.row().status()).isEqualTo(underTest.holding().isEmpty() ? "wc-refunded" : "wc-processing");
        return this;
    }

    public static String code(StoreProgram.Answer result) {
        return result.json().path("code").asText();
    }
}
