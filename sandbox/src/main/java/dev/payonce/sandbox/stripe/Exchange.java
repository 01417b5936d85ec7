package dev.payonce.sandbox.stripe;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One request and its reply, as the wire knows them. */
final class Exchange {

    private Exchange() {}

    /** @param headers by their names in lower case */
    record Request(String method, String path, String query, Map<String, String> headers, String body) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** @param after how long the reply is held back, though all it tells of has happened already */
    record Reply(int status, Map<String, String> headers, String body, Duration after, Manner manner) {
        static Reply of(int status, Map<String, String> headers, String body) {
            return new Reply(status, headers, body, Duration.ZERO, Manner.WHOLE);
        }

        Reply late(Duration by) {
            return new Reply(status, headers, body, by, manner);
        }

        Reply in(Manner other) {
            return new Reply(status, headers, body, after, other);
        }
    }

    /** How much of a reply reaches the caller. */
    enum Manner {
        WHOLE,
        /** Promises all bytes, sends half of them and closes. */
        HALF,
        /** Sends nothing but a reset of the connection. */
        RESET
    }
}
