package dev.payonce.api.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payonce.api.http.LoggedFailure;
import dev.payonce.api.http.OrderNumber;
import dev.payonce.api.http.Problem;
import dev.payonce.order.Order;
import dev.payonce.shadow.ShadowCoverage;
import dev.payonce.shadow.ShadowFinding;
import dev.payonce.shadow.ShadowFinding.Unseen;
import dev.payonce.shadow.ShadowReport;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * The controller of the shadow report: a page of orders, with Payonce's decision beside the shop's. The first page has the
 * totals of the shop's own paid orders, so that an installation that sees nothing cannot look like agreement.
 */
@RestController
public final class ShadowReportController {

    private static final Logger LOG = LoggerFactory.getLogger(ShadowReportController.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int PAGE = 200;
    private static final Problem NO_NUMBER = Problem.of(
                    HttpStatus.BAD_REQUEST, "after is an order's number, or 0 for the first page.")
            .code("field_invalid");

    private static final Problem ACTING = Problem.of(
                    HttpStatus.NOT_FOUND, "Payonce acts here; only PAYONCE_MODE=shadow makes a shadow report.")
            .code("no_shadow_report");

    private static final Problem NO_TIME = Problem.of(
                    HttpStatus.BAD_REQUEST, "from is a time such as 2026-11-25T10:00:00Z, at most a year ago.")
            .code("field_invalid");

    /** The report's span where none is named. */
    private static final Duration SPAN = Duration.ofDays(7);

    private static final Duration LONGEST_SPAN = Duration.ofDays(366);

    private final Optional<ShadowReport> comparisons;
    private final CallbackTotals callbacks;

    /** @param comparisons empty where Payonce acts */
    public ShadowReportController(Optional<ShadowReport> comparisons, CallbackTotals callbacks) {
        this.comparisons = comparisons;
        this.callbacks = callbacks;
    }

    /**
     * A page.
     *
     * @param totals on the first page only
     * @param next the next page's address; left out on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Page(
            @Nullable Totals totals,
            List<Row> orders,
            @Nullable String next) {}

    /**
     * The totals of a span.
     *
     * @param paidInShop the shop's own paid orders that were made since {@code from}
     * @param accepted callbacks with a right signature, since the API's start
     * @param rejected callbacks with a wrong one
     */
    private record Totals(
            String from,
            int paidInShop,
            int seen,
            int unseen,
            int withoutGateway,
            int otherSites,
            long accepted,
            long rejected) {}

    /** A row of the report. Unknown values are left out; times are ISO 8601, UTC. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Row(
            long order,
            String verdict,
            String says,
            @Nullable String would,
            @Nullable String wouldPayAt,
            @Nullable String shop,
            @Nullable String shopPaidAt,
            @Nullable String because) {

        static Row of(ShadowFinding comparison, boolean wrongSecret) {
            return new Row(
                    comparison.order(),
                    word(comparison.verdict()),
                    words(comparison.verdict()),
                    statusOf(comparison.would()),
                    at(comparison.wouldPayAt()),
                    statusOf(comparison.shop()),
                    at(comparison.shopPaidAt()),
                    comparison
                            .because()
                            .map(reason -> wrongSecret && reason == Unseen.NO_WEBHOOK ? Unseen.WRONG_SECRET : reason)
                            .map(ShadowReportController::word)
                            .orElse(null));
        }
    }

    @GetMapping("/shadow-report")
    public ResponseEntity<byte[]> observations(
            @RequestParam(name = "after", defaultValue = "0") String after,
            @RequestParam(name = "from", defaultValue = "") String from) {
        if (comparisons.isEmpty()) {
            return ACTING.entity();
        }
        Optional<Long> number = after.equals("0") ? Optional.of(0L) : OrderNumber.of(after);
        if (number.isEmpty()) {
            return NO_NUMBER.entity();
        }
        Instant now = Instant.now();
        Optional<Instant> since = since(from, now);
        if (since.isEmpty()) {
            return NO_TIME.entity();
        }
        List<ShadowFinding> found;
        Optional<ShadowCoverage> coverage;
        try {
            ShadowReport.Span span = new ShadowReport.Span(since.get(), now);
            found = comparisons.get().after(span, number.get(), PAGE);
            coverage = number.get() == 0 ? Optional.of(comparisons.get().coverage(span)) : Optional.empty();
        } catch (RuntimeException away) {
            LOG.warn("The shadow report cannot be read: {}. The caller got 503; check MySQL", LoggedFailure.why(away));
            return Problem.later("The shadow report cannot be read now; ask again later.")
                    .code("ledger_away")
                    .entity();
        }
        String next = found.size() < PAGE
                ? null
                : "/shadow-report?after=" + found.getLast().order() + "&from=" + since.get();
        boolean wrongSecret = callbacks.rejected() > 0 && callbacks.accepted() == 0;
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(JSON.writeValueAsBytes(new Page(
                        coverage.map(counted -> totals(since.get(), counted)).orElse(null),
                        found.stream()
                                .map(finding -> Row.of(finding, wrongSecret))
                                .toList(),
                        next)));
    }

    private Totals totals(Instant from, ShadowCoverage counted) {
        return new Totals(
                from.toString(),
                counted.paid(),
                counted.seen(),
                counted.unseen(),
                counted.withoutId(),
                counted.otherSites(),
                callbacks.accepted(),
                callbacks.rejected());
    }

    /** Returns the time of the parameter, or the default; empty where it cannot be used. */
    private static Optional<Instant> since(String from, Instant now) {
        if (from.isEmpty()) {
            return Optional.of(now.minus(SPAN).truncatedTo(ChronoUnit.SECONDS));
        }
        try {
            return Optional.of(Instant.parse(from)).filter(now.minus(LONGEST_SPAN)::isBefore);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static String words(ShadowFinding.Verdict verdict) {
        return switch (verdict) {
            case PAID_UNNOTICED -> "The gateway has the shopper's money, and the shop has not noticed.";
            case PAID_UNSEEN -> "The shop takes the order for paid, and no captured payment of it was seen.";
            case WOULD_MOVE_MONEY -> "Payonce would have voided, captured or refunded a payment.";
            case WOULD_NEED_REVIEW -> "Payonce would have asked a person.";
            case OTHER_STATUS -> "Payonce would have given the order another status.";
            case SAME -> "Both came to the same.";
        };
    }

    private static @Nullable String statusOf(Optional<Order.Status> status) {
        return status.map(ShadowReportController::word).orElse(null);
    }

    private static @Nullable String at(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
