package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.LogScan;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The one table at the end. */
final class Report {

    private Report() {}

    static void print(
            PrintStream out, List<Verdict> verdicts, Costs costs, Evidence evidence, List<LogScan.Finding> leaks) {
        out.println();
        for (Verdict verdict : verdicts) {
            out.printf(
                    "  %s  %-6s  %-58s  %s%n",
                    verdict.invariant(), verdict.held() ? "held" : "BROKEN", verdict.promise(), verdict.evidence());
            verdict.violations().stream().limit(5).forEach(each -> out.println("             " + each));
            if (verdict.violations().size() > 5) {
                out.println("             and " + (verdict.violations().size() - 5) + " more");
            }
        }
        out.println();
        out.printf(
                "  A payment that one callback completes: %d history events, %.1f kB, %d SQL statements, %d commit.%n",
                costs.events(), costs.bytes() / 1000.0, costs.statements(), costs.commits());
        out.printf(
                "  From the first acknowledged callback to paid: median %d ms, with all of the above going on.%n",
                median(evidence).toMillis());
        out.println(
                leaks.isEmpty()
                        ? "  The logs of worker and API hold no secret and no stack trace."
                        : "  BROKEN: what no log may hold.");
        leaks.stream().limit(5).forEach(each -> out.println("             " + each));
        out.println();
    }

    private static Duration median(Evidence evidence) {
        Map<String, Instant> acknowledged = new HashMap<>();
        evidence.acknowledged()
                .forEach(each ->
                        acknowledged.merge(each.event(), each.at(), (one, other) -> one.isBefore(other) ? one : other));
        Map<Long, Instant> paid = new HashMap<>();
        evidence.transitions().stream()
                .filter(move -> move.to().equals("wc-processing"))
                .forEach(move -> paid.put(move.orderId(), move.at()));
        List<Duration> times = evidence.ledger().stream()
                .filter(line -> line.entry().equals("paid") && line.actor().startsWith("callback "))
                .filter(line -> acknowledged.containsKey(line.actor().substring("callback ".length())))
                .filter(line -> paid.containsKey(line.order()))
                .map(line -> Duration.between(
                        acknowledged.get(line.actor().substring("callback ".length())), paid.get(line.order())))
                .sorted()
                .toList();
        return times.isEmpty() ? Duration.ZERO : times.get(times.size() / 2);
    }
}
