package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.Journal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The clerk who refunds one order over HTTP and compares what the gateway did. */
public final class Clerk {

    private static final String METADATA = "metadata[";

    private final Shop shop;
    private final OrderUnderTest underTest;

    public Clerk(Shop shop, OrderUnderTest underTest) {
        this.shop = shop;
        this.underTest = underTest;
    }

    /** Returns the clerk of an order that Payonce's checkout has just charged. */
    public static Clerk ofPaidOrder(Shop shop) {
        Checkout checkout = new Checkout(shop);
        checkout.pay("paid");
        checkout.isPaidOnce();
        return new Clerk(shop, checkout.underTest());
    }

    public OrderUnderTest underTest() {
        return underTest;
    }

    /** Returns a part that fits into the order several times. */
    public long third() {
        return underTest.asked() / 3;
    }

    /** @param refund the store's own number of it; 0 for none */
    public ApiClient.Answer giveBack(String key, long minor, long refund) {
        return ask(key, "\"amount\":" + minor + store(refund));
    }

    /** Refunds all that is left. */
    public ApiClient.Answer giveAllBack(String key, long refund) {
        return ask(key, "\"reason\":\"requested_by_customer\"" + store(refund));
    }

    /** Repeats the request, as a shop's program does, until the refund is final. */
    public ApiClient.Answer answered(String key, long minor, long refund) {
        ApiClient.Answer[] last = new ApiClient.Answer[1];
        Await.until("refund " + refund + " of order " + underTest.id() + " is answered", Shop.PATIENCE, () -> {
            last[0] = giveBack(key, minor, refund);
            return status(last[0]).equals("refunded");
        });
        return last[0];
    }

    private static String store(long refund) {
        return refund == 0 ? "" : ",\"refund\":" + refund;
    }

    private ApiClient.Answer ask(String key, String fields) {
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

    /** Stops the order's next refund half-way. */
    public Barrier hold(Barrier.Phase phase) {
        return shop.all()
                .stripe()
                .barriers()
                .hold(phase, call -> call.route() == Route.CREATE_REFUND && underTest.isOurs(call));
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
    public Clerk isOnRecord() {
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

    public static String status(ApiClient.Answer result) {
        return result.json().path("status").asText();
    }

    public static String code(ApiClient.Answer result) {
        return result.json().path("code").asText();
    }
}
