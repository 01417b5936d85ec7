package dev.payonce.api.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payonce.api.history.PaymentController;
import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.LoggedFailure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The controller of the operators' list, oldest first: reviews, stalled payments, and money without an order. */
@RestController
public final class WaitingController {

    /** The most rows of each kind that are read. */
    static final int MOST = 1_000;

    static final int PAGE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(WaitingController.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final WaitingList list;
    private final String store;
    private final InstantSource clock;

    /** @param store the name of the store in its mode */
    public WaitingController(WaitingList list, String store, InstantSource clock) {
        this.list = list;
        this.store = store;
        this.clock = clock;
    }

    /**
     * The response.
     *
     * @param count of all rows that the filter lets pass
     * @param whole false where a kind has more rows than were read
     * @param temporal false while Temporal cannot be asked, so that no stalled payment is listed
     * @param next the next page; missing on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Body(
            int count,
            boolean whole,
            boolean temporal,
            List<Waiting> rows,
            @Nullable Integer next) {}

    @GetMapping("/operations")
    public ResponseEntity<byte[]> waiting(
            @RequestParam(name = "kind", required = false) @Nullable String kind,
            @RequestParam(name = "code", required = false) @Nullable String code,
            @RequestParam(name = "order", required = false) @Nullable String order,
            @RequestParam(name = "olderThan", required = false) @Nullable String olderThan,
            @RequestParam(name = "page", required = false) @Nullable String page,
            @RequestParam(name = "format", required = false) @Nullable String format) {
        try {
            WaitingFilter filter = WaitingFilter.of(kind, code, order, olderThan, page);
            return switch (format == null ? "json" : format) {
                case "json" -> json(body(filter));
                case "csv" -> csv(body(filter));
                default -> throw new InvalidRequest("format", "is json or csv");
            };
        } catch (InvalidRequest invalid) {
            return invalid.problem().entity();
        } catch (RuntimeException away) {
            LOG.warn("The ledger cannot be read: {}. The caller got 503; check MySQL", LoggedFailure.why(away));
            return PaymentController.LEDGER_AWAY.entity();
        }
    }

    private Body body(WaitingFilter filter) {
        List<Waiting> all = new ArrayList<>();
        if (filter.wants(Waiting.Kind.REVIEW)) {
            list.reviews().apply(MOST).stream().map(WaitingRows::of).forEach(all::add);
        }
        if (filter.wants(Waiting.Kind.UNASSIGNED)) {
            list.unassigned().apply(MOST).stream().map(WaitingRows::of).forEach(all::add);
        }
        boolean temporal = !filter.wants(Waiting.Kind.STALLED) || addStalled(all);
        boolean whole =
                all.stream().collect(Collectors.groupingBy(Waiting::kind, Collectors.counting())).values().stream()
                        .allMatch(rows -> rows < MOST);
        Instant now = clock.instant();
        List<Waiting> matching = all.stream()
                .filter(row -> filter.matches(row, now))
                .sorted(Comparator.comparing(Waiting::sortedBy))
                .toList();
        List<Waiting> rows =
                matching.stream().skip((filter.page() - 1L) * PAGE).limit(PAGE).toList();
        boolean more = matching.size() > filter.page() * PAGE;
        return new Body(matching.size(), whole, temporal, rows, more ? filter.page() + 1 : null);
    }

    /** Returns false while Temporal cannot be asked: the other rows are shown all the same. */
    private boolean addStalled(List<Waiting> all) {
        try {
            list.stalled().apply(MOST).stream()
                    .map(run -> WaitingRows.of(run, store))
                    .forEach(all::add);
            return true;
        } catch (RuntimeException away) {
            LOG.warn("The stalled payments cannot be listed: {}. Check Temporal", LoggedFailure.why(away));
            return false;
        }
    }

    private static ResponseEntity<byte[]> json(Body body) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(JSON.writeValueAsBytes(body));
    }

    private static ResponseEntity<byte[]> csv(Body body) {
        String text = Stream.concat(
                        Stream.of("kind,order,run,code,review,gateway,payment,amount,since,says"),
                        body.rows().stream().map(WaitingRows::csv))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .body(text.getBytes(StandardCharsets.UTF_8));
    }
}
