package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.servers.Await;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.account.Event;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;

/** An order of a branch that a shopper has paid with Payonce's tags; no callback is delivered yet. */
final class BranchOrder {

    private final Shop shop;
    private final Branch branch;
    private final StoreOrder order;
    private final Event paid;

    BranchOrder(Shop shop, Branch branch, long seed) {
        this(shop, branch, seed, Metadata::tag);
    }

    private BranchOrder(
            Shop shop, Branch branch, long seed, BiFunction<Branch, StoreOrder, Map<String, String>> metadata) {
        this.shop = shop;
        this.branch = branch;
        this.order = branch.store().addOrders(seed, 1).getFirst();
        StripeSimulator stripe = branch.stripe();
        String intent = stripe.shopper().pay(Metadata.asked(order), order.currency(), metadata.apply(branch, order));
        this.paid = stripe.events().last(intent, OrderUnderTest.SUCCEEDED).orElseThrow();
    }

    /** Pays an order through the shop's own plugin, which sets no tags of Payonce. */
    static BranchOrder byPlugin(Shop shop, Branch branch, long seed) {
        return new BranchOrder(shop, branch, seed, Metadata::claim);
    }

    long id() {
        return order.id();
    }

    String event() {
        return paid.id();
    }

    /** Returns the payment's ID. */
    String intent() {
        return paid.intent();
    }

    /** Delivers the callback to the API of this branch or of another one. */
    ApiClient.Answer tryToDeliverTo(Branch receiver) {
        return new ApiClient(receiver.apiUrl(), shop.all().credentials())
                .post("stripe", branch.stripe().webhooks().forger().signed("as it came", paid.json()));
    }

    BranchOrder deliver() {
        ApiClient.Answer result = tryToDeliverTo(branch);
        assertThat(result.status()).as(result.body()).isEqualTo(200);
        return this;
    }

    String workflow() {
        return branch.name() + "-" + order.id();
    }

    void isPaidOnce() {
        Await.until(workflow() + " rests", Shop.PATIENCE, () -> shop.rests(workflow()));
        assertThat(status()).isEqualTo("wc-processing");
        assertThat(branch.store().transitions(order.id())).hasSize(1);
        assertThat(branch.store().notes(order.id())).hasSize(1);
        assertThat(ledgerLines("paid")).isEqualTo(1);
    }

    /** Verifies that the other store's payment has left no line in this order's ledger. */
    void knowsNothingOf(BranchOrder other) {
        assertThat(ledgerLines("payment:" + other.intent() + "%")).isZero();
    }

    void isUntouched() {
        assertThat(status()).isEqualTo("wc-pending");
        assertThat(branch.store().transitions(order.id())).isEmpty();
        assertThat(ledgerLines("%")).isZero();
    }

    /** Completes the order as the shop's own plugin does. */
    void isPaidByTheShop() {
        branch.store().setStatus(order.id(), "wc-processing");
    }

    /** Writes the order's old copy back, as a program of the shop does that still has it in memory. */
    void isSetBackByAStaleWriter() {
        branch.store().setStatus(order.id(), "wc-pending");
    }

    /** Restores the whole store to yesterday. */
    void isForgotten() {
        Backup.restore(branch, order.id(), Clock.systemUTC().instant().minus(Duration.ofDays(1)));
    }

    /** Verifies that the restored ledger has the payment again. */
    void isAdopted() {
        Await.until(workflow() + " is paid again", SweptStore.BOUND, () -> status().equals("wc-processing"));
        assertThat(ledgerLines("paid")).isEqualTo(1);
    }

    /** Verifies that the status was repaired with a note of its own, and that the first date is left. */
    void isPaidAgainWithANote() {
        Await.until(workflow() + " is paid again", Shop.PATIENCE, () -> status().equals("wc-processing"));
        assertThat(branch.store().transitions(order.id())).hasSize(3);
        assertThat(branch.store().notes(order.id())).hasSize(2);
        assertThat(ledgerLines("paid")).isEqualTo(1);
        assertThat(ledgerLines("paid#2")).isEqualTo(1);
    }

    private String status() {
        return branch.store().order(order.id()).orElseThrow().status();
    }

    private long ledgerLines(String like) {
        return branch.store()
                .sql()
                .sql("SELECT COUNT(*) FROM payonce.payonce_ledger WHERE store = ? AND order_id = ? AND entry LIKE ?")
                .params(branch.name(), order.id(), like)
                .query(Long.class)
                .single();
    }
}
