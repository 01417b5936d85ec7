package dev.payonce.api;

import dev.payonce.api.http.InvalidRequest;
import dev.payonce.request.Request;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the gateway sends the shopper back to. In WooCommerce's own addresses stands the order's key, which shows and
 * pays the order to whoever holds it, and what is sent to Temporal stays there. So it is taken out right here, before
 * the address goes anywhere, and put in again when it is sent to the gateway.
 */
final class ReturnAddress {

    static final int LONGEST = 2048;

    /** WooCommerce's own keys, and whatever else a filter of the shop makes of them in the place where they belong. */
    private static final Pattern KEY = Pattern.compile("wc_order_[A-Za-z0-9_-]+|(?<=[?&]key=)wc_[^&#]+");

    private static final Pattern ASCII = Pattern.compile("[!-~]{1," + LONGEST + "}");
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

    /** An address that is escaped more often than that is no shop's. */
    private static final int ESCAPED_AT_MOST = 4;

    private ReturnAddress() {}

    /** The address without the order's key. */
    static String of(String address) throws InvalidRequest {
        String hidden = KEY.matcher(unescaped(address, "[A-Za-z0-9._~-]")).replaceAll(Request.ORDER_KEY);
        if (!ASCII.matcher(address).matches() || !isWeb(hidden.replace(Request.ORDER_KEY, "order_key"))) {
            throw new InvalidRequest(
                    "returnUrl",
                    "is an absolute http or https address of at most " + LONGEST + " characters, without a user name");
        }
        String plain = hidden;
        for (int times = 0; times < ESCAPED_AT_MOST; times++) {
            plain = unescaped(plain, ".");
            if (holdsKey(plain)) {
                throw new InvalidRequest("returnUrl", "has an order key in it that is escaped more than once");
            }
        }
        return hidden;
    }

    /** Whether this text gives an order's key away. */
    static boolean holdsKey(String text) {
        return KEY.matcher(text).find();
    }

    private static boolean isWeb(String address) {
        try {
            URI uri = new URI(address);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null && uri.getRawUserInfo() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** Undoes the escapes of such characters; of letters and digits they change nothing but how an address looks. */
    private static String unescaped(String text, String characters) {
        return ESCAPE.matcher(text).replaceAll(escape -> {
            String character = Character.toString(Integer.parseInt(escape.group(1), 16));
            return Matcher.quoteReplacement(character.matches(characters) ? character : escape.group());
        });
    }
}
