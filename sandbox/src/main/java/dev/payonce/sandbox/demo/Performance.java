package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Given;
import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.LogScan;
import dev.payonce.sandbox.installation.Programs;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The demo from its first line to its last. */
public final class Performance {

    private static final int ORDERS = 120;

    private Performance() {}

    /** @return whether every invariant held */
    public static boolean run(Map<String, String> environment, PrintStream out) throws Exception {
        Given given = new Given(environment);
        int seed = given.number("SEED", new SecureRandom().nextInt(1_000_000));
        int orders = given.number("ORDERS", ORDERS);
        Progress progress = new Progress(out);
        out.println(
                "Payonce demo: " + orders + " orders, seed " + seed + " (make demo SEED=" + seed + " plays it again)");
        Path logs = Path.of("sandbox/target/demo");
        progress.say("starting MySQL, Redis, Temporal, the Stripe simulator, worker and API; their logs: " + logs);
        try (Installation all = Installation.start(Programs.QUICK, "", seed, logs, Sweeps.OFTEN);
                Histories histories = new Histories(all.temporal());
                Client client = new Client(all)) {
            Shoppers shoppers = new Shoppers(all, client);
            Clerks clerks = new Clerks(all, client);
            progress.say("all are ready");
            Cast cast = Cast.play(all, seed, orders);
            progress.say(cast.roles().size() + " shoppers have paid, half through the shop's own plugin; "
                    + cast.unpaid().size() + " come to Payonce's checkout");
            Story timeline = new Story(all, histories, shoppers, clerks, progress, logs);
            timeline.tell(cast, seed);
            Evidence before = Evidence.gather(all, histories);
            progress.say("all is at rest; Redis is emptied and the events of every third order come once more");
            int again = timeline.again(cast);
            Evidence after = Evidence.gather(all, histories);
            Costs costs = Costs.measure(all, histories, seed + 1);
            progress.say("counted");
            List<Verdict> verdicts = Stream.concat(
                            new Judge(cast, shoppers.checkouts(), clerks.plan(), after)
                                    .verdicts(before, again).stream(),
                            new MoneyBack(shoppers.checkouts(), clerks.plan(), after).verdicts().stream())
                    .sorted(Comparator.comparing(Verdict::invariant))
                    .toList();
            List<LogScan.Finding> leaks = LogScan.of(all).folder(logs);
            Report.print(out, verdicts, costs, after, leaks);
            boolean held = verdicts.stream().allMatch(Verdict::held) && leaks.isEmpty();
            out.println(
                    held ? "Every order was paid exactly once." : "NOT every invariant held; see above. Seed " + seed);
            return held;
        }
    }
}
