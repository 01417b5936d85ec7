package dev.payonce.mysql;

import dev.payonce.failure.Failures;
import io.temporal.failure.ApplicationFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * The meaning of MySQL's and MariaDB's refusals. Nothing else decides about retries. Messages name MySQL's code and
 * state, never its text: that may quote values.
 */
public final class SqlErrors {

    private SqlErrors() {}

    /** Returns what a statement does; a failure of MySQL is thrown as {@link #of} classifies it. */
    public static <T> T answered(Supplier<T> statement) {
        try {
            return statement.get();
        } catch (DataAccessException failed) {
            throw of(failed);
        }
    }

    /** Classifies any failure of a statement, the driver or the pool. */
    public static ApplicationFailure of(Exception thrown) {
        if (thrown instanceof ApplicationFailure decided) {
            return decided;
        }
        SQLException error = mostTelling(thrown);
        if (error == null) {
            return Failures.nonRetryable("bug", "Not a failure of MySQL: " + thrown.getClass(), thrown);
        }
        return switch (error.getErrorCode()) {
            // Another session was faster, or holds what we need. The server has undone it, or we do.
            case 1205, 3572 -> wait("row-lock-timeout", "Another session holds the order's row", error);
            case 1213 -> wait("deadlock", "Two transactions waited for each other", error);
            case 3058 -> wait("lock-deadlock", "Two sessions waited for each other's advisory lock", error);
            case 1062 -> wait("collision", "Another writer wrote this line first", error);
            case 1020 -> wait("row-moved", "The row changed since it was read", error);

            // Interrupted by an administrator, or by our own time-out (which has no code of the server's).
            case 1317, 3024, 1969 -> wait("interrupted", "The statement was interrupted", error);

            // The server goes, is away, is full, or is no longer the primary.
            case 1290, 1836, 1792 -> wait("read-only", "The server is read-only; perhaps it failed over", error);
            case 1040, 1203, 1226 -> wait("too-many-connections", "The server takes no more connections", error);
            case 1047, 1053, 1077, 1079, 1080, 1927, 2006, 2013 -> wait("mysql-away", "MySQL is going away", error);

            // Configuration. The sentence names the setting.
            case 1049 ->
                refuse("no-schema", "A schema is missing: correct PAYONCE_DATABASE_URL or PAYONCE_LEDGER", error);
            case 1146 ->
                refuse(
                        "no-table",
                        "A table is missing: correct PAYONCE_TABLE_PREFIX; for a table of Payonce, start the worker",
                        error);
            case 1054 ->
                refuse(
                        "no-column",
                        "WooCommerce's tables lack a column: use a version of WooCommerce that Payonce supports",
                        error);
            case 1044, 1045, 1142, 1143, 1227 ->
                refuse(
                        "mysql-denied",
                        "MySQL denies this to PAYONCE_DATABASE_USER: correct its password or its privileges",
                        error);
            case 1235 -> refuse("lock-unsupported", "The server knows no advisory locks: set PAYONCE_LOCK=row", error);
            case 1059, 3057, 4163 ->
                refuse("lock-name", "The server refuses the name by PAYONCE_LOCK_NAME: shorten it", error);
            case 1264, 1292, 1366, 1406 -> refuse("mysql-value", "A value does not fit its column", error);
            default -> byState(error);
        };
    }

    private static ApplicationFailure byState(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        String kind = state.substring(0, Math.min(2, state.length()));
        return switch (kind) {
            case "08" -> wait("mysql-away", "The connection to MySQL was lost or could not be made", error);
            case "42", "22", "28", "0A", "21" ->
                Failures.nonRetryable("mysql-" + error.getErrorCode(), text("MySQL refuses", error), error);
            default ->
                Failures.transientOne(
                        "mysql-" + error.getErrorCode(), text("MySQL failed", error), Optional.empty(), error);
        };
    }

    /** Reports whether the session's user lacks a right; a wrong password does not count. */
    public static boolean isDenied(Throwable thrown) {
        SQLException error = mostTelling(thrown);
        return error != null && List.of(1044, 1142, 1143, 1227).contains(error.getErrorCode());
    }

    /**
     * Returns the server's own exception from inside the pool's and Spring's, since the pool's timeout names no cause.
     */
    private static @Nullable SQLException mostTelling(@Nullable Throwable thrown) {
        SQLException best = null;
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof SQLException error && (best == null || best.getErrorCode() == 0)) {
                best = error;
            }
            cause = cause.getCause();
        }
        return best;
    }

    private static ApplicationFailure wait(String code, String sentence, SQLException error) {
        return Failures.transientOne(code, text(sentence, error), Optional.empty(), null);
    }

    private static ApplicationFailure refuse(String code, String sentence, SQLException error) {
        return Failures.nonRetryable(code, text(sentence, error), null);
    }

    private static String text(String sentence, SQLException error) {
        return sentence + " (MySQL " + error.getErrorCode() + ", " + error.getSQLState() + ")";
    }
}
