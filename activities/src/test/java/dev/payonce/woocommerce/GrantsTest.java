package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.health.StoreStatus;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.ledger.HandledPayment;
import dev.payonce.mysql.ledger.LedgerMigrations;
import dev.payonce.mysql.ledger.MySqlPaymentHistory;
import dev.payonce.mysql.ledger.MySqlStoredRequests;
import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.mysql.ledger.UnassignedTable;
import dev.payonce.order.OrderId;
import dev.payonce.servers.store.DatabaseUsers.Role;
import dev.payonce.servers.store.Store;
import dev.payonce.shadow.ShadowReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The test that the users of {@code deploy/mysql} can do their work, and nothing else. */
class GrantsTest {

    private static final String SHOP = "granted";
    private static final String LEDGER = SHOP + "_ledger";

    private static Store store;

    @BeforeAll
    static void create() {
        store = Store.create(StoreFixture.server(), SHOP, "wp_", StoreFixture.SITE, Clock.systemUTC());
        store.sql()
                .sql("CREATE TABLE wp_users (ID INT, user_login VARCHAR(60), user_pass VARCHAR(255))")
                .update();
        StoreFixture.grant(store, LEDGER);
        StoreFixture.migrate(settings());
        StoreFixture.migrate(settings().inShadowMode());
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
                "UPDATE granted.wp_wc_orders SET total_amount = 1",
                "UPDATE granted.wp_posts SET post_content = 'x'",
                "LOCK TABLES granted.wp_wc_orders WRITE",
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
            theApiReadsEverythingThatItShows(settings);
        }
    }

    private static void theApiReadsEverythingThatItShows(StoreSettings settings) {
        ShadowReport.Span today = new ShadowReport.Span(
                Instant.now().minus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(1)));
        try (Database api = StoreFixture.database(Role.API, "plugged")) {
            MySqlStoreStatus status = new MySqlStoreStatus(api, settings);
            status.check();
            assertThat(status.status().kind()).isEqualTo(StoreStatus.Kind.SERVED);
            assertThat(new MySqlPaymentHistory(api, settings).of(new OrderId("", 702)))
                    .isPresent();
            assertThat(new MySqlStoredRequests(api, settings).of("unknown")).isEmpty();
            TableNames tables = new TableNames(settings);
            assertThat(new ReviewTable(tables).oldest(api.sql(), "", 10)).isEmpty();
            assertThat(new UnassignedTable(tables).oldest(api.sql(), "", Instant.now(), 10))
                    .isEmpty();
            assertThat(new MySqlOpenWork(api, settings).read(10).orders()).isNotEmpty();
            assertThat(new MySqlShadowReport(api, settings).after(today, 0, 10)).isNotEmpty();
            assertThat(new MySqlShadowReport(api, settings).coverage(today).paid())
                    .isZero();
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
    void theApiAddsRowsOfHandledMoneyAndAltersNone() {
        try (Database api = StoreFixture.database(Role.API, SHOP)) {
            HandledPayment handled = new HandledPayment("stripe", "pi_none", "1.00 EUR", false, "ann", "refunded");
            assertThat(new UnassignedTable(new TableNames(settings())).handle(api.sql(), "", handled, Instant.now()))
                    .isEqualTo(new HandledPayment.Result.Changed());
            isDenied(api.sql(), "UPDATE granted_ledger.payonce_handled SET who = 'x'");
            isDenied(api.sql(), "DELETE FROM granted_ledger.payonce_handled");
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void noUserRewritesTheRecord(Role role) {
        try (Database database = StoreFixture.database(role, role == Role.SHADOW ? LEDGER + "_shadow" : LEDGER)) {
            for (String table : new String[] {"payonce_ledger", "payonce_refund", "payonce_handled"}) {
                isDenied(database.sql(), "DELETE FROM granted_ledger." + table);
                isDenied(database.sql(), "UPDATE granted_ledger." + table + " SET store = ''");
                isDenied(database.sql(), "DROP TABLE granted_ledger." + table);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void eachUserReadsTheColumnsOfTheShopThatItNeedsAndNoOthers(Role role) {
        String reads = "options: option_name option_value\n"
                + "postmeta: meta_key meta_value post_id\n"
                + "posts: %1$sID post_date post_date_gmt post_modified_gmt post_status post_type\n"
                + "%2$s"
                + "wc_order_operational_data: cart_hash date_paid_gmt order_id order_key\n"
                + "wc_orders: billing_email currency customer_id date_created_gmt date_updated_gmt id %3$s"
                + "payment_method status total_amount transaction_id type%4$s\n"
                + "wc_orders_meta: meta_key meta_value order_id\n";
        String address =
                "wc_order_addresses: address_1 address_2 address_type city company country first_name last_name"
                        + " order_id phone postcode state\n";
        assertThat(readable(role, SHOP, "wp_"))
                .isEqualTo(
                        switch (role) {
                            case WORKER -> reads.formatted("comment_count ", address, "ip_address ", " user_agent");
                            case API, SHADOW -> reads.formatted("", "", "", "");
                            case MIGRATION, OPERATOR -> "";
                        });
    }

    @Test
    void neitherTheApiNorAnOperatorReadsTheDetailsOfShoppersInTheLedger() {
        assertThat(readable(Role.API, LEDGER, "payonce_")).isEqualTo("""
                external_id: at external_id gateway order_id order_key store
                handled: amount at disputed gateway payment store who why
                ledger: actor at body entry order_id order_key rules seq store
                refresh: next_refresh order_id store
                request: at fingerprint idempotency_key operation order_id result status store
                review: at number order_id proposed_at proposed_by reason store
                store: accounts at cursors effects former_sites live order_tables site_url store
                unassigned: amount at disputed gateway payment store
                """);
        assertThat(readable(Role.OPERATOR, LEDGER, "payonce_"))
                .contains("ledger: actor at body entry order_id order_key rules seq store\n")
                .contains("review:", "refund:", "schema_history:");
        assertThat(readable(Role.WORKER, LEDGER, "payonce_")).contains(" body details entry ");
        assertThat(readable(Role.SHADOW, LEDGER, "payonce_")).isEmpty();
    }

    /** Selects each column of a schema as a user, and returns a line for each table of which it may read some. */
    private static String readable(Role role, String schema, String prefix) {
        Map<String, List<String>> columns = new TreeMap<>();
        store.sql().sql("""
                        SELECT table_name AS tab, column_name AS col FROM information_schema.columns
                        WHERE table_schema = ? ORDER BY column_name""").param(schema).query(row -> {
            columns.computeIfAbsent(row.getString("tab"), _ -> new ArrayList<>())
                    .add(row.getString("col"));
        });
        assertThat(columns.keySet()).hasSizeGreaterThan(8);
        StringBuilder lines = new StringBuilder();
        boolean ofShop = role == Role.WORKER || role == Role.API || role == Role.SHADOW;
        try (Database database = StoreFixture.database(role, ofShop ? SHOP : LEDGER)) {
            columns.forEach((table, names) -> {
                List<String> read = names.stream()
                        .filter(column -> mayRead(database.sql(), schema + "." + table, column))
                        .toList();
                if (!read.isEmpty()) {
                    lines.append(table.substring(prefix.length()))
                            .append(": ")
                            .append(String.join(" ", read))
                            .append('\n');
                }
            });
        }
        return lines.toString();
    }

    private static boolean mayRead(JdbcClient sql, String table, String column) {
        try {
            sql.sql("SELECT `" + column + "` FROM " + table + " LIMIT 0")
                    .query()
                    .listOfRows();
            return true;
        } catch (DataAccessException failed) {
            assertThat(failed).rootCause().hasMessageContaining("denied");
            return false;
        }
    }

    private static void isDenied(JdbcClient sql, String statement) {
        assertThatThrownBy(() -> sql.sql(statement).update())
                .as(statement)
                .rootCause()
                .hasMessageContaining("denied");
    }

    private static StoreSettings settings() {
        return StoreFixture.settings(SHOP).with(StoreSettings.Effects.SQL);
    }
}
