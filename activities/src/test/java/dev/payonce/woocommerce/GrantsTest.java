package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.ledger.PaymentSummary;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.ledger.MySqlPaymentHistory;
import dev.payonce.order.OrderId;
import dev.payonce.servers.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The test that the users of {@code deploy/mysql} can do their work, and nothing else. */
class GrantsTest {

    private static final Path SCRIPTS = Path.of("../deploy/mysql");
    private static final String SHOP = "granted";
    private static final String PLUGIN_SHOP = "plugged";

    private static Store store;

    @BeforeAll
    static void create() throws IOException {
        store = create(SHOP);
        worker().close(); // Makes the ledger's tables, for the others.
    }

    private static Store create(String shop) throws IOException {
        Store made = Store.create(StoreFixture.server(), shop, "wp_", StoreFixture.SITE, Clock.systemUTC());
        run(made, "users.sql");
        run(made, "store.sql");
        for (String user : new String[] {"worker", "api", "shadow", "operator"}) {
            made.sql()
                    .sql("ALTER USER '" + shop + "_" + user + "'@'%' IDENTIFIED BY '"
                            + StoreFixture.server().password() + "' ACCOUNT UNLOCK")
                    .update();
        }
        return made;
    }

    @AfterAll
    static void drop() {
        store.drop();
    }

    @Test
    void theWorkerMigratesAndPaysAndItsLedgerStaysAsItIs() {
        try (StoreFixture worker = worker()) {
            assertThat(worker.reconcile(worker.pending(701)).view().status()).isEqualTo(PaymentSummary.Status.PAID);
            JdbcClient sql = worker.database.sql();
            for (String statement : new String[] {
                "UPDATE granted_ledger.payonce_ledger SET actor = 'forged'",
                "DELETE FROM granted_ledger.payonce_ledger",
                "TRUNCATE TABLE granted_ledger.payonce_ledger",
                "DROP TABLE granted_ledger.payonce_ledger",
                "DELETE FROM granted_ledger.payonce_refund",
                "UPDATE granted.wp_options SET option_value = 'x' WHERE option_name = 'siteurl'",
                "DELETE FROM granted.wp_wc_orders",
                "CREATE TABLE granted.wp_more (id INT)"
            }) {
                assertThatThrownBy(() -> sql.sql(statement).update())
                        .as(statement)
                        .rootCause()
                        .hasMessageContaining("denied");
            }
        }
    }

    @Test
    void theWorkerWritesEffectsForThePlugin() throws IOException {
        Store plugged = create(PLUGIN_SHOP);
        StoreFixture.createPluginTables(plugged);
        run(plugged, "plugin.sql");
        StoreSettings settings = StoreFixture.settings(PLUGIN_SHOP).with(StoreSettings.Effects.PLUGIN);
        try (StoreFixture worker = open(plugged, "worker", settings)) {
            assertThat(worker.reconcile(worker.pending(702)).view().status()).isEqualTo(PaymentSummary.Status.PAID);
        } finally {
            plugged.drop();
        }
    }

    @Test
    void shadowModeDecidesAndMayChangeNothingOfTheShop() {
        try (StoreFixture shadow = open(
                store,
                "shadow",
                new StoreSettings("", "wp_", "granted_shadow", StoreSettings.Lock.ROW, StoreSettings.LOCK_NAME))) {
            assertThatThrownBy(() -> shadow.database
                            .sql()
                            .sql("UPDATE granted.wp_wc_orders SET status = 'wc-processing'")
                            .update())
                    .rootCause()
                    .hasMessageContaining("denied");
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
        try (Database api = database("api")) {
            assertThatCode(() -> new MySqlPaymentHistory(api, settings()).of(new OrderId("", 701)))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> api.sql().sql(statement).update())
                    .rootCause()
                    .hasMessageContaining("denied");
        }
    }

    @Test
    void operatorsReadAndClearUnassignedMoney() {
        try (Database operator = database("operator")) {
            assertThatCode(() -> operator.sql()
                            .sql("DELETE FROM granted_ledger.payonce_unassigned WHERE 1 = 0")
                            .update())
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> operator.sql()
                            .sql("DELETE FROM granted_ledger.payonce_ledger")
                            .update())
                    .rootCause()
                    .hasMessageContaining("denied");
        }
    }

    private static StoreFixture worker() {
        return open(store, "worker", settings());
    }

    private static StoreFixture open(Store shop, String role, StoreSettings settings) {
        String user = shop.schema() + "_" + role;
        return StoreFixture.open(shop, StoreFixture.server().jdbcUrl(shop.schema()), user, settings, 2)
                .shared();
    }

    private static Database database(String role) {
        return Database.open(
                StoreFixture.server().jdbcUrl(SHOP + "_ledger"),
                SHOP + "_" + role,
                StoreFixture.server().password(),
                1,
                new SimpleMeterRegistry());
    }

    private static StoreSettings settings() {
        return StoreFixture.settings(SHOP).with(StoreSettings.Effects.SQL);
    }

    /** Runs a script with the names of this test. */
    private static void run(Store shop, String script) throws IOException {
        String text = Files.readString(SCRIPTS.resolve(script))
                .replaceAll("(?m)^--.*$", "")
                .replaceAll("\\bwordpress\\.", shop.schema() + ".")
                .replaceAll("\\bpayonce_shadow\\.", shop.schema() + "_shadow.")
                .replaceAll("\\bpayonce\\.", shop.schema() + "_ledger.")
                .replace("EXISTS payonce;", "EXISTS " + shop.schema() + "_ledger;")
                .replace("EXISTS payonce_shadow;", "EXISTS " + shop.schema() + "_shadow;")
                .replaceAll("'payonce_(worker|api|shadow|operator)'", "'" + shop.schema() + "_$1'");
        for (String statement : text.split(";", -1)) {
            if (!statement.isBlank()) {
                shop.sql().sql(statement.strip()).update();
            }
        }
    }
}
