package dev.payonce.servers.stripe.webhook;

import java.time.Duration;
import java.time.Instant;

/**
 * An attempt to deliver, and its response.
 *
 * @param event the event's id; for a forgery its name
 * @param copy the number of the plan's copy, from 1
 * @param attempt the number of the try of this copy, from 1
 * @param status the HTTP status; 0 when no response came
 * @param latency from the first byte to the response, or to giving up
 */
public record Delivery(
        String event, String type, int copy, int attempt, Instant at, int status, Duration latency, String answer) {

    /** Returns true for any 2xx: Stripe counts nothing else as received. */
    public boolean acknowledged() {
        return status >= 200 && status < 300;
    }
}
