package dev.payonce.sandbox.crash;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** The table at the end: the results at each point, and the time that the other process took. */
final class Table {

    private Table() {}

    static void print(PrintStream out, List<Crash> crashes) {
        out.println();
        out.printf("  %-31s", "killed at");
        for (Kind kind : Kind.values()) {
            out.printf(" %-24s", kind);
        }
        out.println(" at rest after");
        for (Point point : Point.values()) {
            out.printf("  %-31s", point);
            for (Kind kind : Kind.values()) {
                out.printf(" %-24s", cell(crashes, point, kind));
            }
            out.println(" " + point.bound());
        }
        long wrong =
                crashes.stream().filter(crash -> !crash.violations().isEmpty()).count();
        out.println();
        out.printf("  %d orders, %d of them wrong.%n", crashes.size(), wrong);
    }

    private static String cell(List<Crash> crashes, Point point, Kind kind) {
        List<Crash> some = crashes.stream()
                .filter(crash -> crash.point() == point && crash.kind() == kind)
                .toList();
        if (some.isEmpty()) {
            return "-";
        }
        long right = some.stream().filter(crash -> crash.violations().isEmpty()).count();
        List<Duration> took = some.stream().map(Crash::took).sorted().toList();
        return "%2d of %-2d  %4.1f s, <= %4.1f"
                .formatted(right, some.size(), seconds(took.get((took.size() - 1) / 2)), seconds(took.getLast()));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
