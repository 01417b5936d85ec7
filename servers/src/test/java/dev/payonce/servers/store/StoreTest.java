package dev.payonce.servers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.servers.MySqlServer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StoreTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @AutoClose
    private static final MySqlServer server = MySqlServer.start();

    @Test
    void ordersArePendingAndCarryWhatTheGeneratorSaid() {
        Store store = store("fresh");

        List<StoreOrder> made = store.addOrders(7, 30);

        assertThat(made).extracting(StoreOrder::id).startsWith(1001L).endsWith(1030L);
        assertThat(store.orders()).hasSameSizeAs(made);
        for (StoreOrder order : made) {
            assertThat(store.order(order.id())).hasValueSatisfying(row -> {
                assertThat(row.status()).isEqualTo("wc-pending");
                assertThat(row.total()).isEqualByComparingTo(order.total());
                assertThat(row.currency()).isEqualTo(order.currency());
                assertThat(row.key()).isEqualTo(order.key());
                assertThat(row.transaction()).isEmpty();
                assertThat(row.paidAt()).isEmpty();
                assertThat(row.updatedAt()).isEqualTo(NOON);
            });
        }
        assertThat(store.transitions()).isEmpty();
        assertThat(store.notes()).isEmpty();
    }

    @Test
    void everyCommittedChangeOfStatusIsRecordedOnce() {
        Store store = store("audited");
        store.addOrders(7, 2);

        store.setStatus(1001, "wc-processing");
        store.setStatus(1001, "wc-processing");
        store.setStatus(1001, "wc-pending");

        assertThat(store.transitions(1001)).extracting(Transition::to).containsExactly("wc-processing", "wc-pending");
        assertThat(store.transitions(1001)).extracting(Transition::from).containsExactly("wc-pending", "wc-processing");
        assertThat(store.transitions(1002)).isEmpty();
    }

    @Test
    void laterOrdersGetTheNextNumbers() {
        Store store = store("grown");
        store.addOrders(7, 3);

        assertThat(store.addOrders(7, 2)).extracting(StoreOrder::id).containsExactly(1004L, 1005L);
    }

    @Test
    void aSchemaThatExistsIsLeftAlone() {
        store("taken");

        assertThatThrownBy(() -> store("taken")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void twoStoresWithTheirOwnPrefixesStandSideBySide() {
        Store one = Store.create(server, "one", "wp_", "https://one.invalid", Clock.fixed(NOON, ZoneOffset.UTC));
        Store two = Store.create(server, "two", "shop2_", "https://two.invalid", Clock.fixed(NOON, ZoneOffset.UTC));
        one.addOrders(1, 1);
        two.addOrders(2, 1);

        assertThat(one.order(1001).orElseThrow().key())
                .isNotEqualTo(two.order(1001).orElseThrow().key());
    }

    private static Store store(String schema) {
        return Store.create(server, schema, "wp_", "https://shop.invalid", Clock.fixed(NOON, ZoneOffset.UTC));
    }
}
