package dev.payonce.api.history;

import dev.payonce.api.http.LoggedFailure;
import dev.payonce.api.http.OrderNumber;
import dev.payonce.api.http.Problem;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.order.OrderId;
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

    private static final Problem UNKNOWN = Problem.of(
                    HttpStatus.NOT_FOUND, "No payment of an order with this number is known.")
            .code("payment_unknown");

    /** The refusal of each reading of the ledger while MySQL is away. */
    static final Problem LEDGER_AWAY = Problem.later("The ledger cannot be read now; ask again after Retry-After.")
            .code("ledger_away");

    private final PaymentHistory timelines;
    private final String store;
    private final boolean shadow;

    /** @param shadow whether the ledger is that of shadow mode */
    public PaymentController(PaymentHistory timelines, String store, boolean shadow) {
        this.timelines = timelines;
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
        return timeline.map(known -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(JSON.writeValueAsBytes(PaymentDetails.of(known, shadow))))
                .orElseGet(UNKNOWN::entity);
    }
}
