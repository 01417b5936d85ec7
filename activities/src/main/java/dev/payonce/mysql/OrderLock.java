package dev.payonce.mysql;

import dev.payonce.failure.Failures;
import dev.payonce.order.OrderId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The advisory lock of MySQL on an order, the same that PHP code takes. It only keeps others waiting: a failover, a
 * KILL or a cut connection loses it in silence, so what is right never rests on it. Taken before the transaction
 * begins, or the transaction could still read what was there before the wait.
 */
public final class OrderLock {

    private static final Logger LOG = LoggerFactory.getLogger(OrderLock.class);

    private final StoreSettings settings;
    private final Timer waited;
    private final Timer held;
    private final Counter timeouts;

    public OrderLock(StoreSettings settings, MeterRegistry metrics) {
        this.settings = settings;
        this.waited = metrics.timer("payonce.lock.wait");
        this.held = metrics.timer("payonce.lock.hold");
        this.timeouts = metrics.counter("payonce.lock.timeouts");
    }

    /** A lock that is held, since when. */
    public record Held(String name, Timer.Sample since) {}

    public Held take(Session session, OrderId id) {
        String name = settings.lockName(id);
        Timer.Sample start = Timer.start();
        if (settings.lock() == StoreSettings.Lock.ROW) {
            return new Held(name, start);
        }
        Optional<Integer> result = ask(session, "SELECT GET_LOCK(?, " + MySqlTimeouts.LOCK.toSeconds() + ")", name);
        start.stop(waited);
        if (result.isEmpty()) {
            throw Failures.transientOne(
                    "lock-null",
                    "MySQL did not answer whether order " + id.number() + " is locked",
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

    /** Tells who holds it; to end that session is an operator's decision. */
    private RuntimeException timedOut(Session session, OrderId id, String name) {
        timeouts.increment();
        Optional<Integer> holder = ask(session, "SELECT IS_USED_LOCK(?)", name);
        LOG.atWarn()
                .addKeyValue("order", id.number())
                .addKeyValue("lock", name)
                .addKeyValue("connection", holder.map(Object::toString).orElse("gone"))
                .log(
                        "Timed out after {} s waiting for an order's lock; the worker tries again."
                                + " If this lasts, check that connection's statement",
                        MySqlTimeouts.LOCK.toSeconds());
        return Failures.transientOne(
                "lock-timeout",
                "Timed out after " + MySqlTimeouts.LOCK.toSeconds() + " s waiting for order " + id.number()
                        + "'s lock, held by MySQL connection "
                        + holder.map(Object::toString).orElse("(gone since)"),
                Optional.empty(),
                null);
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
