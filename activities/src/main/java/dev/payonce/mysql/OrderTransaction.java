package dev.payonce.mysql;

import dev.payonce.failure.Failures;
import dev.payonce.order.OrderId;
import dev.payonce.workflow.FailureDetails;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The transaction of one order, under its lock and on one connection.
 *
 * <p>Why it is right. The transaction is READ COMMITTED, so it may start before the lock: each statement reads what was
 * committed when it began, and all of them begin under the lock. So each sees what the last holder left. The lock is released
 * after the commit. Where another writer was first, nothing is wrong with the connection: the transaction is undone, the lock is
 * released, and the connection goes back to the pool. A connection on which anything else failed is never used again: its end
 * undoes and unlocks.
 */
public final class OrderTransaction {

    private final Database database;
    private final OrderLock lock;
    private final boolean rowFirst;

    private OrderTransaction(Database database, OrderLock lock, boolean rowFirst) {
        this.database = database;
        this.lock = lock;
        this.rowFirst = rowFirst;
    }

    /** Returns the transaction of a caller that waits for the lock and for the row. */
    public static OrderTransaction patient(Database database, StoreSettings settings, MeterRegistry metrics) {
        return new OrderTransaction(database, new OrderLock(settings, metrics), false);
    }

    /** Returns the transaction of a caller that waits for neither. It fails where another holds one of them. */
    public static OrderTransaction withoutWaiting(Database database, StoreSettings settings, MeterRegistry metrics) {
        return new OrderTransaction(database, OrderLock.withoutWaiting(settings, metrics), true);
    }

    /**
     * Does work in a transaction under the order's lock.
     *
     * @param row locks and reads the order's row; it does not wait where this transaction does not
     * @param work commits, or undoes what it did
     */
    public <R, T> T run(OrderId id, Function<Session, R> row, BiFunction<Session, R, T> work) throws SQLException {
        try (Session session = database.session()) {
            return run(session, id, row, work);
        }
    }

    private <R, T> T run(Session session, OrderId id, Function<Session, R> row, BiFunction<Session, R, T> work) {
        Optional<R> before;
        OrderLock.Held held;
        try {
            session.begin();
            before = rowFirst ? Optional.of(row.apply(session)) : Optional.empty();
            held = lock.take(session, id);
        } catch (RuntimeException failed) {
            end(session, failed, session::rollback);
            throw failed;
        }
        try {
            T done = work.apply(session, before.orElseGet(() -> row.apply(session)));
            lock.release(session, held);
            return done;
        } catch (RuntimeException failed) {
            end(session, failed, () -> {
                session.rollback();
                lock.release(session, held);
            });
            throw failed;
        }
    }

    /** Keeps the connection where another writer was first and all of it could be undone. */
    private static void end(Session session, RuntimeException failed, Runnable undo) {
        try {
            if (Failures.CONTENTION.contains(FailureDetails.code(SqlErrors.of(failed)))) {
                undo.run();
            } else {
                session.abandon();
            }
        } catch (RuntimeException broken) {
            session.abandon();
        }
    }
}
