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
 * @param customer the hash of a shopper's e-mail address
 * @param newest true where the newest rows come first
 * @param page counts from 1
 */
public record WaitingFilter(
        Optional<Waiting.Kind> kind,
        Optional<String> code,
        Optional<Long> order,
        Optional<String> gateway,
        Optional<ListedAmount> amount,
        Optional<String> customer,
        Duration olderThan,
        boolean newest,
        int page) {

    /** The filter that lets every row pass. */
    public static final WaitingFilter ALL = new WaitingFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ZERO,
            false,
            1);

    private static final int LONGEST_CODE = 64;
    private static final int MOST_PAGES = 100;
    private static final long MOST_SECONDS = Duration.ofDays(3650).toSeconds();

    /** Reads the parameters; one that is missing filters nothing, one that is empty is refused. */
    public static WaitingFilter of(Map<String, String> query) throws InvalidRequest {
        String sort = query.getOrDefault("sort", "oldest");
        if (!sort.equals("oldest") && !sort.equals("newest")) {
            throw new InvalidRequest("sort", "is oldest or newest");
        }
        return new WaitingFilter(
                read(query, "kind", WaitingFilter::kind),
                read(query, "code", WaitingFilter::code),
                read(
                        query,
                        "order",
                        order -> OrderNumber.of(order).orElseThrow(() -> new InvalidRequest("order", "is a number"))),
                read(
                        query,
                        "gateway",
                        gateway -> matching("gateway", gateway, "[A-Za-z0-9_.-]{1,64}", "a gateway's name")),
                read(query, "amount", ListedAmount::of),
                read(
                        query,
                        "customer",
                        hash -> matching(
                                "customer",
                                hash,
                                "[0-9a-f]{32}",
                                "the hash of an e-mail address: 32 hexadecimal digits")),
                Duration.ofSeconds(number("olderThan", query.getOrDefault("olderThan", "0"), 0, MOST_SECONDS)),
                sort.equals("newest"),
                (int) number("page", query.getOrDefault("page", "1"), 1, MOST_PAGES));
    }

    private interface Reading<T> {
        T of(String text) throws InvalidRequest;
    }

    private static <T> Optional<T> read(Map<String, String> query, String field, Reading<T> reading)
            throws InvalidRequest {
        String text = query.get(field);
        return text == null ? Optional.empty() : Optional.of(reading.of(text));
    }

    private static String matching(String field, String text, String pattern, String what) throws InvalidRequest {
        if (!text.matches(pattern)) {
            throw new InvalidRequest(field, "is " + what);
        }
        return text;
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

    /** Reports whether it asks for what only the orders and reviews of all rows tell. */
    boolean needsOrders() {
        return gateway.isPresent() || amount.isPresent() || customer.isPresent();
    }

    boolean wants(Waiting.Kind asked) {
        return kind.isEmpty() || kind.get() == asked;
    }

    boolean matches(Waiting row, Instant now) {
        return code.filter(word -> !word.equals(row.code())).isEmpty()
                && order.filter(number -> !number.equals(row.order())).isEmpty()
                && gateway.filter(name -> !name.equals(row.gateway())).isEmpty()
                && amount.filter(wanted -> !wanted.is(row.amount())).isEmpty()
                && customer.filter(hash -> !hash.equals(row.customer())).isEmpty()
                && (olderThan.isZero()
                        || (row.since() != null && Instant.parse(row.since()).isBefore(now.minus(olderThan))));
    }
}
