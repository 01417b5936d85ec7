package dev.payonce.api.http;

import java.time.Duration;

/** The bounds of the API's own code; those of the HTTP server are in {@code application.yaml}. */
public final class ApiLimits {

    /** Gateways' events are a few KiB; the largest that they document is well below this. Bytes. */
    public static final int BODY = 256 * 1024;

    /** A request for a payment; its longest field is an address. Bytes. */
    public static final int REQUEST = 16 * 1024;

    /** The most that is read of a body that is too long, so that its sender sees the response and no reset. Bytes. */
    public static final int DROPPED = 16 * 1024 * 1024;

    /** All bodies that are held at once; a client that sends many is asked to come again. Bytes. */
    public static final long ALL_BODIES = 64L * 1024 * 1024;

    /**
     * All requests with a token that are under way at once. Each keeps one of the server's 512 threads; the rest is for
     * callbacks and health.
     */
    public static final int REQUESTS_AT_ONCE = 448;

    /** Those of one token, unless the settings say otherwise: half of the server's threads. */
    public static final int REQUESTS_OF_A_TOKEN = 256;

    /** The time in which all headers arrive. */
    public static final Duration HEADERS_WITHIN = Duration.ofSeconds(10);

    /** The time in which a whole body arrives. A gateway sends it at once. */
    public static final Duration BODY_WITHIN = Duration.ofSeconds(10);

    /** The time in which Temporal makes a callback durable; the whole response is due within 4.5 s. */
    public static final Duration DURABLE_WITHIN = Duration.ofMillis(3_500);

    /** The time that a caller waits for a result, unless the settings say otherwise; after that, 202. */
    public static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);

    /** The least time of that for Temporal, also after a slow cache and ledger. */
    public static final Duration ASKED_WITHIN = Duration.ofSeconds(1);

    /** For what a browser needs to go on; the answer is right without it. */
    public static final Duration ACTION_WITHIN = Duration.ofSeconds(3);

    /** The time that an operator waits for the result of a decision; the run holds it for 8 s. */
    public static final Duration DECIDED_WITHIN = Duration.ofSeconds(10);

    /** The pause before a request comes again that a run with many callers refused. */
    public static final Duration BUSY_PAUSE = Duration.ofSeconds(1);

    /** The latest time that a caller is asked to come again: clocks of worker and API may differ. */
    public static final Duration LATEST_RETRY = Duration.ofHours(1);

    /** The pause after which a gateway or a shop tries again. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    /** For reading stories and replays; callbacks need no database. */
    public static final int DATABASE_CONNECTIONS = 8;

    /** The pause between two readings of the store's status. */
    public static final Duration STORE_CHECK = Duration.ofSeconds(10);

    /** For one question to Temporal about the workers' mode. */
    public static final Duration MODE_CHECK = Duration.ofSeconds(2);

    private ApiLimits() {}
}
