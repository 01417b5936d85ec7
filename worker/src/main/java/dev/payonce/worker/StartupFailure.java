package dev.payonce.worker;

import dev.payonce.failure.Failures;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.failure.ApplicationFailure;
import java.util.stream.Stream;

/**
 * What keeps the worker from its work.
 *
 * @param refused true when somebody has to mend it; false when it is likely to pass by itself
 */
record StartupFailure(boolean refused, String why) {

    private static final int DEEPEST_CAUSE = 20;

    /** The adapters say it themselves; Temporal says it by a status; anything else is hoped to pass. */
    static StartupFailure of(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .flatMap(StartupFailure::known)
                .findFirst()
                .orElseGet(() -> new StartupFailure(false, failure.getClass().getSimpleName()));
    }

    private static Stream<StartupFailure> known(Throwable failure) {
        return switch (failure) {
            case ApplicationFailure ours ->
                Stream.of(new StartupFailure(Failures.NON_RETRYABLE.equals(ours.getType()), ours.getOriginalMessage()));
            case StatusRuntimeException temporal ->
                Stream.of(new StartupFailure(
                        refused(temporal.getStatus()),
                        "Temporal says " + temporal.getStatus().getCode()));
            default -> Stream.empty();
        };
    }

    private static boolean refused(Status temporal) {
        return switch (temporal.getCode()) {
            case NOT_FOUND, PERMISSION_DENIED, UNAUTHENTICATED, INVALID_ARGUMENT, UNIMPLEMENTED -> true;
            default -> false;
        };
    }
}
