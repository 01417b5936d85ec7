package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.OverdueOrders;
import dev.payonce.ledger.OverdueOrders.Cursor;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.reconcile.Orders.Match;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.servers.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tests of a shop that keeps its orders among WordPress' posts. The companion plugin moves them; the test plays PHP. */
class PostOrdersTest {

    private static StoreFixture fixture;

    @BeforeAll
    static void open() throws IOException {
        Store store = Store.create(StoreFixture.server(), "posts", "wp_", StoreFixture.SITE, Clock.systemUTC());
        StoreFixture.createPluginTables(store);
        store.setOption("woocommerce_custom_orders_table_enabled", "no");
        store.setOption("woocommerce_hpos_datastore_caching_enabled", "yes");
        store.sql().sql("DROP TABLE wp_wc_orders_meta").update(); // A shop that never used the tables lacks them.
        fixture = StoreFixture.open(store, StoreFixture.settings("posts"), 4);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void paymentIsDecidedAndItsEffectWritten() {
        OrderId order = pending(901);

        assertThat(fixture.reconcile(order).view().status()).isEqualTo(PaymentSummary.Status.PAID);

        assertThat(fixture.count("SELECT COUNT(*) FROM wp_payonce_effect WHERE order_id = 901 AND kind = 'paid'"))
                .isOne();
        assertThat(status(order)).isEqualTo("wc-pending");
    }

    @Test
    void paymentFindsItsOrderByNumberAndKey() {
        OrderId order = pending(902);

        assertThat(match(claims("pi_902", "902", key(902)))).isEqualTo(new Match.Found(order));
        assertThat(match(claims("pi_902", "902", key(77)))).isEqualTo(new Match.NotYet());
    }

    @Test
    void paymentFindsItsOrderByTheShownNumberAndTheKeyAlone() {
        OrderId order = pending(903);
        meta(903, "_order_number", "SHOP-3");

        assertThat(match(claims("pi_903", "SHOP-3", key(903)))).isEqualTo(new Match.Found(order));
        assertThat(match(claims("pi_903", "", key(903)))).isEqualTo(new Match.Found(order));
    }

    @Test
    void paymentFindsItsOrderByARecordedIdOfTheSameLetterCase() {
        OrderId noted = pending(904);
        OrderId paid = pending(905);
        meta(904, "_stripe_intent_id", "pi_Noted");
        meta(905, "_transaction_id", "ch_Paid");

        assertThat(match(claims("pi_Noted", "", ""))).isEqualTo(new Match.Found(noted));
        assertThat(match(claims("ch_Paid", "", ""))).isEqualTo(new Match.Found(paid));
        assertThat(match(claims("ch_paid", "", ""))).isEqualTo(new Match.NotYet());
    }

    @Test
    void sweepFindsAPaidOrderThatAStaleWriterCancelledInEachRound() {
        OrderId order = pending(906);
        fixture.reconcile(order);
        fixture.store
                .sql()
                .sql("UPDATE wp_payonce_effect SET state = 2 WHERE order_id = 906")
                .update();
        move(906, "wc-processing");
        assertThat(stale(Cursor.START).orders()).doesNotContain(order);

        move(906, "wc-cancelled");

        OverdueOrders.StaleWrites round = stale(Cursor.START);
        assertThat(round.orders()).contains(order);
        assertThat(round.more()).isFalse();
        assertThat(stale(round.reached().overlapping()).orders()).contains(order);
    }

    @Test
    void returnAddressGetsTheOrdersOwnKey() {
        OrderId order = pending(907);
        MySqlOrderKeys keys = new MySqlOrderKeys(fixture.database, fixture.settings, fixture.guard);

        assertThat(keys.raw(order, Fingerprint.ofOrderKey(key(907)))).contains(key(907));
        assertThat(keys.raw(order, Fingerprint.ofOrderKey("another"))).isEmpty();
    }

    @Test
    void twoOrdersOfOneCartAreOneCharge() {
        OrderId paid = twin(911, "cart-a", "49.90");
        OrderId second = twin(912, "cart-a", "49.90");
        OrderId other = twin(913, "cart-a", "50.00");
        OrderId old = twin(914, "cart-b", "49.90");
        OrderId late = twin(915, "cart-b", "49.90");
        meta(911, "_order_number_formatted", "2026-0911");
        strangers("cart-a");
        fixture.store
                .sql()
                .sql("UPDATE wp_posts SET post_date = post_date - INTERVAL 11 MINUTE WHERE ID = 914")
                .update();
        assertThat(List.of(fixture.reconcile(paid), fixture.reconcile(old)))
                .allSatisfy(one -> assertThat(one.view().status()).isEqualTo(PaymentSummary.Status.PAID));

        Reconciliation refused = fixture.pay(second, "k-912");

        assertThat(refused.due()).isEmpty();
        assertThat(refused.results().get("k-912"))
                .extracting(PaymentResult::code)
                .isEqualTo("twin_of:2026-0911");
        assertThat(fixture.pay(other, "k-913").due()).as("another total").hasSize(1);
        assertThat(fixture.pay(late, "k-915").due()).as("another hour").hasSize(1);
    }

    private static OrderId twin(long number, String cart, String total) {
        return twin(number, cart, total, "ada@example.invalid");
    }

    private static OrderId twin(long number, String cart, String total, String email) {
        OrderId id = pending(number);
        meta(number, "_cart_hash", cart);
        meta(number, "_customer_user", "0");
        meta(number, "_billing_email", email);
        fixture.store
                .sql()
                .sql("UPDATE wp_postmeta SET meta_value = ? WHERE post_id = ? AND meta_key = '_order_total'")
                .params(total, number)
                .update();
        return id;
    }

    /** Adds orders of others for the same article, whose carts have the same hash; they are older than the twin. */
    private static void strangers(String cart) {
        for (long number = 850; number < 890; number++) {
            twin(number, cart, "49.90", "guest" + number + "@example.invalid");
        }
    }

    private static OverdueOrders.StaleWrites stale(Cursor after) {
        return new MySqlOverdueOrders(fixture.database, fixture.settings, Clock.systemUTC()).staleWrites(after, 50);
    }

    private static Match match(Payment payment) {
        return fixture.orders.match(List.of(payment));
    }

    private static Payment claims(String id, String number, String rawKey) {
        String key = rawKey.isEmpty() ? "" : Fingerprint.ofOrderKey(rawKey);
        return PaymentBuilder.stripe(id)
                .claimed(key, number, Fingerprint.ofSite(StoreFixture.SITE))
                .captured()
                .made();
    }

    private static OrderId pending(long number) {
        fixture.store.sql().sql("""
                        INSERT INTO wp_posts (ID, post_status, post_type, post_date, post_date_gmt, post_modified,
                          post_modified_gmt, post_content, post_title, post_excerpt, to_ping, pinged, post_content_filtered)
                        VALUES (?, 'wc-pending', 'shop_order', UTC_TIMESTAMP(), UTC_TIMESTAMP(), UTC_TIMESTAMP(),
                          UTC_TIMESTAMP(), '', '', '', '', '', '')""").param(number).update();
        meta(number, "_order_key", key(number));
        meta(number, "_order_total", "49.90");
        meta(number, "_order_currency", "EUR");
        meta(number, "_payment_method", "stripe");
        return fixture.id(number);
    }

    private static String key(long number) {
        return StoreFixture.key(number);
    }

    private static void meta(long number, String name, String value) {
        fixture.store
                .sql()
                .sql("INSERT INTO wp_postmeta (post_id, meta_key, meta_value) VALUES (?, ?, ?)")
                .params(number, name, value)
                .update();
    }

    private static void move(long number, String status) {
        fixture.store
                .sql()
                .sql("UPDATE wp_posts SET post_status = ?, post_modified_gmt = UTC_TIMESTAMP() WHERE ID = ?")
                .params(status, number)
                .update();
    }

    private static String status(OrderId order) {
        return fixture.store
                .sql()
                .sql("SELECT post_status FROM wp_posts WHERE ID = ?")
                .param(order.number())
                .query(String.class)
                .single();
    }
}
