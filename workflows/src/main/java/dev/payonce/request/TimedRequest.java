package dev.payonce.request;

import java.time.Instant;

/**
 * A request with the time at which a run took it in first. The time stays with the request while the payment stalls and
 * when the run continues as new.
 */
public record TimedRequest(Request request, Instant receivedAt) {}
