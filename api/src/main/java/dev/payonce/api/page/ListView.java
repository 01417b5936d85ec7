package dev.payonce.api.page;

import dev.payonce.api.access.PageRules;
import dev.payonce.api.operations.Waiting;
import dev.payonce.api.operations.WaitingReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The list as its page shows it: counts first, then rows. Pure. */
final class ListView {

    /** The kinds whose count is shown also where it is zero. */
    private static final Set<Waiting.Kind> ALWAYS =
            EnumSet.of(Waiting.Kind.REVIEW, Waiting.Kind.STALLED, Waiting.Kind.UNASSIGNED);

    /** The kinds of rows, with their titles. */
    static final Map<String, String> TITLES = Stream.of(Waiting.Kind.values())
            .collect(Collectors.toMap(Waiting.Kind::word, ListView::title, (one, _) -> one, LinkedHashMap::new));

    private ListView() {}

    /**
     * The count of one kind.
     *
     * @param number digits, with a plus sign where there are more than were read
     * @param oldest the age of the oldest one, or empty
     */
    record Count(String kind, String title, String number, boolean none, String oldest, String href) {}

    /**
     * A row; {@code href} is empty where no order is known.
     *
     * @param shopper the address of the list of this shopper's rows; empty where no other one is on the page
     * @param others the text of that link
     */
    record Row(
            String kind,
            String kindName,
            String title,
            String code,
            String href,
            String about,
            String amount,
            String since,
            String age,
            String says,
            String shopper,
            String others,
            Optional<Money> money) {}

    /** The facts of money without an order that its form sends back. */
    record Money(String gateway, String payment, boolean disputed) {}

    static List<Count> counts(WaitingReader.Found found, Instant now) {
        return Stream.of(Waiting.Kind.values())
                .filter(kind -> ALWAYS.contains(kind) || !found.of(kind).isEmpty())
                .map(kind -> count(kind, found.of(kind), now))
                .toList();
    }

    private static Count count(Waiting.Kind kind, List<Waiting> rows, Instant now) {
        return new Count(
                kind.word(),
                title(kind),
                rows.size() + (rows.size() < WaitingReader.MOST ? "" : "+"),
                rows.isEmpty(),
                rows.stream()
                        .flatMap(row -> Stream.ofNullable(row.since()))
                        .findFirst()
                        .map(since -> Ages.of(Instant.parse(since), now))
                        .orElse(""),
                PageRules.HOME + "?kind=" + kind.word());
    }

    /** @param others the other rows of the same shopper */
    static Row row(Waiting row, long others, Instant now) {
        Waiting.Kind kind = row.of();
        return new Row(
                row.kind(),
                name(kind),
                ReviewWords.title(row.code()),
                row.code(),
                row.order() == null ? "" : "/operations/orders/" + row.order(),
                about(row),
                row.amount() == null ? "" : row.amount(),
                row.since() == null ? "" : Ages.time(Instant.parse(row.since())),
                row.since() == null ? "unknown" : Ages.of(Instant.parse(row.since()), now),
                row.says() == null ? "" : row.says(),
                others == 0 ? "" : href(PageRules.HOME, Map.of("customer", String.valueOf(row.customer()))),
                others == 1 ? "1 more row of this shopper" : others + " more rows of this shopper",
                row.gateway() == null || row.payment() == null || kind != Waiting.Kind.UNASSIGNED
                        ? Optional.empty()
                        : Optional.of(new Money(row.gateway(), row.payment(), row.disputed() != null)));
    }

    private static String about(Waiting row) {
        if (row.order() != null) {
            return "Order " + row.order();
        }
        return row.payment() == null ? String.valueOf(row.run()) : row.payment() + " at " + row.gateway();
    }

    private static String title(Waiting.Kind kind) {
        return switch (kind) {
            case REVIEW -> "Decisions";
            case STALLED -> "Stalled payments";
            case UNASSIGNED -> "Money without an order";
            case PROPOSAL -> "Refunds for a second operator";
            case EFFECT -> "Changes the shop has not made";
        };
    }

    private static String name(Waiting.Kind kind) {
        return switch (kind) {
            case REVIEW -> "Decision";
            case STALLED -> "Stalled";
            case UNASSIGNED -> "Money";
            case PROPOSAL -> "Second operator";
            case EFFECT -> "Shop";
        };
    }

    /** Returns the address of the list with these filters. */
    static String href(String path, Map<String, String> query) {
        return path
                + query.entrySet().stream()
                        .filter(each -> !each.getValue().isEmpty())
                        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                        .sorted()
                        .collect(Collectors.joining("&", "?", ""))
                        .replaceFirst("[?]$", "");
    }
}
