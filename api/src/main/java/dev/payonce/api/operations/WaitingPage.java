package dev.payonce.api.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payonce.api.http.CsvRow;
import dev.payonce.api.http.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * A page of the operators' list.
 *
 * @param count of all rows that the filter lets pass
 * @param whole false where a kind has more rows than were read
 * @param temporal false while Temporal cannot be asked, so that no stalled payment is listed
 * @param shop false while the shop's tables cannot be read, so that overdue effects, totals and shoppers are missing
 * @param next the next page; missing on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WaitingPage(
        int count,
        boolean whole,
        boolean temporal,
        boolean shop,
        List<Waiting> rows,
        @Nullable Integer next) {

    /** Counts the rows of this row's shopper; 1 where she is not known. */
    public long ofSameShopper(Waiting row) {
        return row.customer() == null
                ? 1
                : rows.stream()
                        .filter(each -> row.customer().equals(each.customer()))
                        .count();
    }

    private static final Problem INCOMPLETE = Problem.later(
                    "The file would lack rows, since Temporal or the shop's tables do not"
                            + " answer. Ask again in ten seconds, or read the list on the page.")
            .code("list_incomplete");

    /** The last line of a file that lacks rows. */
    private static final String CUT = CsvRow.of(Stream.of(
            "incomplete",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "More rows wait than are read; these are the oldest of each kind"));

    public WaitingPage {
        rows = List.copyOf(rows);
    }

    /** Returns the rows for a spreadsheet; none while a source is away, since a file does not show what it lacks. */
    public ResponseEntity<byte[]> csv() {
        if (!temporal || !shop) {
            return INCOMPLETE.entity();
        }
        String text = Stream.of(
                        Stream.of("kind,order,run,code,review,gateway,payment,amount,customer,since,says"),
                        rows.stream().map(WaitingRows::csv),
                        whole ? Stream.<String>empty() : Stream.of(CUT))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\r\n", "", "\r\n"));
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .body(text.getBytes(StandardCharsets.UTF_8));
    }
}
