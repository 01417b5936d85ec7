package dev.payonce.api;

import dev.payonce.order.OrderId;
import dev.payonce.payment.Stories;
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

/** What the ledger tells of an order's payment. */
@RestController
final class PaymentController {

    private static final Logger LOG = LoggerFactory.getLogger(PaymentController.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Problem UNKNOWN =
            Problem.of(HttpStatus.NOT_FOUND, "No payment of an order with this number is known.");

    private final Stories stories;
    private final String store;
    private final boolean observed;

    /** @param observed whether what the ledger tells was done, or only written down */
    PaymentController(Stories stories, String store, boolean observed) {
        this.stories = stories;
        this.store = store;
        this.observed = observed;
    }

    @GetMapping("/payments/{order}")
    ResponseEntity<byte[]> story(@PathVariable("order") String number) {
        return OrderNumber.of(number)
                .map(known -> answer(new OrderId(store, known)))
                .orElseGet(UNKNOWN::entity);
    }

    private ResponseEntity<byte[]> answer(OrderId order) {
        Optional<Stories.Story> story;
        try {
            story = stories.of(order);
        } catch (RuntimeException away) {
            LOG.atWarn()
                    .addKeyValue("order", order.workflowId())
                    .log("The ledger cannot be read: {}", Failure.why(away));
            return Problem.later("The ledger cannot be read now.").entity();
        }
        return story.map(known -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(JSON.writeValueAsBytes(Told.of(known, observed))))
                .orElseGet(UNKNOWN::entity);
    }
}
