package dev.payonce.servers.stripe.http;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A request that came in with the right key to a known address, with any result.
 *
 * @param number from 1, in the order of arrival
 * @param id the payment's or event's in the path; empty for a list and for a creation
 * @param key the idempotency key; empty for a request that only reads
 * @param params by their names on the wire, such as {@code metadata[payonce_order]}
 */
public record Call(long number, Instant at, Route route, String id, Optional<String> key, Map<String, String> params) {

    /** Returns the order that a creation is for, by Payonce's tag. */
    public Optional<String> order() {
        return Optional.ofNullable(params.get("metadata[payonce_order]"));
    }
}
