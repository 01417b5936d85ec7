package dev.payonce.worker;

import dev.payonce.payment.Failures;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.failure.ApplicationFailure;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.flywaydb.core.api.exception.FlywayValidateException;

/**
 * What keeps the worker from its work.
 *
 * @param refused true when somebody has to mend it; false when it is likely to pass by itself
 */
record Obstacle(boolean refused, String why) {

    /** MySQL's words for a wrong user, password or schema, and for a right that is missing: 28000, 42000. */
    private static final int ACCESS_DENIED = 1045;

    private static final int SCHEMA_DENIED = 1044;
    private static final int NO_SUCH_SCHEMA = 1049;
    private static final int COMMAND_DENIED = 1142;

    static Obstacle of(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .flatMap(Obstacle::known)
                .findFirst()
                .orElseGet(() -> new Obstacle(false, failure.getClass().getSimpleName()));
    }

    private static Stream<Obstacle> known(Throwable failure) {
        return switch (failure) {
            case ApplicationFailure ours ->
                Stream.of(new Obstacle(Failures.REFUSED.equals(ours.getType()), ours.getOriginalMessage()));
            case FlywayValidateException ledger ->
                Stream.of(new Obstacle(true, "the ledger's schema is not the one that this version made"));
            case StatusRuntimeException temporal ->
                Stream.of(new Obstacle(
                        refused(temporal.getStatus()),
                        "Temporal says " + temporal.getStatus().getCode()));
            case SQLException database ->
                Stream.of(new Obstacle(
                        refused(database),
                        "the database says " + database.getErrorCode() + " (" + database.getSQLState() + ")"));
            default -> Stream.empty();
        };
    }

    private static boolean refused(Status temporal) {
        return switch (temporal.getCode()) {
            case NOT_FOUND, PERMISSION_DENIED, UNAUTHENTICATED, INVALID_ARGUMENT, UNIMPLEMENTED -> true;
            default -> false;
        };
    }

    private static boolean refused(SQLException database) {
        return switch (database.getErrorCode()) {
            case ACCESS_DENIED, SCHEMA_DENIED, NO_SUCH_SCHEMA, COMMAND_DENIED -> true;
            default -> false;
        };
    }
}
