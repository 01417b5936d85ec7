package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.ledger.PaymentSummary;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.ledger.LedgerMigrations;
import dev.payonce.order.OrderId;
import dev.payonce.servers.store.Store;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tests of decisions of a store whose companion plugin moves the orders. The test plays PHP. */
class PluginEffectsTest {

    private static StoreFixture fixture;

    @BeforeAll
    static void open() throws IOException {
        Store store = Store.create(StoreFixture.server(), "plugin", "wp_", StoreFixture.SITE, Clock.systemUTC());
        StoreFixture.createPluginTables(store);
        fixture = StoreFixture.open(store, StoreFixture.settings("plugin"), 4);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void decisionWritesItsEffectAndLeavesTheOrderToPhp() {
        OrderId order = fixture.pending(801);

        assertThat(fixture.reconcile(order).view().status()).isEqualTo(PaymentSummary.Status.PAID);

        assertThat(fixture.status(order)).isEqualTo("wc-pending");
        assertThat(effects(order, "kind = 'paid' AND state = 0")).isOne();
        assertThat(fixture.count("SELECT COUNT(*) FROM wp_actionscheduler_actions WHERE hook = 'payonce_effects'"
                        + " AND status = 'pending' AND args = '[801]'"))
                .isOne();
        assertThat(fixture.count("SELECT COUNT(*) FROM wp_payonce_payment WHERE order_id = 801 AND status = 'PAID'"
                        + " AND captured = 4990 AND keep_until > UTC_TIMESTAMP()"))
                .isOne();
    }

    @Test
    void decisionIsNotMadeAgainWhileItsEffectIsOpen() {
        OrderId order = fixture.pending(802);
        fixture.reconcile(order);
        int lines = fixture.ledgerLines(order);

        fixture.reconcile(order);
        fixture.reconcile(order);

        assertThat(fixture.ledgerLines(order)).isEqualTo(lines);
        assertThat(effects(order, "TRUE")).isOne();
    }

    @Test
    void orderThatIsSetBackAfterItsEffectIsRestoredByAnotherEffect() {
        OrderId order = fixture.pending(803);
        fixture.reconcile(order);
        php(order, "UPDATE wp_payonce_effect SET state = 2, code = 'applied' WHERE order_id = 803");

        fixture.reconcile(order); // The order is pending, as a stale writer leaves it.

        assertThat(effects(order, "state = 0 AND body LIKE '%\"restore\":true%'"))
                .isOne();
    }

    @Test
    void effectThatPhpCannotApplyIsDecidedAgainAndTakenOver() {
        OrderId order = fixture.pending(804);
        fixture.reconcile(order);
        php(
                order,
                "UPDATE wp_payonce_effect SET state = 3, code = 'status_is_cancelled' WHERE order_id = 804",
                "UPDATE wp_wc_orders SET status = 'wc-cancelled' WHERE id = 804");

        assertThat(fixture.reconcile(order).view().status()).isEqualTo(PaymentSummary.Status.NEEDS_REVIEW);

        assertThat(effects(order, "state = 4")).isOne();
        assertThat(effects(order, "state = 3")).isZero();
    }

    @Test
    void pluginIsRequiredWhereTheSettingSaysSo() {
        Store store = Store.create(StoreFixture.server(), "plugless", "wp_", StoreFixture.SITE, Clock.systemUTC());
        StoreSettings settings = StoreFixture.settings("plugless").with(StoreSettings.Effects.PLUGIN);
        try (StoreFixture without = StoreFixture.unpinned(store, settings)) {
            new LedgerMigrations(without.database, settings).run();
            assertThatThrownBy(() -> without.guard.pin()).hasMessageContaining("Activate the plugin");
        } finally {
            store.drop();
        }
    }

    private static int effects(OrderId order, String where) {
        return fixture.count(
                "SELECT COUNT(*) FROM wp_payonce_effect WHERE order_id = " + order.number() + " AND " + where);
    }

    private static void php(OrderId order, String... statements) {
        assertThat(fixture.store.order(order.number())).isPresent();
        for (String statement : statements) {
            assertThat(fixture.store.sql().sql(statement).update()).isOne();
        }
    }
}
