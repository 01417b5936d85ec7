package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreQuery;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.servers.MySqlServer;
import dev.payonce.servers.store.Store;
import dev.payonce.woocommerce.plugin.Effect;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The reads of an order that WooCommerce and its plugins saved. */
class OrderTableTest {

    private static Store store;
    private static Database database;

    @BeforeAll
    static void open() {
        MySqlServer server = StoreFixture.server();
        store = Store.create(server, "order_reads");
        database = Database.open(
                server.jdbcUrl(store.schema()), server.user(), server.password(), 1, new SimpleMeterRegistry());
    }

    @AfterAll
    static void close() {
        database.close();
        store.drop();
    }

    @Test
    void F14_anIdIsSharedWhereAnotherOrderRecordsIt() {
        long first = order();
        long second = order();
        intent(first, "pi_Shared");
        intent(second, "pi_Shared");

        assertThat(read(first).sharedIds()).isEqualTo(ExternalIds.of("pi_Shared"));
        assertThat(read(second).sharedIds()).isEqualTo(ExternalIds.of("pi_Shared"));
    }

    @Test
    void F14_anIdThatDiffersByLetterCaseIsNotShared() {
        long first = order();
        intent(first, "pi_Case");
        intent(order(), "pi_case");

        assertThat(read(first).sharedIds()).isEqualTo(ExternalIds.NONE);
    }

    @Test
    void F14_aSubscriptionOrARefundThatRecordsTheIdDoesNotShareIt() {
        long order = order();
        long subscription = order();
        intent(order, "pi_Subscribed");
        intent(subscription, "pi_Subscribed");
        store.sql()
                .sql("UPDATE wp_wc_orders SET type = 'shop_subscription' WHERE id = ?")
                .param(subscription)
                .update();

        assertThat(read(order).sharedIds()).isEqualTo(ExternalIds.NONE);
    }

    @Test
    void theNumberThatTheShopperSeesIsTheOneThatANumberingPluginMade() {
        long plain = order();
        long numbered = order();
        long formatted = order();
        store.addMeta(numbered, "_order_number", "17");
        store.addMeta(formatted, "_order_number", "18");
        store.addMeta(formatted, "_order_number_formatted", "2026-0018");

        assertThat(read(plain).displayNumber()).isEqualTo(Long.toString(plain));
        assertThat(read(numbered).displayNumber()).isEqualTo("17");
        assertThat(read(formatted).displayNumber()).isEqualTo("2026-0018");
    }

    @Test
    void twinsHaveOneCartAndOtherOrdersHaveAnother() {
        long first = cart("abc", 0, "Ada@Example.invalid", "49.90");
        long twin = cart("abc", 0, "ada@example.invalid", "49.90");

        assertThat(read(first).cart()).isPresent().isEqualTo(read(twin).cart());
        assertThat(read(cart("abd", 0, "ada@example.invalid", "49.90")).cart())
                .isNotEqualTo(read(first).cart());
        assertThat(read(cart("abc", 7, "ada@example.invalid", "49.90")).cart())
                .isNotEqualTo(read(first).cart());
        assertThat(read(cart("abc", 0, "bo@example.invalid", "49.90")).cart())
                .isNotEqualTo(read(first).cart());
        assertThat(read(cart("abc", 0, "ada@example.invalid", "49.91")).cart())
                .isNotEqualTo(read(first).cart());
    }

    @Test
    void anOrderWithoutACartOrAShopperHasNoTwins() {
        assertThat(read(cart("", 7, "ada@example.invalid", "49.90")).cart()).isEqualTo(Optional.empty());
        assertThat(read(cart("abc", 0, "", "49.90")).cart()).isEqualTo(Optional.empty());
    }

    @Test
    void trashAndDraftsDiffer() {
        long trashed = order();
        long draft = order();
        store.setStatus(trashed, "trash");
        store.setStatus(draft, "wc-checkout-draft");

        assertThat(read(trashed).status()).isEqualTo(Order.Status.TRASH);
        assertThat(read(draft).status()).isEqualTo(Order.Status.OTHER);
    }

    private static long order() {
        return store.addOrders(1, 1).getFirst().id();
    }

    private static long cart(String hash, long customer, String mail, String total) {
        long order = order();
        store.sql()
                .sql("UPDATE wp_wc_orders SET customer_id = ?, billing_email = ?, total_amount = ?, currency = 'EUR'"
                        + " WHERE id = ?")
                .params(customer, mail, total, order)
                .update();
        store.sql()
                .sql("UPDATE wp_wc_order_operational_data SET cart_hash = ? WHERE order_id = ?")
                .params(hash, order)
                .update();
        return order;
    }

    private static void intent(long order, String id) {
        store.addMeta(order, Effect.STRIPE_INTENT, id);
    }

    private static Order read(long order) {
        StoreSettings settings = new StoreSettings(
                "", StoreSettings.PREFIX, "read_ledger", StoreSettings.Lock.ADVISORY, StoreSettings.LOCK_NAME);
        return new OrderTable(new TableNames(settings))
                .find(database.sql(), new OrderId("", order), OrderReader.Row.LOCKED)
                .read(database.sql(), new StoreQuery(new TableNames(settings)))
                .order()
                .orElseThrow();
    }
}
