package dev.payonce.api;

import dev.payonce.api.access.TokenFilter;
import dev.payonce.api.http.InvalidRequest;
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
 */
record RequestOrigin(String key, String caller) {

    private static final Pattern KEY = Pattern.compile("[!-~]([ -~]{0,253}[!-~])?");

    /** Reads it of a request that moves money. WooCommerce's order key is refused as a key. */
    static RequestOrigin of(HttpServletRequest http) throws InvalidRequest {
        return new RequestOrigin(
                Fingerprint.of(key(Collections.list(http.getHeaders("Idempotency-Key")))), caller(http));
    }

    /** Makes a key for a request that needs none. */
    static RequestOrigin withoutKey(HttpServletRequest http) {
        return withoutKey(caller(http));
    }

    static RequestOrigin withoutKey(String caller) {
        return new RequestOrigin("refresh-" + UUID.randomUUID(), caller);
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
