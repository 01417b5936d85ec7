package dev.payonce.api.history;

import dev.payonce.api.history.PaymentReader.Reading;
import dev.payonce.api.http.OrderNumber;
import dev.payonce.api.http.Problem;
import java.time.Instant;
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

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The answer about an order of which nothing is known. */
    public static final Problem UNKNOWN = Problem.of(
                    HttpStatus.NOT_FOUND, "No payment of an order with this number is known.")
            .code("payment_unknown");

    /** The refusal of each reading of the ledger while MySQL is away. */
    public static final Problem LEDGER_AWAY = Problem.later(
                    "The ledger cannot be read now; ask again after Retry-After.")
            .code("ledger_away");

    /** The refusal of a reading that Temporal alone could answer, while it is away. */
    public static final Problem TEMPORAL_AWAY = Problem.later(
                    "The ledger has no line of this order yet, and Temporal cannot be asked; ask again after Retry-After.")
            .code("temporal_away");

    private final PaymentReader reader;
    private final boolean shadow;

    /** @param shadow whether the ledger is that of shadow mode */
    public PaymentController(PaymentReader reader, boolean shadow) {
        this.reader = reader;
        this.shadow = shadow;
    }

    @GetMapping("/payments/{order}")
    public ResponseEntity<byte[]> timeline(@PathVariable("order") String number) {
        return OrderNumber.of(number).map(known -> answer(reader.read(known))).orElseGet(UNKNOWN::entity);
    }

    private ResponseEntity<byte[]> answer(Reading reading) {
        return switch (reading) {
            case Reading.Unknown() -> UNKNOWN.entity();
            case Reading.LedgerAway() -> LEDGER_AWAY.entity();
            case Reading.TemporalAway() -> TEMPORAL_AWAY.entity();
            case Reading.Known(var timeline, var run) ->
                ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(JSON.writeValueAsBytes(PaymentDetails.of(timeline, run, shadow, Instant.now())));
        };
    }
}
