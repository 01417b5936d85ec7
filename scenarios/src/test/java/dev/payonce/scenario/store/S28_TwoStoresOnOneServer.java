package dev.payonce.scenario.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.scenario.BranchOrder;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The scenario of two stores, each with its own Payonce, on one MySQL server, one Temporal and one Stripe account;
 * their orders have the same numbers. Neither waits for the other's locks, and neither's order is ever in the other's
 * hands: once both took their work from one task queue, and whichever asked first looked the order up in its own
 * database.
 */
class S28_TwoStoresOnOneServer {

    private static final Map<String, String> LOCKS_BY_STORE =
            Map.of("PAYONCE_LOCK_NAME", "order_payment_lock_{store}_{order}");
    private static final String WARNING = "more stores are on this MySQL server";

    private static Branch north;
    private static Branch south;

    private final Shop shop;

    S28_TwoStoresOnOneServer(Shop shop) {
        this.shop = shop;
    }

    @BeforeAll
    static void open(Shop shop) {
        north = shop.branch("north", LOCKS_BY_STORE).start();
        south = shop.branch("south", LOCKS_BY_STORE).start();
        north.await("readiness");
        south.await("readiness");
    }

    @AfterAll
    static void close() {
        north.close();
        south.close();
    }

    @Test
    void equalNumbersArePaidOnceEachWhileTheOtherStoresLockIsHeld() throws SQLException {
        BranchOrder northern = new BranchOrder(shop, north, 71);
        BranchOrder southern = new BranchOrder(shop, south, 72);
        assertThat(northern.id()).isEqualTo(southern.id());

        try (Connection foreign = shop.all().mysql().administration("").getConnection();
                Statement sql = foreign.createStatement()) {
            String lock = "order_payment_lock_north_" + northern.id();
            sql.execute("SELECT GET_LOCK('" + lock + "', 5)");
            northern.deliver();
            Await.until("the north waits", Shop.PATIENCE, () -> shop.waitsFor(lock));
            southern.deliver().isPaidOnce();
            northern.isUntouched();
        }

        northern.isPaidOnce();
        southern.isPaidOnce();
    }

    /** Each store may pay its order as soon as its own sweep lists the payment; that is once, too. */
    @Test
    void aPaymentOfTheOtherStoreHasNoOrderHere() {
        BranchOrder northern = new BranchOrder(shop, north, 73);
        BranchOrder southern = new BranchOrder(shop, south, 74);

        assertThat(northern.tryToDeliverTo(south).status()).isEqualTo(200);

        String unmatched = "south-callback-" + northern.event();
        Await.until("the south has looked the owner up", Shop.PATIENCE, () -> shop.rests(unmatched));
        southern.knowsNothingOf(northern);
        northern.deliver().isPaidOnce();
    }

    @Test
    void aWorkerWhoseLocksDoNotNameTheStoreWarnsAtItsStart() throws IOException {
        Path log = Shop.LOGS.resolve("worker.log");
        long before = warnings(log);

        shop.all().restartWorker();

        assertThat(warnings(log)).isEqualTo(before + 1);
        assertThat(warnings(north.log("worker"))).isZero();
        assertThat(warnings(south.log("worker"))).isZero();
    }

    private static long warnings(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" WARN ") && line.contains(WARNING))
                    .count();
        }
    }
}
