package dev.payonce.sandbox.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.payment.View;
import dev.payonce.sandbox.store.Store;
import dev.payonce.woocommerce.StoreSettings;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shared hosts give little. */
class PrivilegesTest {

    @Test
    void aUserWhoMayOnlyUseTwoSchemasIsEnough() {
        Store store = Store.create(Bench.server(), "poor", "wp_", Bench.SITE, Clock.systemUTC());
        for (String statement : List.of(
                "CREATE SCHEMA poor_ledger",
                "CREATE USER 'poor'@'127.0.0.1' IDENTIFIED BY '"
                        + Bench.server().password() + "'",
                "GRANT SELECT, INSERT, UPDATE ON poor.* TO 'poor'@'127.0.0.1'",
                "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX ON poor_ledger.* TO 'poor'@'127.0.0.1'")) {
            store.sql().sql(statement).update();
        }
        try (Bench bench = Bench.open(store, Bench.server().jdbcUrl("poor"), "poor", Bench.settings("poor"), 2)) {
            assertThat(bench.settle(bench.pending(601)).view().status()).isEqualTo(View.Status.PAID);
        }
    }

    @Test
    void theLedgerFitsIntoTheStoresOwnSchema() {
        Store store = Store.create(Bench.server(), "single", "wp_", Bench.SITE, Clock.systemUTC());
        StoreSettings settings = Bench.settings("", "single", StoreSettings.Lock.ADVISORY, StoreSettings.LOCK_NAME);
        try (Bench bench = Bench.attach(store, settings)) {
            assertThat(bench.settle(bench.pending(602)).view().status()).isEqualTo(View.Status.PAID);
        } finally {
            store.drop();
        }
    }
}
