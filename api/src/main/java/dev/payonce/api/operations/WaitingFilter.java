package dev.payonce.api.operations;

import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.OrderNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The filter of the operators' list, as its address has it.
 *
 * @param page counts from 1
 */
record WaitingFilter(
        Optional<Waiting.Kind> kind, Optional<String> code, Optional<Long> order, Duration olderThan, int page) {

    private static final int LONGEST_CODE = 64;
    private static final int MOST_PAGES = 100;
    private static final long MOST_SECONDS = Duration.ofDays(3650).toSeconds();

    /** Reads the parameters; one that is missing filters nothing, one that is empty is refused. */
    static WaitingFilter of(
            @Nullable String kind,
            @Nullable String code,
            @Nullable String order,
            @Nullable String olderThan,
            @Nullable String page)
            throws InvalidRequest {
        return new WaitingFilter(
                kind == null ? Optional.empty() : Optional.of(kind(kind)),
                code == null ? Optional.empty() : Optional.of(code(code)),
                order == null
                        ? Optional.empty()
                        : Optional.of(
                                OrderNumber.of(order).orElseThrow(() -> new InvalidRequest("order", "is a number"))),
                Duration.ofSeconds(number("olderThan", olderThan == null ? "0" : olderThan, 0, MOST_SECONDS)),
                (int) number("page", page == null ? "1" : page, 1, MOST_PAGES));
    }

    private static Waiting.Kind kind(String word) throws InvalidRequest {
        return Arrays.stream(Waiting.Kind.values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new InvalidRequest(
                        "kind",
                        "is one of "
                                + Arrays.stream(Waiting.Kind.values())
                                        .map(Waiting.Kind::word)
                                        .collect(Collectors.joining(", "))));
    }

    private static String code(String word) throws InvalidRequest {
        if (word.isEmpty() || word.length() > LONGEST_CODE) {
            throw new InvalidRequest("code", "has 1 to " + LONGEST_CODE + " characters");
        }
        return word;
    }

    private static long number(String field, String text, long least, long most) throws InvalidRequest {
        if (!text.matches("[0-9]{1,9}") || Long.parseLong(text) < least || Long.parseLong(text) > most) {
            throw new InvalidRequest(field, "is a whole number from " + least + " to " + most);
        }
        return Long.parseLong(text);
    }

    boolean wants(Waiting.Kind asked) {
        return kind.isEmpty() || kind.get() == asked;
    }

    boolean matches(Waiting row, Instant now) {
        return code.filter(word -> !word.equals(row.code())).isEmpty()
                && order.filter(number -> !number.equals(row.order())).isEmpty()
                && (olderThan.isZero()
                        || (row.since() != null && Instant.parse(row.since()).isBefore(now.minus(olderThan))));
    }
}
