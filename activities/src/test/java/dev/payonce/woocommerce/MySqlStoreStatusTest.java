package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.health.StoreStatus;
import dev.payonce.health.StoreStatus.Kind;
import dev.payonce.mysql.StoreSettings;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tests of the status of a store, on a real MySQL. */
class MySqlStoreStatusTest {

    private static final String STRIPE =
            "a:2:{i:0;s:27:\"woocommerce/woocommerce.php\";i:1;s:57:\"woocommerce-gateway-stripe/woocommerce-gateway-stripe.php\";}";

    private StoreFixture fixture;

    @BeforeEach
    void open() {
        fixture = StoreFixture.open("served");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void storeCountsAsServedUntilItWasReadAndWhileItsDatabaseIsAway() {
        MySqlStoreStatus store = new MySqlStoreStatus(fixture.database, fixture.settings);
        fixture.store.setOption("woocommerce_custom_orders_table_enabled", "no");
        assertThat(store.status()).isEqualTo(StoreStatus.Status.SERVED);
        store.check();
        assertThat(store.status().kind()).isEqualTo(Kind.NOT_SUPPORTED);

        fixture.database.close();
        store.check();

        assertThat(store.status().kind()).isEqualTo(Kind.NOT_SUPPORTED);
    }

    @Test
    void storageThatSqlCannotServeIsRefusedWithItsRemedy() {
        fixture.store.setOption("woocommerce_hpos_datastore_caching_enabled", "yes");

        assertThat(status(fixture.settings).kind()).isEqualTo(Kind.NOT_SUPPORTED);
        assertThat(status(fixture.settings).why()).contains("Switch that option off");
        assertThat(status(fixture.settings.inShadowMode())).isEqualTo(StoreStatus.Status.SERVED);
    }

    @Test
    void sqlBesideTheShopsStripePluginTakesFulfilmentAway() throws IOException {
        fixture.store.setOption("active_plugins", "a:1:{i:0;s:27:\"woocommerce/woocommerce.php\";}");
        assertThat(status(fixture.settings)).isEqualTo(StoreStatus.Status.SERVED);

        fixture.store.setOption("active_plugins", STRIPE);
        assertThat(status(fixture.settings).kind()).isEqualTo(Kind.FULFILMENT_TAKEN_AWAY);

        StoreFixture.createPluginTables(fixture.store);
        assertThat(status(fixture.settings)).isEqualTo(StoreStatus.Status.SERVED);
    }

    private StoreStatus.Status status(StoreSettings settings) {
        MySqlStoreStatus store = new MySqlStoreStatus(fixture.database, settings);
        store.check();
        return store.status();
    }
}
