package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.ledger.PaymentSummary;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.ledger.LedgerMigrations;
import dev.payonce.mysql.ledger.MySqlPaymentHistory;
import dev.payonce.order.OrderId;
import dev.payonce.servers.store.DatabaseUsers.Role;
import dev.payonce.servers.store.Store;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The test that the users of {@code deploy/mysql} can do their work, and nothing else. */
class GrantsTest {

    private static final String SHOP = "granted";
    private static final String LEDGER = SHOP + "_ledger";

    private static Store store;

    @BeforeAll
    static void create() {
        store = Store.create(StoreFixture.server(), SHOP, "wp_", StoreFixture.SITE, Clock.systemUTC());
        StoreFixture.grant(store, LEDGER);
        migrate(settings());
        migrate(settings().inShadowMode());
    }

    @AfterAll
    static void drop() {
        store.drop();
    }

    @Test
    void theWorkerPaysAndItsLedgerStaysAsItIs() {
        try (StoreFixture worker = StoreFixture.attach(store, Role.WORKER, settings())) {
            assertThat(worker.reconcile(worker.pending(701)).view().status()).isEqualTo(PaymentSummary.Status.PAID);
            JdbcClient sql = worker.database.sql();
            for (String statement : new String[] {
                "UPDATE granted_ledger.payonce_ledger SET actor = 'forged'",
                "DELETE FROM granted_ledger.payonce_ledger",
                "TRUNCATE TABLE granted_ledger.payonce_ledger",
                "DROP TABLE granted_ledger.payonce_ledger",
                "ALTER TABLE granted_ledger.payonce_ledger DROP COLUMN actor",
                "ALTER TABLE granted_ledger.payonce_ledger RENAME granted_ledger.payonce_request_2",
                "CREATE INDEX more ON granted_ledger.payonce_ledger (actor)",
                "CREATE TABLE granted_ledger.payonce_more (id INT)",
                "DELETE FROM granted_ledger.payonce_refund",
                "UPDATE granted_ledger.payonce_schema_history SET success = 0",
                "INSERT INTO granted_ledger.payonce_ledger SELECT * FROM granted_ledger_shadow.payonce_ledger",
                "UPDATE granted.wp_options SET option_value = 'x' WHERE option_name = 'siteurl'",
                "DELETE FROM granted.wp_wc_orders",
                "CREATE TABLE granted.wp_more (id INT)"
            }) {
                isDenied(sql, statement);
            }
        }
    }

    @Test
    void theWorkerNamesTheCommandWhereTheTablesAreMissingAndItMayNotMakeThem() {
        Store fresh = Store.create(StoreFixture.server(), "fresh", "wp_", StoreFixture.SITE, Clock.systemUTC());
        StoreFixture.grant(fresh, "fresh_ledger");
        StoreSettings settings = StoreFixture.settings("fresh");
        try (Database worker = StoreFixture.database(Role.WORKER, "fresh");
                Database migration = StoreFixture.database(Role.MIGRATION, "fresh_ledger")) {
            assertThatThrownBy(() -> new LedgerMigrations(worker, settings).run())
                    .hasMessageContaining("run the worker's command migrate as a user who may");

            new LedgerMigrations(migration, settings).run();

            assertThatCode(() -> new LedgerMigrations(worker, settings).run()).doesNotThrowAnyException();
        } finally {
            fresh.drop();
        }
    }

    @Test
    void theWorkerWritesEffectsForThePlugin() throws IOException {
        Store plugged = Store.create(StoreFixture.server(), "plugged", "wp_", StoreFixture.SITE, Clock.systemUTC());
        StoreFixture.createPluginTables(plugged);
        StoreSettings settings = StoreFixture.settings("plugged").with(StoreSettings.Effects.PLUGIN);
        try (StoreFixture worker = StoreFixture.open(plugged, settings, 2)) {
            assertThat(worker.user).isEqualTo("payonce_worker");
            assertThat(worker.reconcile(worker.pending(702)).view().status()).isEqualTo(PaymentSummary.Status.PAID);
        }
    }

    @Test
    void shadowModeDecidesAndMayChangeNothingOfTheShop() {
        try (StoreFixture shadow =
                StoreFixture.attach(store, Role.SHADOW, settings().inShadowMode())) {
            OrderId order = shadow.pending(703);
            assertThat(shadow.reconcile(order).view().status()).isEqualTo(PaymentSummary.Status.PAID);
            assertThat(shadow.status(order)).isEqualTo("wc-pending");
            isDenied(shadow.database.sql(), "UPDATE granted.wp_wc_orders SET status = 'wc-processing'");
            isDenied(
                    shadow.database.sql(),
                    "INSERT INTO granted_ledger_shadow.payonce_ledger SELECT * FROM granted_ledger.payonce_ledger");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO granted_ledger.payonce_store (store) VALUES ('x')",
                "DELETE FROM granted_ledger.payonce_request",
                "UPDATE granted.wp_wc_orders SET status = 'wc-processing'"
            })
    void theApiReadsOnly(String statement) {
        try (Database api = StoreFixture.database(Role.API, SHOP)) {
            assertThatCode(() -> new MySqlPaymentHistory(api, settings()).of(new OrderId("", 701)))
                    .doesNotThrowAnyException();
            isDenied(api.sql(), statement);
        }
    }

    @Test
    void operatorsReadAndClearUnassignedMoney() {
        try (Database operator = StoreFixture.database(Role.OPERATOR, LEDGER)) {
            assertThatCode(() -> operator.sql()
                            .sql("DELETE FROM granted_ledger.payonce_unassigned WHERE 1 = 0")
                            .update())
                    .doesNotThrowAnyException();
            isDenied(operator.sql(), "DELETE FROM granted_ledger.payonce_ledger");
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void noUserRewritesTheRecord(Role role) {
        try (Database database = StoreFixture.database(role, role == Role.SHADOW ? LEDGER + "_shadow" : LEDGER)) {
            for (String table : new String[] {"payonce_ledger", "payonce_refund"}) {
                isDenied(database.sql(), "DELETE FROM granted_ledger." + table);
                isDenied(database.sql(), "UPDATE granted_ledger." + table + " SET order_key = ''");
                isDenied(database.sql(), "DROP TABLE granted_ledger." + table);
            }
        }
    }

    private static void isDenied(JdbcClient sql, String statement) {
        assertThatThrownBy(() -> sql.sql(statement).update())
                .as(statement)
                .rootCause()
                .hasMessageContaining("denied");
    }

    private static void migrate(StoreSettings settings) {
        try (Database database = StoreFixture.database(Role.MIGRATION, settings.ledger())) {
            new LedgerMigrations(database, settings).run();
        }
    }

    private static StoreSettings settings() {
        return StoreFixture.settings(SHOP).with(StoreSettings.Effects.SQL);
    }
}
