package dev.payonce.mysql;

import dev.payonce.failure.Failures;
import dev.payonce.order.OrderId;
import dev.payonce.workflow.FailureDetails;
import java.sql.SQLException;
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

    public OrderTransaction(Database database, OrderLock lock) {
        this.database = database;
        this.lock = lock;
    }

    /**
     * Does work in a transaction under the order's lock.
     *
     * @param work commits, or undoes what it did
     */
    public <T> T run(OrderId id, Function<Session, T> work) throws SQLException {
        try (Session session = database.session()) {
            OrderLock.Held held;
            try {
                session.begin();
                held = lock.take(session, id);
            } catch (RuntimeException failed) {
                end(session, failed, session::rollback);
                throw failed;
            }
            try {
                T done = work.apply(session);
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
