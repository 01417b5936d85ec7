package dev.payonce.mysql;

import dev.payonce.failure.Failures;
import dev.payonce.order.OrderId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * The advisory lock of MySQL on an order, the same that PHP code takes. It only keeps others waiting: a failover, a
 * KILL or a cut connection loses it in silence, so what is right never rests on it.
 */
public final class OrderLock {

    private static final Logger LOG = LoggerFactory.getLogger(OrderLock.class);

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final StoreSettings settings;
    private final Duration patience;
    private final Timer waited;
    private final Timer held;
    private final Counter timeouts;
    private final Counter stale;

    public OrderLock(StoreSettings settings, MeterRegistry metrics) {
        this(settings, MySqlTimeouts.LOCK, metrics);
    }

    /**
     * Returns a lock for a caller that must not wait: where another holds it, {@link #take} fails at once.
     */
    public static OrderLock withoutWaiting(StoreSettings settings, MeterRegistry metrics) {
        return new OrderLock(settings, Duration.ZERO, metrics);
    }

    /** Fails where the caller has given up. It is asked under the lock, before anything is written. */
    public static void inTime(OrderId id, BooleanSupplier late) {
        if (late.getAsBoolean()) {
            throw Failures.transientOne(
                    "lock-busy",
                    "Order " + id.number() + " was read too late for its workflow task; a regular activity goes on",
                    Optional.empty(),
                    null);
        }
    }

    private OrderLock(StoreSettings settings, Duration patience, MeterRegistry metrics) {
        this.settings = settings;
        this.patience = patience;
        this.waited = timer(metrics, "payonce.lock.wait");
        this.held = timer(metrics, "payonce.lock.hold");
        this.timeouts = metrics.counter("payonce.lock.timeouts");
        this.stale = metrics.counter("payonce.lock.stale");
    }

    private static Timer timer(MeterRegistry metrics, String name) {
        return Timer.builder(name).serviceLevelObjectives(BUCKETS).register(metrics);
    }

    /** A lock that is held, since when. */
    public record Held(String name, Timer.Sample since) {}

    public Held take(Session session, OrderId id) {
        String name = settings.lockName(id);
        Timer.Sample start = Timer.start();
        if (settings.lock() == StoreSettings.Lock.ROW) {
            return new Held(name, start);
        }
        Optional<Integer> result = ask(session, "SELECT GET_LOCK(?, " + patience.toSeconds() + ")", name);
        start.stop(waited);
        if (result.isEmpty()) {
            throw Failures.transientOne(
                    "lock-null",
                    "MySQL did not answer whether order " + id.number() + " is locked",
                    Optional.empty(),
                    null);
        }
        if (result.get() != 1 && patience.isZero()) {
            throw Failures.transientOne(
                    "lock-busy",
                    "Another session holds the lock of order " + id.number() + "; a regular activity waits for it",
                    Optional.empty(),
                    null);
        }
        if (result.get() != 1) {
            throw timedOut(session, id, name);
        }
        return new Held(name, Timer.start());
    }

    /** Releases the lock; a connection whose lock is uncertain is not used again. */
    public void release(Session session, Held lock) {
        lock.since().stop(held);
        if (settings.lock() == StoreSettings.Lock.ADVISORY
                && ask(session, "SELECT RELEASE_LOCK(?)", lock.name())
                        .filter(released -> released == 1)
                        .isEmpty()) {
            session.abandon();
        }
    }

    /** Reports who holds it; to end that session is an operator's decision. */
    private RuntimeException timedOut(Session session, OrderId id, String name) {
        timeouts.increment();
        Optional<Integer> holder = ask(session, "SELECT IS_USED_LOCK(?)", name);
        boolean idle = holder.filter(connection -> isIdle(session, connection)).isPresent();
        if (idle) {
            stale.increment();
        }
        LOG.atWarn()
                .addKeyValue("order", id.number())
                .addKeyValue("lock", name)
                .addKeyValue("connection", holder.map(Object::toString).orElse("gone"))
                .log(
                        "Timed out after {} s waiting for an order's lock; the worker tries again. {}",
                        MySqlTimeouts.LOCK.toSeconds(),
                        idle
                                ? "Its holder has run no statement for as long: if that program is gone, KILL the connection"
                                : "If this lasts, check that connection's statement");
        return Failures.transientOne(
                "lock-timeout",
                "Timed out after " + MySqlTimeouts.LOCK.toSeconds() + " s waiting for order " + id.number()
                        + "'s lock, held by MySQL connection "
                        + holder.map(Object::toString).orElse("(gone since)"),
                Optional.empty(),
                null);
    }

    /**
     * Returns true for a holder that has run no statement for as long as we waited. Without the privilege PROCESS another
     * user's connection is not seen, and counts as busy.
     */
    private static boolean isIdle(Session session, int connection) {
        try {
            return !session.sql()
                    .sql(
                            "SELECT 1 FROM information_schema.PROCESSLIST WHERE ID = ? AND COMMAND = 'Sleep' AND TIME >= ?")
                    .params(connection, MySqlTimeouts.LOCK.toSeconds() - 1)
                    .query(Integer.class)
                    .list()
                    .isEmpty();
        } catch (DataAccessException unknown) {
            LOG.debug("The holder of a lock cannot be read", unknown);
            return false;
        }
    }

    /** Returns 1, 0 or NULL; their Java type depends on the server. */
    private static Optional<Integer> ask(Session session, String statement, String name) {
        return session.sql().sql(statement).param(name).query(OrderLock::number).single();
    }

    private static Optional<Integer> number(ResultSet row, int number) throws SQLException {
        int value = row.getInt(1);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }
}
