package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.LogScan;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** The report at the end of the demo: each invariant, each ending, each manual review. */
final class Report {

    private static final int SHOWN = 5;

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void print(
            List<Verdict> verdicts,
            OrderAccount account,
            Evidence evidence,
            PaymentCost cost,
            List<LogScan.Finding> leaks) {
        out.println();
        verdicts.forEach(this::print);
        out.println();
        out.println("  " + account);
        reviews(evidence.reviews());
        out.println();
        out.printf(
                "  A payment that one callback completes costs %d history events, %.1f kB, %d SQL statements, %d commit.%n",
                cost.events(), cost.bytes() / 1000.0, cost.statements(), cost.commits());
        out.println(
                leaks.isEmpty()
                        ? "  The logs of worker and API hold no secret and no stack trace."
                        : "  BROKEN: the logs hold a secret or a stack trace:");
        list(leaks);
        out.println();
    }

    private void print(Verdict verdict) {
        out.printf(
                "  %s  %-6s  %-62s  %s%n",
                verdict.invariant(), verdict.held() ? "held" : "BROKEN", verdict.promise(), verdict.evidence());
        list(verdict.violations());
    }

    private void reviews(Map<Long, OpenReview> reviews) {
        reviews.forEach((order, review) -> out.printf(
                "    order %d is in manual review, %s: %s%n",
                order, review.reason(), String.join(" ", review.lines())));
        reviews.values().stream()
                .map(OpenReview::choices)
                .distinct()
                .forEach(choices -> out.println("    A person decides: " + choices + "."));
    }

    private void list(List<?> violations) {
        violations.stream().limit(SHOWN).forEach(each -> out.println("             " + each));
        if (violations.size() > SHOWN) {
            out.println("             and " + (violations.size() - SHOWN) + " more");
        }
    }
}
