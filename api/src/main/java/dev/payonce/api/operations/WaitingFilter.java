package dev.payonce.api.operations;

import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.OrderNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The filter of the operators' list, as its address has it.
 *
 * @param newest true where the newest rows come first
 * @param page counts from 1
 */
public record WaitingFilter(
        Optional<Waiting.Kind> kind,
        Optional<String> code,
        Optional<Long> order,
        Duration olderThan,
        boolean newest,
        int page) {

    /** The filter that lets every row pass. */
    public static final WaitingFilter ALL =
            new WaitingFilter(Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO, false, 1);

    private static final int LONGEST_CODE = 64;
    private static final int MOST_PAGES = 100;
    private static final long MOST_SECONDS = Duration.ofDays(3650).toSeconds();

    /** Reads the parameters; one that is missing filters nothing, one that is empty is refused. */
    public static WaitingFilter of(Map<String, String> query) throws InvalidRequest {
        Optional<String> kind = Optional.ofNullable(query.get("kind"));
        Optional<String> code = Optional.ofNullable(query.get("code"));
        Optional<String> order = Optional.ofNullable(query.get("order"));
        String sort = query.getOrDefault("sort", "oldest");
        if (!sort.equals("oldest") && !sort.equals("newest")) {
            throw new InvalidRequest("sort", "is oldest or newest");
        }
        return new WaitingFilter(
                kind.isEmpty() ? Optional.empty() : Optional.of(kind(kind.get())),
                code.isEmpty() ? Optional.empty() : Optional.of(code(code.get())),
                order.isEmpty()
                        ? Optional.empty()
                        : Optional.of(OrderNumber.of(order.get())
                                .orElseThrow(() -> new InvalidRequest("order", "is a number"))),
                Duration.ofSeconds(number("olderThan", query.getOrDefault("olderThan", "0"), 0, MOST_SECONDS)),
                sort.equals("newest"),
                (int) number("page", query.getOrDefault("page", "1"), 1, MOST_PAGES));
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
