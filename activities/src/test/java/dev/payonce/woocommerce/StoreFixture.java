package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.money.Money;
import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.ledger.LedgerMigrations;
import dev.payonce.mysql.ledger.MySqlPaymentHistory;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.Request;
import dev.payonce.servers.MySqlServer;
import dev.payonce.servers.store.DatabaseUsers;
import dev.payonce.servers.store.DatabaseUsers.Role;
import dev.payonce.servers.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A store on a real MySQL that all tests of this JVM share, and the adapter over it as a worker would wire it. */
public final class StoreFixture implements AutoCloseable {

    public static final String SITE = "https://shop.example";

    final MySqlServer server;
    public final Store store;
    public final StoreSettings settings;
    final String user;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    public final Database database;
    final MySqlPaymentHistory timelines;
    StoreGuard guard;
    public MySqlOrders orders;
    private boolean owner = true;

    private StoreFixture(Store store, String url, String user, StoreSettings settings, int connections) {
        this.server = server();
        this.store = store;
        this.settings = settings;
        this.user = user;
        this.database = Database.open(url, user, server.password(), connections, metrics);
        this.timelines = new MySqlPaymentHistory(database, settings);
        wire(StoreSettings.Accepted.NOTHING);
    }

    private static final class Shared {
        static final MySqlServer SERVER = MySqlServer.start();
    }

    public static MySqlServer server() {
        return Shared.SERVER;
    }

    /** Opens a new store with a ledger of its own. */
    public static StoreFixture open(String schema) {
        return open(Store.create(server(), schema, "wp_", SITE, Clock.systemUTC()), settings(schema), 4);
    }

    static StoreFixture open(Store store, StoreSettings settings, int connections) {
        return open(store, server().jdbcUrl(store.schema()), settings, connections);
    }

    /** Opens a store that the worker's own user reaches through this address. */
    public static StoreFixture open(Store store, String url, StoreSettings settings, int connections) {
        grant(store, settings.ledger());
        migrate(settings);
        return open(store, url, (settings.shadow() ? Role.SHADOW : Role.WORKER).user(), settings, connections);
    }

    /** Makes the users of {@code deploy/mysql}, with their rights on the store and on both ledgers. */
    static void grant(Store store, String ledger) {
        users().grant(store, ledger.replaceFirst("_shadow$", ""));
    }

    /** Makes the ledger's tables as the command {@code migrate} does, and grants the rights on them. */
    static void migrate(StoreSettings settings) {
        try (Database migration = database(Role.MIGRATION, settings.ledger())) {
            new LedgerMigrations(migration, settings).run();
        }
        if (!settings.shadow()) {
            users().grantTables(settings.ledger());
        }
    }

    private static DatabaseUsers users() {
        return new DatabaseUsers(server(), Path.of("../deploy/mysql"));
    }

    static Database database(Role role, String schema) {
        return Database.open(server().jdbcUrl(schema), role.user(), server().password(), 1, new SimpleMeterRegistry());
    }

    /** @param url through which the adapter reaches the store's schema, as this user with the usual password */
    static StoreFixture open(Store store, String url, String user, StoreSettings settings, int connections) {
        StoreFixture fixture = new StoreFixture(store, url, user, settings, connections);
        new LedgerMigrations(fixture.database, settings).run();
        fixture.guard.pin();
        return fixture;
    }

    static StoreFixture attach(Store store, Role role, StoreSettings settings) {
        return open(store, server().jdbcUrl(store.schema()), role.user(), settings, 2)
                .shared();
    }

    private StoreFixture shared() {
        owner = false;
        return this;
    }

    /** Attaches to another test's store, which stays when the fixture is closed. */
    static StoreFixture attach(Store store, StoreSettings settings) {
        return open(store, settings, 4).shared();
    }

    /** Attaches to another test's tables as a worker does before it has pinned its store. */
    static StoreFixture unpinned(Store store, StoreSettings settings) {
        grant(store, settings.ledger());
        return new StoreFixture(store, server().jdbcUrl(store.schema()), Role.WORKER.user(), settings, 1).shared();
    }

    /** Accepts these values as a restart with other settings does. */
    void accept(StoreSettings.Accepted accepted) {
        wire(accepted);
        guard.pin();
    }

    private void wire(StoreSettings.Accepted accepted) {
        guard = new StoreGuard(database, settings, false, accepted);
        orders = new MySqlOrders(database, settings, guard, Policy.Terms.DEFAULT, Clock.systemUTC(), metrics);
    }

    /** Creates the companion plugin's tables by the statements that the plugin itself has. */
    public static void createPluginTables(Store store) throws IOException {
        String php = Files.readString(Path.of("../wordpress/payonce/src/Tables.php"));
        Matcher suffix = Pattern.compile("SUFFIX = '([^']+)'").matcher(php);
        assertThat(suffix.find()).isTrue();
        Matcher create = Pattern.compile("\"(CREATE TABLE IF NOT EXISTS `\\$(\\w+)` \\([^\"]+\\))\"")
                .matcher(php);
        int tables = 0;
        while (create.find()) {
            String statement = create.group(1).replace("$" + create.group(2), "wp_payonce_" + create.group(2));
            store.sql().sql(statement + suffix.group(1)).update();
            tables++;
        }
        assertThat(tables).isEqualTo(3);
        store.setOption("payonce_tables", "1");
        grant(store, store.schema() + "_ledger");
    }

    public static StoreSettings settings(String schema) {
        return settings("", schema + "_ledger", StoreSettings.Lock.ADVISORY, StoreSettings.LOCK_NAME);
    }

    static StoreSettings settings(String name, String ledger, StoreSettings.Lock lock, String lockName) {
        return new StoreSettings(name, StoreSettings.PREFIX, ledger, lock, lockName);
    }

    OrderId id(long number) {
        return new OrderId(settings.store(), number);
    }

    int ledgerLines(OrderId id) {
        return count("SELECT COUNT(*) FROM " + settings.ledger() + ".payonce_ledger WHERE order_id = " + id.number());
    }

    int count(String sql) {
        return store.sql().sql(sql).query(Integer.class).single();
    }

    /** Puts an order there, or another one in its place. */
    void put(long number, String rawKey, Order.Status status, Money total) {
        for (String table : List.of("wc_orders WHERE id", "wc_order_operational_data WHERE order_id")) {
            store.sql().sql("DELETE FROM wp_" + table + " = ?").param(number).update();
        }
        store.sql()
                .sql("DELETE FROM wp_wc_orders_meta WHERE order_id = ?")
                .param(number)
                .update();
        BigDecimal major = BigDecimal.valueOf(
                total.minor(), Money.exponent(total.currency()).orElseThrow());
        store.sql()
                .sql("""
                        INSERT INTO wp_wc_orders (id, status, currency, type, total_amount, date_created_gmt,
                          date_updated_gmt, payment_method, payment_method_title, transaction_id)
                        VALUES (?, ?, ?, 'shop_order', ?, UTC_TIMESTAMP(), UTC_TIMESTAMP(), 'stripe', 'Card', '')""")
                .params(number, stored(status), total.currency(), major)
                .update();
        store.sql()
                .sql("INSERT INTO wp_wc_order_operational_data (order_id, order_key) VALUES (?, ?)")
                .params(number, rawKey)
                .update();
        store.sql().sql("""
                        INSERT IGNORE INTO wp_posts (ID, post_content, post_title, post_excerpt, to_ping, pinged,
                          post_content_filtered, post_type, post_date, post_date_gmt, post_modified, post_modified_gmt)
                        VALUES (?, '', '', '', '', '', '', 'shop_order_placehold', NOW(), NOW(), NOW(), NOW())""").param(number).update();
    }

    /** Creates a pending order of 49.90 EUR whose key is derived from its number. */
    public OrderId pending(long number) {
        put(number, key(number), Order.Status.PENDING, new Money(4990, "EUR"));
        return id(number);
    }

    static String key(long number) {
        return "wc_order_k" + number;
    }

    static String stored(Order.Status status) {
        return "wc-" + status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String status(OrderId id) {
        return store.order(id.number()).orElseThrow().status();
    }

    /** Reconciles the order with a payment of its whole total by the shop's existing plugin. */
    public Reconciliation reconcile(OrderId id) {
        return orders.reconcile(command(id));
    }

    /** Reconciles the order with a request to pay it. */
    Reconciliation pay(OrderId id, String key) {
        Request pay = new Request.Pay(key, "stripe", "pm_1", false, "", false, "");
        return orders.reconcile(new ReconcileCommand(
                id,
                Observation.NOTHING,
                Instant.now(),
                Given.received(List.of(pay), Instant.now()),
                List.of(),
                "request"));
    }

    public static ReconcileCommand command(OrderId id) {
        return command(id, SITE);
    }

    static ReconcileCommand command(OrderId id, String site) {
        return command(id, captured(id.number(), site));
    }

    static ReconcileCommand command(OrderId id, Payment payment) {
        Lookup asked = new Lookup("stripe", ExternalIds.of(payment.id()));
        return new ReconcileCommand(
                id,
                Observation.of(asked, List.of(payment), ExternalIds.NONE),
                Instant.now(),
                List.of(),
                List.of(),
                "callback evt_" + id.number());
    }

    /** Returns the command for a payment that the gateway is still working on. */
    static ReconcileCommand pendingOf(OrderId id) {
        return command(
                id,
                new PaymentBuilder(captured(id.number(), SITE))
                        .stage(Stage.PENDING, Payment.WaitsFor.GATEWAY)
                        .made());
    }

    static Payment captured(long number, String site) {
        return PaymentBuilder.stripe("pi_" + number)
                .transaction("ch_" + number)
                .claimed(Fingerprint.ofOrderKey(key(number)), Long.toString(number), Fingerprint.ofSite(site))
                .captured()
                .seenAt(Clock.systemUTC().instant())
                .made();
    }

    @Override
    public void close() {
        database.close();
        if (owner) {
            store.sql().sql("DROP SCHEMA IF EXISTS " + settings.ledger()).update();
            store.drop();
        }
    }
}
