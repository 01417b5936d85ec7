package dev.payonce.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.OpenOrder;
import dev.payonce.ledger.OpenWork;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.servers.store.Store;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tests of what a store has in flight, on a real MySQL. */
class MySqlOpenWorkTest {

    private StoreFixture fixture;
    private OpenWork work;

    @BeforeEach
    void open() throws IOException {
        Store store = Store.create(StoreFixture.server(), "leaving", "wp_", StoreFixture.SITE, Clock.systemUTC());
        StoreFixture.createPluginTables(store);
        fixture = StoreFixture.open(store, StoreFixture.settings("leaving"), 2);
        work = new MySqlOpenWork(fixture.database, fixture.settings);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void paymentOnItsWayAndOpenEffectAreInFlight() {
        OrderId waits = fixture.pending(21);
        fixture.orders.reconcile(StoreFixture.pendingOf(waits));
        OrderId paid = fixture.pending(22);
        fixture.reconcile(paid);

        OpenWork.Page page = work.read(10);

        assertThat(page.count()).isEqualTo(2);
        assertThat(page.orders()).extracting(OpenOrder::order).containsExactly(21L, 22L);
        assertThat(page.orders().getFirst().why())
                .contains("pi_21 is on its way.", "The shop has not applied 1 effects.");
        assertThat(page.orders().getLast().why()).containsExactly("The shop has not applied 1 effects.");
        assertThat(work.read(1).orders()).hasSize(1);
        assertThat(work.read(1).count()).isEqualTo(2);
    }

    @Test
    void openReviewIsInFlight() {
        OrderId order = fixture.pending(23);
        fixture.store.setStatus(23, StoreFixture.stored(Status.REFUNDED));
        fixture.reconcile(order);

        assertThat(work.read(10).orders())
                .singleElement()
                .satisfies(open -> assertThat(open.why()).contains("Review 1 is open: ORDER_NOT_PAYABLE."));
    }

    @Test
    void nothingIsInFlightOnceEachPaymentRestsAndEachEffectIsApplied() {
        OrderId order = fixture.pending(24);
        fixture.reconcile(order);
        fixture.store.setStatus(24, StoreFixture.stored(Status.PROCESSING));
        fixture.store.sql().sql("UPDATE wp_payonce_effect SET state = 2").update();
        fixture.reconcile(order);

        assertThat(work.read(10)).isEqualTo(new OpenWork.Page(java.util.List.of(), 0));
    }
}
