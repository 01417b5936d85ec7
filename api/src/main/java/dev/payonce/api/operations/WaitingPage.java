package dev.payonce.api.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param next the next page; missing on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WaitingPage(
        int count,
        boolean whole,
        boolean temporal,
        List<Waiting> rows,
        @Nullable Integer next) {

    public WaitingPage {
        rows = List.copyOf(rows);
    }

    /** Returns the rows for a spreadsheet. */
    public ResponseEntity<byte[]> csv() {
        String text = Stream.concat(
                        Stream.of("kind,order,run,code,review,gateway,payment,amount,since,says"),
                        rows.stream().map(WaitingRows::csv))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .body(text.getBytes(StandardCharsets.UTF_8));
    }
}
