package dev.payonce.sandbox.crash;

import java.time.Duration;
import java.util.List;

/**
 * The result of one crash for one order.
 *
 * @param took the time from the kill until its workflow was completed
 * @param violations the faults; empty if all is right
 */
public record Crash(long seed, Point point, Kind kind, Duration took, List<String> violations) {

    public Crash {
        violations = List.copyOf(violations);
    }

    @Override
    public String toString() {
        return "seed %d  %-31s %-15s  at rest %4.1f s after the kill%s"
                .formatted(seed, point, kind, took.toMillis() / 1000.0, violations.isEmpty() ? "" : "  WRONG");
    }
}
