package dev.payonce.api.access;

import dev.payonce.health.LogLimit;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The record of refused requests: each is counted, and each source is logged at most once a minute. */
public final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    /** The sources that are remembered; an older one is logged again too early. */
    private static final int SOURCES = 512;

    private final MeterRegistry meters;
    private final LogLimit lines;

    public Refusals(MeterRegistry meters, LongSupplier nanos) {
        this.meters = meters;
        this.lines = new LogLimit(SOURCES, nanos);
    }

    /**
     * Records one.
     *
     * @param reason a word for the metric, such as {@code token}
     * @param source the address that the connection comes from, a proxy's where there is one
     */
    public void record(String reason, String source) {
        meters.counter("payonce.refusals", "reason", reason).increment();
        lines.log(
                source,
                before -> LOG.atWarn()
                        .addKeyValue("source", source)
                        .log(
                                "A request was refused ({}), and {} before it since the last such line of its source",
                                reason,
                                before));
    }
}
