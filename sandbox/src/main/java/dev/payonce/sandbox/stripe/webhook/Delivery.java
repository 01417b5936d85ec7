package dev.payonce.sandbox.stripe.webhook;

import java.time.Duration;
import java.time.Instant;

/**
 * One attempt to deliver, and how it was answered.
 *
 * @param event the event's id; for a forgery its name
 * @param copy which of the plan's copies, from 1
 * @param attempt which try of this copy, from 1
 * @param status the HTTP status; 0 when no answer came
 * @param latency from the first byte to the answer, or to giving up
 */
public record Delivery(
        String event, String type, int copy, int attempt, Instant at, int status, Duration latency, String answer) {

    /** Stripe counts any 2xx, and nothing else, as received. */
    public boolean acknowledged() {
        return status >= 200 && status < 300;
    }
}
