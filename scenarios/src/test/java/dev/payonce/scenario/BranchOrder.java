package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.Await;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.account.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** An order of a branch that a shopper has paid with Payonce's tags; no callback is delivered yet. */
public final class BranchOrder {

    private static final List<String> LEDGER =
            List.of("payonce_ledger", "payonce_external_id", "payonce_request", "payonce_refresh");

    private final Shop shop;
    private final Branch branch;
    private final StoreOrder order;
    private final Event paid;

    public BranchOrder(Shop shop, Branch branch, long seed) {
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
    public static BranchOrder byPlugin(Shop shop, Branch branch, long seed) {
        return new BranchOrder(shop, branch, seed, Metadata::claim);
    }

    public long id() {
        return order.id();
    }

    public String event() {
        return paid.id();
    }

    /** Returns the payment's ID. */
    public String intent() {
        return paid.intent();
    }

    /** Delivers the callback to the API of this branch or of another one. */
    public StoreProgram.Answer tryToDeliverTo(Branch receiver) {
        try (StoreProgram api = new StoreProgram(receiver.apiUrl(), shop.all().credentials())) {
            return tryToDeliverTo(api);
        }
    }

    /** Delivers the callback to this API. */
    public StoreProgram.Answer tryToDeliverTo(StoreProgram api) {
        return api.post("stripe", branch.stripe().webhooks().forger().signed("as it came", paid.json()));
    }

    public BranchOrder deliver() {
        StoreProgram.Answer result = tryToDeliverTo(branch);
        assertThat(result.status()).as(result.body()).isEqualTo(200);
        return this;
    }

    public String workflow() {
        return branch.name() + "-" + order.id();
    }

    public void isPaidOnce() {
        Await.until(workflow() + " rests", Shop.PATIENCE, () -> shop.rests(workflow()));
        assertThat(status()).isEqualTo("wc-processing");
        assertThat(branch.store().transitions(order.id())).hasSize(1);
        assertThat(branch.store().notes(order.id())).hasSize(1);
        assertThat(ledgerLines("paid")).isEqualTo(1);
    }

    /** Verifies that the other store's payment has left no line in this order's ledger. */
    public void knowsNothingOf(BranchOrder other) {
        assertThat(ledgerLines("payment:" + other.intent() + "%")).isZero();
    }

    public void isUntouched() {
        assertThat(status()).isEqualTo("wc-pending");
        assertThat(branch.store().transitions(order.id())).isEmpty();
        assertThat(ledgerLines("%")).isZero();
    }

    /** Completes the order as the shop's own plugin does. */
    public void isPaidByTheShop() {
        branch.store().setStatus(order.id(), "wc-processing");
    }

    /** Writes the order's old copy back, as a program of the shop does that still has it in memory. */
    public void isSetBackByAStaleWriter() {
        branch.store().setStatus(order.id(), "wc-pending");
    }

    /** Restores the whole store to yesterday. */
    public void isForgotten() {
        restore(branch, order.id(), Clock.systemUTC().instant().minus(Duration.ofDays(1)));
    }

    /** Restores order and ledger to the time before the payment, and the sweep's cursor to this instant. */
    public static void restore(Branch branch, long order, Instant then) {
        LEDGER.forEach(table -> branch.store()
                .sql()
                .sql("DELETE FROM payonce." + table + " WHERE store = ?")
                .param(branch.name())
                .update());
        branch.store().setStatus(order, "wc-pending");
        branch.store()
                .sql()
                .sql("UPDATE wp_wc_order_operational_data SET date_paid_gmt = NULL WHERE order_id = ?")
                .param(order)
                .update();
        branch.store()
                .sql()
                .sql("UPDATE payonce.payonce_store SET cursors = JSON_SET(cursors, '$.stripe', ?) WHERE store = ?")
                .params(then.toString(), branch.name())
                .update();
    }

    /** Verifies that the restored ledger has the payment again. */
    public void isAdopted() {
        Await.until(workflow() + " is paid again", Shop.PATIENCE, () -> status().equals("wc-processing"));
        assertThat(ledgerLines("paid")).isEqualTo(1);
    }

    /** Verifies that the status was repaired with a note of its own, and that the first date is left. */
    public void isPaidAgainWithANote() {
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
