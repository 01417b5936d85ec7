package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The disturbances of the demo, one after another. */
final class Disturbance {

    private static final Duration LOCKS_HELD = Duration.ofSeconds(3);
    private static final Duration BREATH = Duration.ofSeconds(2);

    private final Installation all;
    private final Progress progress;

    Disturbance(Installation all, Progress progress) {
        this.all = all;
        this.progress = progress;
    }

    /** @param locked the orders whose locks another session holds */
    void happen(List<Long> locked) {
        holdLocks(locked);
        progress.say("the worker is killed (kill -9) and starts again");
        progress.await(() -> "the worker starts");
        all.worker().kill();
        all.restartWorker();
        pause(BREATH);
        progress.say("Redis loses all its keys");
        all.redis().flush();
        pause(BREATH);
        killTemporal();
    }

    private void killTemporal() {
        if (!all.temporal().isOurs()) {
            progress.say("the Temporal server is another program's, which may kill it now");
            pause(BREATH);
            return;
        }
        progress.say("the Temporal server is killed (kill -9) and starts again on its file");
        all.temporal().kill();
        pause(BREATH);
        all.temporal().restart();
        progress.say("Temporal answers again");
    }

    /** Holds locks as a slow program of the store would. */
    private void holdLocks(List<Long> orders) {
        progress.say("a slow program of the store holds the locks of " + orders.size() + " orders for 3 s");
        try (Connection foreign =
                        all.mysql().administration(all.store().schema()).getConnection();
                Statement sql = foreign.createStatement()) {
            for (long order : orders) {
                sql.execute("SELECT GET_LOCK('order_payment_lock_" + order + "', 10)");
            }
            pause(LOCKS_HELD);
            sql.execute("SELECT RELEASE_ALL_LOCKS()");
        } catch (SQLException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
