package dev.payonce.api.operations;

import dev.payonce.api.access.TokenFilter;
import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.JsonFields;
import dev.payonce.api.http.LoggedFailure;
import dev.payonce.api.http.Problem;
import dev.payonce.api.http.RequestBody;
import dev.payonce.workflow.SweepWorkflow;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The controller that asks for a round of the sweep now. A round moves no money by itself: it refreshes orders. */
@RestController
public final class SweepController {

    private static final Logger LOG = LoggerFactory.getLogger(SweepController.class);

    private static final Problem AWAY = Problem.later(
                    "No round was started: Temporal does not answer, or no worker takes work. Send it again in ten seconds; a"
                            + " second round does no harm.")
            .code("not_taken");

    private final Sweeps sweeps;

    /** The way to the store's sweep; it throws while Temporal or all workers are away. */
    public interface Sweeps {
        SweepWorkflow.Asked now(String who, String why);
    }

    public SweepController(Sweeps sweeps) {
        this.sweeps = sweeps;
    }

    @PostMapping("/operations/sweep")
    public ResponseEntity<byte[]> now(HttpServletRequest http) {
        String who = String.valueOf(http.getAttribute(TokenFilter.CALLER));
        return switch (RequestBody.of(http)) {
            case RequestBody.Refused(var problem) -> problem.entity();
            case RequestBody.Whole(var bytes) -> {
                try {
                    JsonFields body = JsonFields.of(bytes, List.of("why"));
                    String why = JsonFields.required(
                            "why", body.text("why", DecisionParser::isReason, "has 1 to 1000 characters"));
                    yield asked(sweeps.now(who, why), who);
                } catch (InvalidRequest invalid) {
                    yield invalid.problem().entity();
                } catch (RuntimeException away) {
                    LOG.warn(
                            "A round of the sweep was not started: {}. The caller got 503; check Temporal and the workers",
                            LoggedFailure.why(away));
                    yield AWAY.entity();
                }
            }
        };
    }

    private static ResponseEntity<byte[]> asked(SweepWorkflow.Asked asked, String who) {
        LOG.info("{} asked for a round of the sweep", who);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonMapper.shared()
                        .writeValueAsBytes(Map.of(
                                "result",
                                asked.underWay() ? "follows" : "started",
                                "at",
                                asked.at().toString())));
    }
}
