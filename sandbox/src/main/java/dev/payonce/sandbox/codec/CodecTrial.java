package dev.payonce.sandbox.codec;

import dev.payonce.sandbox.bench.Cost;
import dev.payonce.sandbox.bench.StoreArm;
import dev.payonce.sandbox.installation.Given;
import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Programs;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The trial of two plain stores and an encrypted one on the same servers. They take turns, so that what else the machine does
 * falls on all of them. The second plain store shows how much two equal ones differ.
 */
public final class CodecTrial {

    private static final Path LOGS = Path.of("sandbox/target/codec");
    private static final int PAYMENTS = 100;
    private static final int ROUNDS = 9;
    private static final int WARM_UP = 4;
    private static final double BUDGET = 0.05;

    private CodecTrial() {}

    /** Returns true if the codec keeps within its budget. */
    public static boolean run(Map<String, String> environment, PrintStream out) {
        int payments = new Given(environment).number("COUNT", PAYMENTS);
        int rounds = new Given(environment).number("ROUNDS", ROUNDS);
        String key = "bench:" + "5a".repeat(32);
        try (Installation all = Installation.start(Programs.BUILT, "", 1, LOGS, Map.of());
                Histories histories = new Histories(all.temporal());
                StoreArm plain = new StoreArm(all, histories, "plain", LOGS, Map.of()).await();
                StoreArm control = new StoreArm(all, histories, "control", LOGS, Map.of()).await();
                StoreArm sealed =
                        new StoreArm(all, histories, "sealed", LOGS, Map.of("PAYONCE_PAYLOAD_KEYS", key)).await()) {
            List<StoreArm> arms = List.of(plain, control, sealed);
            List<List<Cost>> costs = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int round = 0; round < WARM_UP + rounds; round++) {
                for (int turn = 0; turn < arms.size(); turn++) {
                    int arm = (turn + round) % arms.size();
                    Cost cost = arms.get(arm).round(payments);
                    if (round >= WARM_UP) {
                        costs.get(arm).add(cost);
                    }
                }
            }
            return report(out, payments, rounds, costs);
        }
    }

    private static boolean report(PrintStream out, int payments, int rounds, List<List<Cost>> costs) {
        out.printf(
                "CPU of a payment in ms, medians of %d rounds of %d payments by one callback each%n", rounds, payments);
        out.printf("%-22s %8s %8s %8s%n", "", "plain", "control", "sealed");
        row(out, "worker", Cost::worker, costs);
        row(out, "API", Cost::api, costs);
        row(out, "Temporal's server", Cost::temporal, costs);
        double[] sums = row(out, "worker and API", Cost::java, costs);
        double base = (sums[0] + sums[1]) / 2;
        double share = sums[2] / base - 1;
        out.printf(
                "the codec adds %.1f %% to worker and API; the two plain stores differ by %.1f %%%n",
                100 * share, 100 * Math.abs(sums[0] - sums[1]) / base);
        return share <= BUDGET;
    }

    private static double[] row(PrintStream out, String name, ToDoubleFunction<Cost> part, List<List<Cost>> costs) {
        double[] medians =
                costs.stream().mapToDouble(each -> Cost.median(each, part)).toArray();
        out.printf("%-22s %8.2f %8.2f %8.2f%n", name, medians[0], medians[1], medians[2]);
        return medians;
    }
}
