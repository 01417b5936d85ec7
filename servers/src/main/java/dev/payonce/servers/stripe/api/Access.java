package dev.payonce.servers.stripe.api;

import dev.payonce.servers.stripe.http.Exchange.Request;
import dev.payonce.servers.stripe.state.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The check of the account's secret key. */
final class Access {

    private Access() {}

    static void check(Request request, String secretKey) {
        String sent = request.header("authorization").map(Access::key).orElse("");
        if (sent.isEmpty()) {
            throw Refusal.unauthorized("You did not provide an API key.");
        }
        if (!sent.equals(secretKey)) {
            String tail = sent.substring(Math.max(0, sent.length() - 4));
            throw Refusal.unauthorized("Invalid API Key provided: " + "*".repeat(8) + tail);
        }
    }

    /** Returns either a bearer token or the user of basic authentication. */
    private static String key(String header) {
        if (header.startsWith("Bearer ")) {
            return header.substring("Bearer ".length()).strip();
        }
        if (!header.startsWith("Basic ")) {
            return "";
        }
        try {
            byte[] pair = Base64.getDecoder()
                    .decode(header.substring("Basic ".length()).strip());
            String text = new String(pair, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0 ? text : text.substring(0, colon);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
