package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.order.OrderKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The raw key of an order is handed out for this very order only. */
class OrderKeysTest {

    private static StoreFixture fixture;
    private static OrderKeys keys;

    @BeforeAll
    static void open() {
        fixture = StoreFixture.open("order_keys");
        keys = new MySqlOrderKeys(fixture.database, fixture.settings, fixture.guard);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void anOrderWithThisFingerprintHasItsKey() {
        OrderId id = fixture.pending(801);

        assertThat(keys.raw(id, Fingerprint.ofOrderKey(StoreFixture.key(801)))).contains(StoreFixture.key(801));
    }

    @Test
    void anotherOrderWithTheSameNumberAndNoOrderHaveNone() {
        OrderId id = fixture.pending(802);
        String print = Fingerprint.ofOrderKey(StoreFixture.key(802));
        fixture.put(802, "wc_order_another", Order.Status.PENDING, new Money(4990, "EUR"));

        assertThat(keys.raw(id, print)).isEmpty();
        assertThat(keys.raw(fixture.id(803), print)).isEmpty();
    }
}
