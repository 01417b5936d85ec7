package dev.payonce.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The filter that refuses a query that is not {@code name=value}, joined by {@code &}. Each route refuses it, also one that
 * reads no query: a misspelt address should not work by chance.
 */
final class QueryFilter extends HttpFilter {

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String query = request.getQueryString();
        if (query == null || Arrays.stream(query.split("&", -1)).allMatch(QueryFilter::isPart)) {
            chain.doFilter(request, response);
        } else {
            ErrorHandler.MALFORMED_QUERY.write(response);
        }
    }

    private static boolean isPart(String part) {
        return part.indexOf('=') > 0 && isText(part);
    }

    /** Reports whether each percent sign begins two hexadecimal digits, and all bytes are UTF-8. */
    private static boolean isText(String encoded) {
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
        for (int at = 0; at < encoded.length(); at++) {
            char next = encoded.charAt(at);
            if (next == '%') {
                if (at + 2 >= encoded.length()
                        || !HexFormat.isHexDigit(encoded.charAt(at + 1))
                        || !HexFormat.isHexDigit(encoded.charAt(at + 2))) {
                    return false;
                }
                bytes.put((byte) HexFormat.fromHexDigits(encoded, at + 1, at + 3));
                at += 2;
            } else {
                bytes.put((byte) next);
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }
}
