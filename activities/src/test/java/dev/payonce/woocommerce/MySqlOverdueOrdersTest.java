package dev.payonce.woocommerce;

import dev.payonce.ledger.OverdueOrders;
import dev.payonce.ledger.OverdueOrdersContract;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.reconcile.Orders;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, kept on a real MySQL. */
class MySqlOverdueOrdersTest extends OverdueOrdersContract {

    private static StoreFixture fixture;

    @BeforeAll
    static void open() {
        fixture = StoreFixture.open("watched");
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Override
    protected Orders orders() {
        return fixture.orders;
    }

    @Override
    protected OverdueOrders watch() {
        return new MySqlOverdueOrders(fixture.database, fixture.settings, Clock.systemUTC());
    }

    @Override
    protected String site() {
        return StoreFixture.SITE;
    }

    @Override
    protected void given(long number, String rawKey, Status status, Money total) {
        fixture.put(number, rawKey, status, total);
    }

    @Override
    protected void moved(long number, Status to) {
        fixture.store.setStatus(number, StoreFixture.stored(to));
    }
}
