package dev.payonce.api.access;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The record of refused requests: each is counted, and each source is logged at most once a minute. */
public final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** The sources that are remembered; an older one is logged again too early. */
    private static final int SOURCES = 512;

    /** A source's last line, and its refusals since then. */
    private record Window(long logged, int since) {}

    private final Map<String, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > SOURCES;
        }
    };

    private final MeterRegistry meters;
    private final LongSupplier nanos;

    public Refusals(MeterRegistry meters, LongSupplier nanos) {
        this.meters = meters;
        this.nanos = nanos;
    }

    /**
     * Records one.
     *
     * @param reason a word for the metric, such as {@code token}
     * @param source the address that the connection comes from, a proxy's where there is one
     */
    public void record(String reason, String source) {
        meters.counter("payonce.refusals", "reason", reason).increment();
        int more = due(source);
        if (more >= 0) {
            LOG.atWarn()
                    .addKeyValue("source", source)
                    .log(
                            "A request was refused ({}), and {} before it since the last such line of its source",
                            reason,
                            more);
        }
    }

    /** Returns the number of refusals that were not logged, or -1 where the source was logged just now. */
    private synchronized int due(String source) {
        long now = nanos.getAsLong();
        Window window = windows.get(source);
        if (window != null && now - window.logged() < PAUSE.toNanos()) {
            windows.put(source, new Window(window.logged(), window.since() + 1));
            return -1;
        }
        windows.put(source, new Window(now, 0));
        return window == null ? 0 : window.since();
    }
}
