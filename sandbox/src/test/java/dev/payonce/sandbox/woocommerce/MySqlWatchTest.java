package dev.payonce.sandbox.woocommerce;

import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Orders;
import dev.payonce.payment.Watch;
import dev.payonce.payment.WatchContract;
import dev.payonce.woocommerce.MySqlWatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, kept on a real MySQL. */
class MySqlWatchTest extends WatchContract {

    private static Bench bench;

    @BeforeAll
    static void open() {
        bench = Bench.open("watched");
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Override
    protected Orders orders() {
        return bench.orders;
    }

    @Override
    protected Watch watch() {
        return new MySqlWatch(bench.database, bench.settings);
    }

    @Override
    protected String site() {
        return Bench.SITE;
    }

    @Override
    protected void given(long number, String rawKey, Status status, Money total) {
        bench.put(number, rawKey, status, total);
    }

    @Override
    protected void moved(long number, Status to) {
        bench.store.setStatus(number, Bench.stored(to));
    }
}
