package dev.payonce.api.history;

import dev.payonce.api.http.LoggedFailure;
import dev.payonce.ledger.OpenOrder;
import dev.payonce.ledger.OpenWork;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The controller of what a store has in flight. A store leaves Payonce when nothing is. */
@RestController
public final class OpenWorkController {

    private static final Logger LOG = LoggerFactory.getLogger(OpenWorkController.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST = 200;

    private final OpenWork work;
    private final boolean leaving;

    /** @param leaving true while new charges are refused */
    public OpenWorkController(OpenWork work, boolean leaving) {
        this.work = work;
        this.leaving = leaving;
    }

    /**
     * The response.
     *
     * @param mayLeave true when new charges are refused and nothing is in flight
     * @param count of all open orders, also those that are not listed
     */
    private record Body(boolean mayLeave, boolean chargesRefused, int count, List<OpenOrder> orders) {}

    @GetMapping("/open-work")
    public ResponseEntity<byte[]> open() {
        OpenWork.Page page;
        try {
            page = work.read(MOST);
        } catch (RuntimeException away) {
            LOG.warn("The ledger cannot be read: {}. The caller got 503; check MySQL", LoggedFailure.why(away));
            return PaymentController.LEDGER_AWAY.entity();
        }
        Body body = new Body(leaving && page.count() == 0, leaving, page.count(), page.orders());
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(JSON.writeValueAsBytes(body));
    }
}
