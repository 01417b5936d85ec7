package dev.payonce.api;

import java.time.Duration;

/** Every bound of the API's own code; those of the HTTP server are in {@code application.yaml}. */
final class Limits {

    /** Gateways' events are a few KiB; the largest that they document is well below this. Bytes. */
    static final int BODY = 256 * 1024;

    /** How long a whole body may take to arrive. A gateway sends it at once. */
    static final Duration BODY_WITHIN = Duration.ofSeconds(10);

    /** How long Temporal may take to make a callback durable; the whole answer is due within 4.5 s. */
    static final Duration DURABLE_WITHIN = Duration.ofMillis(3_500);

    /** What a gateway, or a shop, is told to wait before it tries again. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    /** For reading stories; callbacks need no database. */
    static final int DATABASE_CONNECTIONS = 4;

    private Limits() {}
}
