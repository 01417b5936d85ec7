package dev.payonce.servers.stripe.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A request and its reply, as the wire knows them. */
public final class Exchange {

    private Exchange() {}

    /** @param headers by their names in lower case */
    public record Request(String method, String path, String query, Map<String, String> headers, String body) {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /**
     * The reply to a request.
     *
     * @param after the time for which the reply is held back, though its effect has happened already
     * @param written runs once the caller can read the reply; never for one that was not sent
     */
    public record Reply(
            int status, Map<String, String> headers, String body, Duration after, Manner manner, Runnable written) {

        private static void nothing() {}

        /** Returns no reply: the caller sees its connection reset. */
        public static Reply silence() {
            return new Reply(0, Map.of(), "", Duration.ZERO, Manner.RESET, Reply::nothing);
        }

        public static Reply of(int status, Map<String, String> headers, String body) {
            return new Reply(status, headers, body, Duration.ZERO, Manner.WHOLE, Reply::nothing);
        }

        public Reply late(Duration by) {
            return new Reply(status, headers, body, by, manner, written);
        }

        public Reply in(Manner other) {
            return new Reply(status, headers, body, after, other, written);
        }

        public Reply with(String name, String value) {
            Map<String, String> all = new HashMap<>(headers);
            all.put(name, value);
            return new Reply(status, Map.copyOf(all), body, after, manner, written);
        }

        public Reply then(Runnable whenWritten) {
            return new Reply(status, headers, body, after, manner, whenWritten);
        }
    }

    /** The part of a reply that reaches the caller. */
    public enum Manner {
        WHOLE,
        /** Promises all bytes, sends half of them and closes. */
        HALF,
        /** Sends nothing but a reset of the connection. */
        RESET
    }
}
