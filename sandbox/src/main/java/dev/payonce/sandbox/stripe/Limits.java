package dev.payonce.sandbox.stripe;

import java.time.Duration;

/** Every size, queue and wait of the simulator, so that a demo on two cores can never be drowned by it. */
final class Limits {

    static final int CONNECTIONS = 256;
    static final int HEADER_BYTES = 16 * 1024;
    static final int BODY_BYTES = 1024 * 1024;
    static final Duration IDLE_CONNECTION = Duration.ofSeconds(30);

    /** A fault that answers late lets go after this at the latest, so that nothing is held for ever. */
    static final Duration LONGEST_LATE = Duration.ofMinutes(2);

    /** A barrier that a test forgot lets its call go after this. */
    static final Duration LONGEST_HOLD = Duration.ofMinutes(2);

    /** Stripe forgets a key, and what it stood for, after this. */
    static final Duration IDEMPOTENCY_KEY = Duration.ofHours(24);

    static final int IDEMPOTENCY_KEY_LENGTH = 255;

    static final int PARALLEL_WEBHOOKS = 64;
    static final Duration WEBHOOK_CONNECT = Duration.ofSeconds(2);

    /** Stripe itself gives an endpoint some twenty seconds. */
    static final Duration WEBHOOK_ANSWER = Duration.ofSeconds(20);

    /** How long a card's reserved money stays reserved. */
    static final Duration AUTHORIZATION = Duration.ofDays(7);

    /** How long a test card's refund takes to change its mind. */
    static final Duration REFUND = Duration.ofSeconds(5);

    static final int PAGE = 100;
    static final int PAGE_DEFAULT = 10;

    static final long AMOUNT = 99_999_999;
    static final int METADATA_KEYS = 50;
    static final int METADATA_KEY = 40;
    static final int METADATA_VALUE = 500;

    private Limits() {}
}
