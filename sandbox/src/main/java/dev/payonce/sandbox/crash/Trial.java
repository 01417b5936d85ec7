package dev.payonce.sandbox.crash;

import dev.payonce.sandbox.installation.Given;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.LogScan;
import dev.payonce.sandbox.installation.Programs;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** {@code make crash} from its first line to its last. */
public final class Trial {

    private static final int SEEDS = 25;
    private static final Path LOGS = Path.of("sandbox/target/crash");

    private Trial() {}

    /** @return whether all was right after every crash */
    public static boolean run(Map<String, String> environment, PrintStream out) {
        long start = System.nanoTime();
        List<Long> seeds = seeds(new Given(environment).text("SEEDS", ""));
        out.println("Payonce's crash points, seeds " + seeds + "; logs: " + LOGS);
        try (Installation all = Installation.start(Programs.BUILT, "", seeds.getFirst(), LOGS, Map.of())) {
            List<Crash> crashes = Crashes.run(all, LOGS, seeds, line -> {
                out.printf("  %6.1f s  %s%n", (System.nanoTime() - start) / 1e9, line);
                out.flush();
            });
            List<LogScan.Finding> leaks = LogScan.of(all).folder(LOGS);
            Table.print(out, crashes);
            leaks.stream().limit(5).forEach(each -> out.println("  BROKEN: what no log may hold: " + each));
            return leaks.isEmpty()
                    && crashes.stream().allMatch(crash -> crash.violations().isEmpty());
        }
    }

    private static List<Long> seeds(String text) {
        return text.isEmpty()
                ? LongStream.rangeClosed(1, SEEDS).boxed().toList()
                : Arrays.stream(text.split("[ ,]+")).map(Long::valueOf).toList();
    }
}
