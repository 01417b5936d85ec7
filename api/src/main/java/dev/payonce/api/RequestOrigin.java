package dev.payonce.api;

import dev.payonce.api.access.TokenFilter;
import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.JsonFields;
import dev.payonce.order.Fingerprint;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The origin of a request: its idempotency key and its caller. Only the key's fingerprint goes on, since a caller may put
 * a name or an address into it, and histories and logs last.
 *
 * @param key the fingerprint
 * @param caller the name of the token
 * @param why an operator's reason; empty for a request of the shop
 */
record RequestOrigin(String key, String caller, String why) {

    /** The field of an operator's reason. */
    static final String WHY = "why";

    /** The ledger's lines have the reason in the name of their actor, which has room for this. */
    private static final int LONGEST_WHY = 300;

    private static final Pattern KEY = Pattern.compile("[!-~]([ -~]{0,253}[!-~])?");

    /**
     * Reads it of a request that moves money. WooCommerce's order key is refused as a key. A request under {@code
     * /operations} is an operator's, whose reason is mandatory. Its key is this operator's own, so that no other one gets
     * its answer.
     */
    static RequestOrigin of(HttpServletRequest http, JsonFields form) throws InvalidRequest {
        String key = key(Collections.list(http.getHeaders("Idempotency-Key")));
        return isOperators(http)
                ? new RequestOrigin(
                        Fingerprint.of(String.join("\n", "operator", caller(http), key)), caller(http), why(form))
                : new RequestOrigin(Fingerprint.of(key), caller(http), "");
    }

    static boolean isOperators(HttpServletRequest http) {
        return http.getRequestURI().startsWith("/operations/");
    }

    /** Reads an operator's reason. */
    static String why(JsonFields form) throws InvalidRequest {
        return JsonFields.required(
                WHY,
                form.text(
                        WHY,
                        why -> !why.isBlank() && why.length() <= LONGEST_WHY,
                        "has 1 to " + LONGEST_WHY + " characters"));
    }

    /** Makes a key for a request that needs none. */
    static RequestOrigin withoutKey(HttpServletRequest http) {
        return withoutKey(caller(http));
    }

    static RequestOrigin withoutKey(String caller) {
        return new RequestOrigin("refresh-" + UUID.randomUUID(), caller, "");
    }

    private static String key(List<String> headers) throws InvalidRequest {
        if (headers.size() != 1
                || !KEY.matcher(headers.getFirst()).matches()
                || ReturnAddress.holdsKey(headers.getFirst())) {
            throw new InvalidRequest("One header Idempotency-Key is required, of 1 to 255 printable ASCII characters; "
                    + "it must not be WooCommerce's order key.");
        }
        return headers.getFirst();
    }

    private static String caller(HttpServletRequest http) {
        return http.getAttribute(TokenFilter.CALLER) instanceof String name ? name : "";
    }
}
