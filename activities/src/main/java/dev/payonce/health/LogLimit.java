package dev.payonce.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/** The limit of log lines that repeat: one for each cause and minute. It counts those that it leaves out. */
public final class LogLimit {

    static final Duration EVERY = Duration.ofMinutes(1);

    /** A cause's last line, and those that were left out since then. */
    private record Last(long at, int leftOut) {}

    private final LongSupplier nanos;
    private final Map<String, Last> causes;

    /**
     * Makes a limit that has logged nothing.
     *
     * @param most the causes that are remembered; an older one is logged again too early
     * @param nanos a clock that never jumps, as {@link System#nanoTime()}
     */
    public LogLimit(int most, LongSupplier nanos) {
        this.nanos = nanos;
        this.causes = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Last> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * Logs a line, unless one of this cause was logged within a minute.
     *
     * @param line takes the number of lines of this cause that were left out since the last one
     */
    public void log(String cause, IntConsumer line) {
        due(cause).ifPresent(line);
    }

    private synchronized OptionalInt due(String cause) {
        long now = nanos.getAsLong();
        Last last = causes.get(cause);
        if (last != null && now - last.at() < EVERY.toNanos()) {
            causes.put(cause, new Last(last.at(), last.leftOut() + 1));
            return OptionalInt.empty();
        }
        causes.put(cause, new Last(now, 0));
        return OptionalInt.of(last == null ? 0 : last.leftOut());
    }
}
