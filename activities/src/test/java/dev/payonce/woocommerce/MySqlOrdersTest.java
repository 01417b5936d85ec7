package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.Orders;
import dev.payonce.reconcile.OrdersContract;
import dev.payonce.servers.store.Note;
import dev.payonce.servers.store.OrderRow;
import dev.payonce.servers.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The contract, kept on a real MySQL, with the privileges and schemas that a host grants. */
class MySqlOrdersTest extends OrdersContract {

    /** Has one connection, since a reconciliation that needed a second one would wait for it under the order's lock. */
    @AutoClose
    private static final StoreFixture fixture = StoreFixture.open(
            Store.create(StoreFixture.server(), "contract", "wp_", StoreFixture.SITE, Clock.systemUTC()),
            StoreFixture.settings("contract"),
            1);

    @Override
    protected Orders orders() {
        return fixture.orders;
    }

    @Override
    protected PaymentHistory timelines() {
        return fixture.timelines;
    }

    @Override
    protected Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    protected String store() {
        return "";
    }

    @Override
    protected String site() {
        return StoreFixture.SITE;
    }

    @Override
    protected void given(OrderId id, String rawKey, Order.Status status, Money total) {
        fixture.put(id.number(), rawKey, status, total);
    }

    @Override
    protected void recorded(OrderId id, String intent) {
        fixture.store.addMeta(id.number(), "_stripe_intent_id", intent);
    }

    @Override
    protected void moved(OrderId id, Order.Status to) {
        fixture.store.setStatus(id.number(), StoreFixture.stored(to));
    }

    @Override
    protected Order order(OrderId id) {
        OrderRow row = fixture.store.order(id.number()).orElseThrow();
        ExternalIds transaction = ExternalIds.of(row.transaction().orElse(""));
        return new Order(
                id,
                Fingerprint.ofOrderKey(row.key()),
                Order.Status.valueOf(row.status().substring(3).replace('-', '_').toUpperCase(Locale.ROOT)),
                Money.ofMajor(row.total(), row.currency()),
                row.paidAt().map(at -> new Order.Paid(transaction, "stripe", at)),
                transaction);
    }

    @Override
    protected List<String> notes(OrderId id) {
        return fixture.store.notes(id.number()).stream().map(Note::text).toList();
    }

    /** Reads the ledger through the payment history, which has the lines of the order that had the number last. */
    @Override
    protected List<Entry> ledger(OrderId id) {
        String key = fixture.store
                .order(id.number())
                .map(row -> Fingerprint.ofOrderKey(row.key()))
                .orElse("");
        String latest = fixture.store
                .sql()
                .sql("SELECT order_key FROM " + fixture.settings.ledger()
                        + ".payonce_ledger WHERE order_id = ? ORDER BY seq DESC LIMIT 1")
                .param(id.number())
                .query(String.class)
                .optional()
                .orElse(key);
        Optional<PaymentHistory.Timeline> timeline =
                latest.equals(key) ? timelines().of(id) : Optional.empty();
        return timeline.map(PaymentHistory.Timeline::lines).orElse(List.of()).stream()
                .map(PaymentHistory.Line::entry)
                .toList();
    }

    /** Shared hosts grant few privileges. */
    @Test
    void aUserWhoMayOnlyUseTwoSchemasIsEnough() {
        Store store = Store.create(StoreFixture.server(), "poor", "wp_", StoreFixture.SITE, Clock.systemUTC());
        for (String statement : List.of(
                "CREATE SCHEMA poor_ledger",
                "CREATE USER 'poor'@'127.0.0.1' IDENTIFIED BY '"
                        + StoreFixture.server().password() + "'",
                "GRANT SELECT, INSERT, UPDATE ON poor.* TO 'poor'@'127.0.0.1'",
                "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX ON poor_ledger.* TO 'poor'@'127.0.0.1'")) {
            store.sql().sql(statement).update();
        }
        try (StoreFixture fixture = StoreFixture.open(
                store, StoreFixture.server().jdbcUrl("poor"), "poor", StoreFixture.settings("poor"), 2)) {
            assertThat(fixture.reconcile(fixture.pending(601)).view().status()).isEqualTo(PaymentSummary.Status.PAID);
        }
    }

    @Test
    void theLedgerFitsIntoTheStoresOwnSchema() {
        Store store = Store.create(StoreFixture.server(), "single", "wp_", StoreFixture.SITE, Clock.systemUTC());
        StoreSettings settings =
                StoreFixture.settings("", "single", StoreSettings.Lock.ADVISORY, StoreSettings.LOCK_NAME);
        try (StoreFixture fixture = StoreFixture.attach(store, settings)) {
            assertThat(fixture.reconcile(fixture.pending(602)).view().status()).isEqualTo(PaymentSummary.Status.PAID);
        } finally {
            store.drop();
        }
    }
}
