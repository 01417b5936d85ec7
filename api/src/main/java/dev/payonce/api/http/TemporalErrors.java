package dev.payonce.api.http;

import io.grpc.StatusRuntimeException;
import java.util.stream.Stream;

/** What Temporal's failures are called in logs: by gRPC's code, which is under the client's own exceptions. */
public final class TemporalErrors {

    /** Deeper than any chain of causes that is not a circle. */
    private static final int DEEPEST = 20;

    private TemporalErrors() {}

    public static String code(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST)
                .filter(StatusRuntimeException.class::isInstance)
                .map(grpc ->
                        ((StatusRuntimeException) grpc).getStatus().getCode().name())
                .findFirst()
                .orElseGet(() -> failure.getClass().getSimpleName());
    }
}
