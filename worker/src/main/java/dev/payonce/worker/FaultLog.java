package dev.payonce.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The limit of warnings about faults of the installation: one for each cause and minute, however many payments stall. It
 * counts those that it left out.
 */
final class FaultLog {

    static final Duration EVERY = Duration.ofMinutes(1);

    /** The most causes that are kept apart; codes are few. */
    private static final int CAUSES = 100;

    private record Last(Instant at, int leftOut) {}

    private final InstantSource clock;
    private final Map<String, Last> warned = new ConcurrentHashMap<>();

    FaultLog(InstantSource clock) {
        this.clock = clock;
    }

    /** The form of a warning. */
    interface Warning {

        /** @param before how many of the same cause were left out since the last one */
        void log(int before);
    }

    /** Logs the warning, unless one of this cause was logged within a minute. */
    void warn(String cause, Warning warning) {
        Instant now = clock.instant();
        int[] before = {-1};
        if (warned.size() >= CAUSES) {
            warned.clear();
        }
        warned.compute(cause, (_, last) -> {
            if (last != null && now.isBefore(last.at.plus(EVERY))) {
                return new Last(last.at, last.leftOut + 1);
            }
            before[0] = last == null ? 0 : last.leftOut;
            return new Last(now, 0);
        });
        if (before[0] >= 0) {
            warning.log(before[0]);
        }
    }
}
