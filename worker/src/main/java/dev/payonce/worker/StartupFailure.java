package dev.payonce.worker;

import dev.payonce.failure.Failures;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.failure.ApplicationFailure;
import java.util.stream.Stream;

/**
 * A failure that keeps the worker from its work.
 *
 * @param refused true when an operator has to act; false when it is likely to pass by itself
 */
record StartupFailure(boolean refused, String why) {

    private static final int DEEPEST_CAUSE = 20;

    /** Classifies by the adapters' own failures and by Temporal's status; anything else is expected to pass. */
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
                        "Temporal responds " + temporal.getStatus().getCode()));
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
