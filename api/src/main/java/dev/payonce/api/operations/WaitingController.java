package dev.payonce.api.operations;

import dev.payonce.api.history.PaymentController;
import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.LoggedFailure;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The controller of the operators' list, oldest first. A spreadsheet gets all rows, and a program a page of them. */
@RestController
public final class WaitingController {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingController.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final WaitingReader list;

    public WaitingController(WaitingReader list) {
        this.list = list;
    }

    @GetMapping("/operations")
    public ResponseEntity<byte[]> waiting(@RequestParam Map<String, String> query) {
        try {
            WaitingFilter filter = WaitingFilter.of(query);
            return switch (query.getOrDefault("format", "json")) {
                case "json" ->
                    ResponseEntity.ok()
                            .contentType(MediaType.APPLICATION_JSON)
                            .body(JSON.writeValueAsBytes(list.read(filter)));
                case "csv" -> list.all(filter).csv();
                default -> throw new InvalidRequest("format", "is json or csv");
            };
        } catch (InvalidRequest invalid) {
            return invalid.problem().entity();
        } catch (RuntimeException away) {
            LOG.warn("The ledger cannot be read: {}. The caller got 503; check MySQL", LoggedFailure.why(away));
            return PaymentController.LEDGER_AWAY.entity();
        }
    }
}
