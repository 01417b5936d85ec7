package dev.payonce.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The literal of a value inside a statement's text. A text is written in hexadecimal digits, so that no server setting, character
 * set or escape can make its end ambiguous.
 */
final class SqlLiteral {

    /** Quoted text and names, which stay as they are, then the places of values. */
    private static final Pattern PLACE = Pattern.compile("'[^']*'|`[^`]*`|\\?|:([a-zA-Z]+)");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("''yyyy-MM-dd HH:mm:ss.SSSSSS''");

    private SqlLiteral() {}

    /** Returns the statement with its values; fails where one is missing or left over. */
    static String fill(String statement, List<? extends @Nullable Object> values, Map<String, ?> named) {
        Iterator<? extends @Nullable Object> next = values.iterator();
        String filled = PLACE.matcher(statement)
                .replaceAll(place -> Matcher.quoteReplacement(fill(place.group(), next, named)));
        if (next.hasNext()) {
            throw new IllegalArgumentException("A statement has more values than places");
        }
        return filled;
    }

    private static String fill(String place, Iterator<? extends @Nullable Object> next, Map<String, ?> named) {
        return switch (place.charAt(0)) {
            case '?' -> of(next.next());
            case ':' -> {
                String name = place.substring(1);
                if (!named.containsKey(name)) {
                    throw new IllegalArgumentException("A statement has no value for its place " + name);
                }
                yield of(named.get(name));
            }
            default -> place;
        };
    }

    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case String text -> "_utf8mb4 X'" + HexFormat.of().formatHex(text.getBytes(UTF_8)) + "'";
            case Integer number -> number.toString();
            case Long number -> number.toString();
            case Boolean yes -> yes ? "1" : "0";
            case LocalDateTime at -> at.format(TIME);
            default ->
                throw new IllegalArgumentException(
                        "No literal is made of a " + value.getClass().getName());
        };
    }
}
