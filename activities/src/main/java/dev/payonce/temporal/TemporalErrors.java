package dev.payonce.temporal;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The names of Temporal's failures: gRPC's codes, which are under the client's own exceptions. */
public final class TemporalErrors {

    /** Deeper than any chain of causes that is not a circle. */
    private static final int DEEPEST = 20;

    /** The codes of a server that is away, busy, or slower than the call's bound. */
    private static final Set<String> AWAY = Set.of(
            Status.Code.UNAVAILABLE.name(),
            Status.Code.DEADLINE_EXCEEDED.name(),
            Status.Code.RESOURCE_EXHAUSTED.name(),
            Status.Code.CANCELLED.name());

    private TemporalErrors() {}

    /** Returns gRPC's code, or the name of a failure that has none. */
    public static String code(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST)
                .filter(StatusRuntimeException.class::isInstance)
                .map(grpc ->
                        ((StatusRuntimeException) grpc).getStatus().getCode().name())
                .findFirst()
                .orElseGet(() -> failure.getClass().getSimpleName());
    }

    /** Returns the code of a failure that heals once Temporal answers again; empty for any other. */
    public static Optional<String> away(Throwable failure) {
        return Optional.of(code(failure)).filter(AWAY::contains);
    }
}
