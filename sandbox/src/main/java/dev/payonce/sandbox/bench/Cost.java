package dev.payonce.sandbox.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The cost of one payment or one run in a round: CPU in ms by process, as the system counts it, and the pace.
 *
 * @param worker of Payonce, or the program of the controls, client and worker in one
 * @param api of Payonce; 0 for a control
 * @param temporal the server's, as {@code mysql} and {@code redis}: everything on this machine shares them
 * @param perSecond payments that were complete in a second
 */
public record Cost(double worker, double api, double temporal, double mysql, double redis, double perSecond) {

    /** Returns the CPU of all Java programs together. */
    public double java() {
        return worker + api;
    }

    /** Returns the median of one part over rounds. */
    public static double median(List<Cost> rounds, ToDoubleFunction<Cost> part) {
        double[] sorted = rounds.stream().mapToDouble(part).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double each(Duration cpu, int payments) {
        return cpu.toNanos() / 1e6 / payments;
    }
}
