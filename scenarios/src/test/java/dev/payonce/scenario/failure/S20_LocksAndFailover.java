package dev.payonce.scenario.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.Await;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The lock is not obtained, its holder dies, or MySQL goes away with all locks: never unlocked, never dropped. */
class S20_LocksAndFailover {

    private final Shop shop;

    S20_LocksAndFailover(Shop shop) {
        this.shop = shop;
    }

    @Test
    void whileAForeignSessionHoldsTheLockNothingIsWrittenAndAfterwardsItIsPaid() throws SQLException {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        try (Connection foreign = foreign();
                Statement sql = foreign.createStatement()) {
            sql.execute("SELECT GET_LOCK('order_payment_lock_" + underTest.id() + "', 5)");
            underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
            awaitWorker(underTest);
            underTest.isUntouched();
        }
        underTest.rests().isPaidOnceBy(intent);
    }

    private void awaitWorker(OrderUnderTest underTest) {
        Await.until(
                "the worker waits for the lock",
                Shop.PATIENCE,
                () -> shop.waitsFor("order_payment_lock_" + underTest.id()));
    }

    @Test
    void aHolderThatIsKilledFreesTheOrder() throws SQLException {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        try (Connection foreign = foreign();
                Statement sql = foreign.createStatement();
                ResultSet id = sql.executeQuery(
                        "SELECT GET_LOCK('order_payment_lock_" + underTest.id() + "', 5), CONNECTION_ID()")) {
            id.next();
            long holder = id.getLong(2);
            underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
            awaitWorker(underTest);
            shop.all().store().sql().sql("KILL " + holder).update();
        }
        underTest.rests().isPaidOnceBy(intent);
    }

    @Test
    void mysqlIsKilledWithAllItsLocksAndComesBack() throws SQLException {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        Connection foreign = foreign();
        try (Statement sql = foreign.createStatement()) {
            sql.execute("SELECT GET_LOCK('order_payment_lock_" + underTest.id() + "', 5)");
        }
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        awaitWorker(underTest);

        shop.all().mysql().kill();
        shop.all().mysql().restart();

        underTest.rests().isPaidOnceBy(intent);
        assertThat(foreign.isValid((int) Duration.ofSeconds(1).toSeconds())).isFalse();
    }

    private Connection foreign() throws SQLException {
        return shop.all().mysql().administration(shop.all().store().schema()).getConnection();
    }
}
