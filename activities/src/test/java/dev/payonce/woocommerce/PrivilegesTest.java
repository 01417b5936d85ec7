package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.PaymentSummary;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.servers.store.Store;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test of the few privileges that shared hosts grant. */
class PrivilegesTest {

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
