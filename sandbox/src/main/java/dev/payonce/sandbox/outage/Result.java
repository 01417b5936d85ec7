package dev.payonce.sandbox.outage;

import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.LogScan;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.state.Journal;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The counts of the drill, and the table at its end. */
final class Result {

    private static final Duration SHOWN_WITHIN = Duration.ofMinutes(5);

    /** {@code PAYONCE_GATEWAY_PER_SECOND}, which one worker keeps to. */
    static final int PER_SECOND = 20;

    /** The span of the rate: calls are counted on arrival, and a busy machine may delay one until the next. */
    private static final Duration SPAN = Duration.ofSeconds(5);

    private final Map<Long, Instant> recovered = new HashMap<>();
    private final Map<Long, Set<String>> charges = new HashMap<>();
    private List<Call> calls = List.of();
    final Map<String, Integer> answers = new TreeMap<>();
    final Map<String, Integer> newAnswers = new TreeMap<>();
    final List<Duration> newShoppers = new ArrayList<>();
    Instant back = Instant.EPOCH;
    Instant heard = Instant.EPOCH;
    Instant over = Instant.EPOCH;
    long reviews;

    void recovered(Affected one) {
        recovered.putIfAbsent(one.id(), Instant.now());
    }

    /** Reads the real charges and calls from the simulator. */
    void charges(Installation all, List<Affected> affected) {
        calls = all.stripe().calls().all();
        affected.forEach(each -> charges.put(each.id(), new HashSet<>()));
        all.stripe().journal().entries().stream()
                .filter(entry -> entry.kind() == Journal.Kind.CAPTURED)
                .forEach(entry -> entry.order()
                        .map(order -> charges.get(Long.valueOf(order)))
                        .ifPresent(intents -> intents.add(entry.intent())));
    }

    /** Prints the table; returns true if each promise held. */
    boolean print(PrintStream out, List<Affected> affected, Shown shown, List<LogScan.Finding> leaks) {
        out.printf("%n  %-40s %6s %22s %26s%n", "", "orders", "stalled after (most)", "paid after recovery (most)");
        for (Kind kind : Kind.values()) {
            List<Affected> some =
                    affected.stream().filter(each -> each.kind() == kind).toList();
            out.printf(
                    "  %-40s %6d %20.0f s %24.0f s%n",
                    kind,
                    some.size(),
                    seconds(most(some.stream()
                            .flatMap(each -> shown.stalledAfter(each).stream())
                            .toList())),
                    seconds(most(
                            some.stream().flatMap(each -> after(each).stream()).toList())));
        }
        Traffic recovery = Traffic.between(calls, back, over);
        Traffic rush = Traffic.between(calls, back, back.plus(Duration.ofMinutes(3)));
        out.println();
        out.println("  stalled because of             " + shown.reasons());
        out.println("  calls after recovery           " + recovery.count() + ", " + rush.count()
                + " of them in its first 3 minutes");
        out.println("  new shoppers meanwhile         " + newShoppers());
        out.println("  requests that were never sent   " + answers);
        out.println("  CPU                            " + cpu().toSeconds() + " s");
        out.println();
        List<Verdict> verdicts = verdicts(affected, shown, leaks);
        verdicts.forEach(each -> out.println("  " + (each.held() ? "held    " : "BROKEN  ") + each.what()));
        return verdicts.stream().allMatch(Verdict::held);
    }

    String newShoppers() {
        List<Duration> waits = newShoppers.stream().sorted().toList();
        return newAnswers + ", half of them within "
                + waits.get(waits.size() / 2).toMillis() + " ms, each within "
                + most(waits).toMillis() + " ms";
    }

    private record Verdict(String what, boolean held) {}

    private List<Verdict> verdicts(List<Affected> affected, Shown shown, List<LogScan.Finding> leaks) {
        long inTime = affected.stream()
                .filter(each -> shown.stalledAfter(each)
                        .filter(after -> after.compareTo(SHOWN_WITHIN) < 0)
                        .isPresent())
                .count();
        long asked = Math.max(reviews, shown.reviews());
        long once =
                charges.values().stream().filter(intents -> intents.size() == 1).count();
        int most = Math.max(kind(true).mostIn(SPAN), kind(false).mostIn(SPAN));
        return List.of(
                new Verdict(inTime + " are shown as stalled within 5 min", inTime == affected.size()),
                new Verdict(asked + " go to manual review", asked == 0),
                new Verdict(recovered.size() + " are paid in the end", recovered.size() == affected.size()),
                new Verdict(once + " are charged once", once == affected.size()),
                new Verdict(
                        "the gateway sees at most " + most + " reads, or writes, in " + SPAN.toSeconds() + " s; "
                                + PER_SECOND + " a second of each are sent",
                        most <= SPAN.toSeconds() * PER_SECOND + 1),
                new Verdict("no log holds a secret", leaks.isEmpty()));
    }

    /** Selects the reads or the writes since the gateway is back; Stripe and worker count the two apart. */
    private Traffic kind(boolean writes) {
        return Traffic.between(
                calls.stream().filter(call -> call.key().isPresent() == writes).toList(), heard, over);
    }

    private Optional<Duration> after(Affected one) {
        return Optional.ofNullable(recovered.get(one.id())).map(at -> Duration.between(back, at));
    }

    private static Duration most(List<Duration> times) {
        return times.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    /** Adds up the CPU time of this program and of all its processes. */
    private static Duration cpu() {
        ProcessHandle self = ProcessHandle.current();
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(self), self.descendants())
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
