package dev.payonce.sandbox.crash;

import dev.payonce.sandbox.installation.Given;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.LogScan;
import dev.payonce.sandbox.installation.Programs;
import dev.payonce.sandbox.installation.Progress;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The trial of {@code make crash}, from its first line to its last. */
public final class Trial {

    private static final int SEEDS = 25;
    private static final Path LOGS = Path.of("sandbox/target/crash");

    private Trial() {}

    /** Returns true if every order was right after every crash, and no log holds a secret. */
    public static boolean run(Map<String, String> environment, PrintStream out) {
        List<Long> seeds = seeds(new Given(environment).text("SEEDS", ""));
        out.println("Payonce's crash points, seeds " + seeds + "; logs: " + LOGS);
        try (Progress progress = new Progress(out);
                Installation all = Installation.start(Programs.BUILT, "", seeds.getFirst(), LOGS, Map.of())) {
            List<Crash> crashes = Crashes.run(all, LOGS, seeds, progress::say);
            List<LogScan.Finding> leaks = LogScan.of(all).folder(LOGS);
            Table.print(out, crashes);
            leaks.stream()
                    .limit(5)
                    .forEach(each -> out.println("  BROKEN: a secret or a stack trace in a log: " + each));
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
