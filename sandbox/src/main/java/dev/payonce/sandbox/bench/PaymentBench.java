package dev.payonce.sandbox.bench;

import dev.payonce.sandbox.installation.Given;
import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Programs;
import dev.payonce.sandbox.installation.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The benchmark of payments that one callback completes. Payonce and two controls take turns on the same servers, so what
 * else the machine does falls on all of them. Only counts and ratios last: a time says more about the machine.
 */
public final class PaymentBench {

    private static final Path LOGS = Path.of("sandbox/target/bench");
    private static final int PAYMENTS = 200;
    private static final int ROUNDS = 7;
    private static final int WARM_UP = 3;

    private PaymentBench() {}

    /** Measures, and prints a table; QUICK=1 takes two minutes. The same figures are in {@code bench.json}. */
    public static void run(Map<String, String> environment, PrintStream out) throws IOException {
        Given given = new Given(environment);
        boolean quick = given.text("QUICK", "").equals("1");
        int payments = given.number("COUNT", quick ? PAYMENTS / 2 : PAYMENTS);
        int rounds = given.number("ROUNDS", quick ? 3 : ROUNDS);
        int warmUp = quick ? 2 : WARM_UP;
        try (Progress progress = new Progress(out);
                Installation all = Installation.start(Programs.BUILT, "", 1, LOGS, Map.of());
                Histories histories = new Histories(all.temporal());
                StoreArm payonce = new StoreArm(all, histories, "ours", LOGS, Map.of()).await();
                ControlArm two = ControlArm.start(all, histories, ControlWorkflow.Shape.TWO_REGULAR, LOGS);
                ControlArm three = ControlArm.start(all, histories, ControlWorkflow.Shape.THREE_LOCAL, LOGS)) {
            all.worker().kill(); // Its own store has no part in this, and its polls would cost CPU.
            all.api().kill();
            List<Arm> arms = List.of(payonce, two, three);
            List<List<Cost>> costs = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int round = 0; round < warmUp + rounds; round++) {
                progress.say(
                        (round < warmUp ? "warming up, " : "") + "round " + (round + 1) + " of " + (warmUp + rounds));
                for (int turn = 0; turn < arms.size(); turn++) {
                    int arm = (turn + round) % arms.size();
                    Cost cost = arms.get(arm).round(payments);
                    if (round >= warmUp) {
                        costs.get(arm).add(cost);
                    }
                }
            }
            progress.say("measured");
            BenchTable table = BenchTable.of(arms, costs, payonce.statements(), payments);
            out.printf(
                    "%nOne payment by one callback, medians of %d rounds of %d payments by %d clients%n",
                    rounds, payments, Servers.CLIENTS);
            out.print(table.text());
            Files.writeString(LOGS.resolve("bench.json"), table.json());
            out.println("The same as JSON: " + LOGS.resolve("bench.json"));
        }
    }
}
