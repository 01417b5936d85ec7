package dev.payonce.api.history;

import dev.payonce.api.http.LoggedFailure;
import dev.payonce.api.http.OrderNumber;
import dev.payonce.api.http.Problem;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.OrderId;
import dev.payonce.temporal.TemporalRuns.Run;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The controller of an order's payment as the ledger has it. */
@RestController
public final class PaymentController {

    private static final Logger LOG = LoggerFactory.getLogger(PaymentController.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    /** The answer about an order of which nothing is known. */
    public static final Problem UNKNOWN = Problem.of(
                    HttpStatus.NOT_FOUND, "No payment of an order with this number is known.")
            .code("payment_unknown");

    /** The refusal of each reading of the ledger while MySQL is away. */
    public static final Problem LEDGER_AWAY = Problem.later(
                    "The ledger cannot be read now; ask again after Retry-After.")
            .code("ledger_away");

    private static final Problem TEMPORAL_AWAY = Problem.later(
                    "The ledger has no line of this order yet, and Temporal cannot be asked; ask again after Retry-After.")
            .code("temporal_away");

    private final PaymentHistory timelines;
    private final RunReader runs;
    private final String store;
    private final boolean shadow;

    /** @param shadow whether the ledger is that of shadow mode */
    public PaymentController(PaymentHistory timelines, RunReader runs, String store, boolean shadow) {
        this.timelines = timelines;
        this.runs = runs;
        this.store = store;
        this.shadow = shadow;
    }

    @GetMapping("/payments/{order}")
    public ResponseEntity<byte[]> timeline(@PathVariable("order") String number) {
        return OrderNumber.of(number)
                .map(known -> result(new OrderId(store, known)))
                .orElseGet(UNKNOWN::entity);
    }

    private ResponseEntity<byte[]> result(OrderId order) {
        Optional<PaymentHistory.Timeline> timeline;
        try {
            timeline = timelines.of(order);
        } catch (RuntimeException away) {
            LOG.atWarn()
                    .addKeyValue("order", order.workflowId())
                    .log("The ledger cannot be read: {}. The caller got 503; check MySQL", LoggedFailure.why(away));
            return LEDGER_AWAY.entity();
        }
        Optional<Optional<Run>> run = run(order);
        if (timeline.isEmpty() && run.isEmpty()) {
            return TEMPORAL_AWAY.entity();
        }
        return timeline.or(() -> run.flatMap(known -> known).map(_ -> nothingYet(order)))
                .map(known -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(JSON.writeValueAsBytes(PaymentDetails.of(known, run, shadow))))
                .orElseGet(UNKNOWN::entity);
    }

    /** Returns the history of an order whose run has not written to the ledger: its address is in a response already. */
    private static PaymentHistory.Timeline nothingYet(OrderId order) {
        return new PaymentHistory.Timeline(order, PaymentSummary.NOTHING, List.of());
    }

    /** Returns empty while Temporal cannot be asked. */
    private Optional<Optional<Run>> run(OrderId order) {
        try {
            return Optional.of(runs.latest(order));
        } catch (RuntimeException away) {
            LOG.atDebug().addKeyValue("order", order.workflowId()).log("Temporal cannot be asked for a run", away);
            return Optional.empty();
        }
    }
}
