package dev.payonce.worker;

import dev.payonce.health.LogLimit;
import dev.payonce.workflow.direct.DirectFailures;
import dev.payonce.workflow.direct.DirectReconciler;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of failures that direct reconciliation left to regular activities: one line a minute for each cause. The counter
 * {@code payonce.direct.failures} has the account, or {@code store}, and the kind.
 */
final class DirectFailureLog implements DirectFailures {

    private static final Logger LOG = LoggerFactory.getLogger(DirectFailureLog.class);

    private final MeterRegistry metrics;
    private final LogLimit causes = new LogLimit(WorkerLimits.FAULTS, System::nanoTime);

    DirectFailureLog(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void closed(String name, String code, String message) {
        String part = name.equals(DirectReconciler.STORE) ? "store" : name;
        metrics.counter("payonce.direct.failures", "part", part, "kind", code).increment();
        causes.log(
                part + " " + code,
                before -> LOG.atWarn()
                        .addKeyValue("part", part)
                        .log(
                                "Callbacks take regular activities for a moment, since {} did not serve one ({}): {}."
                                        + " Nothing is lost; if it lasts, check that service ({} more within the last minute)",
                                part,
                                code,
                                message,
                                before));
    }
}
