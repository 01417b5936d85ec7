package dev.payonce.api.page;

import dev.payonce.api.access.PageRules;
import dev.payonce.api.operations.Waiting;
import dev.payonce.api.operations.WaitingReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The list as its page shows it: counts first, then rows. Pure. */
final class ListView {

    private ListView() {}

    /**
     * The count of one kind.
     *
     * @param number digits, with a plus sign where there are more than were read
     * @param oldest the age of the oldest one, or empty
     */
    record Count(String kind, String title, String number, boolean none, String oldest, String href) {}

    /** A row; {@code href} is empty where no order is known. */
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
            Optional<Money> money) {}

    /** The facts of money without an order that its form sends back. */
    record Money(String gateway, String payment, boolean disputed) {}

    static List<Count> counts(WaitingReader.Found found, Instant now) {
        return Stream.of(Waiting.Kind.values())
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

    static Row row(Waiting row, Instant now) {
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
        };
    }

    private static String name(Waiting.Kind kind) {
        return switch (kind) {
            case REVIEW -> "Decision";
            case STALLED -> "Stalled";
            case UNASSIGNED -> "Money";
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
