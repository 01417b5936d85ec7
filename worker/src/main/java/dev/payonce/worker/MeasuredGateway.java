package dev.payonce.worker;

import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.health.LogLimit;
import dev.payonce.workflow.FailureDetails;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway that is measured: {@code payonce.gateway.latency} by account and outcome, {@code payonce.gateway.errors} by
 * account and kind.
 */
final class MeasuredGateway implements Gateway {

    private static final Logger LOG = LoggerFactory.getLogger(MeasuredGateway.class);

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final String account;
    private final Gateway gateway;
    private final MeterRegistry metrics;
    private final LogLimit faults = new LogLimit(WorkerLimits.FAULTS, System::nanoTime);

    MeasuredGateway(String account, Gateway gateway, MeterRegistry metrics) {
        this.account = account;
        this.gateway = gateway;
        this.metrics = metrics;
    }

    @Override
    public Observation find(Lookup what) {
        return measured(() -> gateway.find(what), _ -> "answered");
    }

    @Override
    public Outcome carryOut(Operation operation) {
        return measured(() -> gateway.carryOut(operation), outcome -> switch (outcome) {
            case Outcome.Seen _ -> "seen";
            case Outcome.Declined _ -> "declined";
            case Outcome.Unknown(var _, var why, var _, var _) -> counted("unknown", why);
            case Outcome.Refused(var _, var why) -> counted("refused", why);
            case Outcome.NotSent(var _, var why, var _, var _) -> notTaken(operation, why);
        });
    }

    private <T> T measured(Supplier<T> work, Function<T, String> name) {
        Timer.Sample sample = Timer.start(metrics);
        String outcome = "failed";
        try {
            T done = work.get();
            outcome = name.apply(done);
            return done;
        } catch (ApplicationFailure failure) {
            outcome = counted(failure.getType(), FailureDetails.code(failure));
            throw failure;
        } finally {
            sample.stop(Timer.builder("payonce.gateway.latency")
                    .serviceLevelObjectives(BUCKETS)
                    .tags("gateway", account, "outcome", outcome)
                    .register(metrics));
        }
    }

    /** Warns of a fault of the installation, with its remedy. */
    private String notTaken(Operation operation, String why) {
        faults.log(
                why,
                before -> LOG.atWarn()
                        .addKeyValue("order", operation.header().order().workflowId())
                        .log(
                                "The gateway account {} did not take operation {} ({}). This try moved nothing, and it is"
                                        + " sent again by itself. Check the key, its permissions and the account's settings ({} more"
                                        + " within the last minute)",
                                account,
                                operation.number(),
                                why,
                                before));
        return counted("not_sent", why);
    }

    private String counted(String outcome, String kind) {
        metrics.counter("payonce.gateway.errors", "gateway", account, "outcome", outcome, "kind", kind)
                .increment();
        return outcome;
    }
}
