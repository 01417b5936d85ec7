package dev.payonce.api.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payonce.api.http.LoggedFailure;
import dev.payonce.api.http.OrderNumber;
import dev.payonce.api.http.Problem;
import dev.payonce.order.Order;
import dev.payonce.shadow.ShadowFinding;
import dev.payonce.shadow.ShadowReport;
import java.time.Instant;
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

/** The controller of the shadow report: a page of orders, with Payonce's decision beside the shop's. */
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

    private final Optional<ShadowReport> comparisons;

    /** @param comparisons empty where Payonce acts */
    public ShadowReportController(Optional<ShadowReport> comparisons) {
        this.comparisons = comparisons;
    }

    /** @param next the next page's address; left out on the last one */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Page(List<Row> orders, @Nullable String next) {}

    /** A row of the report. Unknown values are left out; times are ISO 8601, UTC. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Row(
            long order,
            String verdict,
            String says,
            @Nullable String would,
            @Nullable String wouldPayAt,
            @Nullable String shop,
            @Nullable String shopPaidAt) {

        static Row of(ShadowFinding comparison) {
            return new Row(
                    comparison.order(),
                    word(comparison.verdict()),
                    words(comparison.verdict()),
                    statusOf(comparison.would()),
                    at(comparison.wouldPayAt()),
                    statusOf(comparison.shop()),
                    at(comparison.shopPaidAt()));
        }
    }

    @GetMapping("/shadow-report")
    public ResponseEntity<byte[]> observations(@RequestParam(name = "after", defaultValue = "0") String after) {
        if (comparisons.isEmpty()) {
            return ACTING.entity();
        }
        Optional<Long> number = after.equals("0") ? Optional.of(0L) : OrderNumber.of(after);
        if (number.isEmpty()) {
            return NO_NUMBER.entity();
        }
        List<ShadowFinding> found;
        try {
            found = comparisons.get().after(number.get(), PAGE);
        } catch (RuntimeException away) {
            LOG.warn("The shadow report cannot be read: {}", LoggedFailure.why(away));
            return Problem.later("The shadow report cannot be read now; ask again later.")
                    .code("ledger_away")
                    .entity();
        }
        String next = found.size() < PAGE
                ? null
                : "/shadow-report?after=" + found.getLast().order();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(JSON.writeValueAsBytes(
                        new Page(found.stream().map(Row::of).toList(), next)));
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
