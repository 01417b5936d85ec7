package dev.payonce.servers.stripe.state;

import java.time.Instant;

/** The source of new names and of the time. */
public record Stamp(Ids ids, Instant now) {

    String name(String prefix) {
        return ids.next(prefix);
    }
}
