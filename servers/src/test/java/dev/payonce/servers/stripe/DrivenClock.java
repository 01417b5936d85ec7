package dev.payonce.servers.stripe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock whose time passes only when a test says it. */
final class DrivenClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-11-25T10:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
