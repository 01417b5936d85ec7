package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Given;
import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.LogScan;
import dev.payonce.sandbox.installation.Programs;
import dev.payonce.sandbox.installation.Progress;
import dev.payonce.sandbox.installation.Surroundings;
import dev.payonce.servers.TemporaryFolder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The demo from its first line to its last. */
public final class DemoRun {

    private static final int ORDERS = 120;
    private static final Path LOGS = Path.of("sandbox/target/demo");

    private final int seed;
    private final int orders;
    private final Surroundings surroundings;
    private final PrintStream out;

    private DemoRun(Given given, PrintStream out) {
        this.surroundings = Surroundings.of(given);
        this.seed = given.number("SEED", new SecureRandom().nextInt(1_000_000));
        this.orders = given.number("ORDERS", ORDERS);
        this.out = out;
    }

    /** Returns true if every invariant held, no log holds a secret, and no temporary file is left. */
    public static boolean run(Map<String, String> environment, PrintStream out) throws Exception {
        DemoRun demo = new DemoRun(new Given(environment), out);
        boolean held = demo.play();
        List<String> left = TemporaryFolder.leftovers();
        if (!left.isEmpty()) {
            out.println("  BROKEN: left in the temporary folder: " + left);
        }
        demo.end(held && left.isEmpty());
        return held && left.isEmpty();
    }

    private boolean play() throws Exception {
        out.println("Payonce demo: " + orders + " orders, seed " + seed + " (make demo SEED=" + seed + " repeats it)");
        try (Progress progress = new Progress(out)) {
            progress.say("starting MySQL, Redis, Temporal, the Stripe simulator, worker and API; logs: " + LOGS);
            progress.await(() -> "the servers start, then worker and API");
            try (Installation all = Installation.start(Programs.QUICK, "", seed, LOGS, DemoSweep.OFTEN);
                    Histories histories = new Histories(all.temporal());
                    Client client = new Client(all)) {
                progress.say("all are ready");
                surroundings.begin(all);
                boolean held = play(progress, all, histories, client);
                surroundings.end(progress);
                return held;
            }
        }
    }

    private boolean play(Progress progress, Installation all, Histories histories, Client client) throws Exception {
        Cast cast = Cast.play(all, seed, orders);
        progress.say(cast.roles().size() + " shoppers have paid, half of them through the shop's own plugin; "
                + cast.unpaid().size() + " come to Payonce's checkout");
        Shoppers shoppers = new Shoppers(all, client);
        StoreStaff staff = new StoreStaff(all, client);
        BadDay day = new BadDay(all, histories, shoppers, staff, progress, LOGS);
        day.play(cast, seed);
        Evidence before = Evidence.gather(all, histories, client);
        progress.say("all is at rest; Redis loses its keys, every third order's events and all requests come again");
        int again = day.again(cast);
        progress.await(() -> "reading the store, Stripe's journal, the ledger and Temporal's histories");
        Evidence after = Evidence.gather(all, histories, client);
        PaymentCost cost = PaymentCost.measure(all, histories, seed + 1);
        progress.say("counted");
        List<Verdict> verdicts = Stream.concat(
                        new Judge(cast, shoppers.checkouts(), staff.plan(), after).verdicts(before, again).stream(),
                        Stream.concat(
                                new SavedCardJudge(
                                                shoppers.checkouts(),
                                                all.stripe().calls().posts(),
                                                after)
                                        .verdicts().stream(),
                                new RefundJudge(shoppers.checkouts(), staff.plan(), after).verdicts().stream()))
                .sorted(Comparator.comparing(Verdict::invariant))
                .toList();
        List<LogScan.Finding> leaks = LogScan.of(all).folder(LOGS);
        new Report(out)
                .print(
                        verdicts,
                        OrderAccount.of(cast.orders(), Checkout.notCharged(shoppers.checkouts()), after),
                        after,
                        cost,
                        leaks);
        return verdicts.stream().allMatch(Verdict::held) && leaks.isEmpty();
    }

    private void end(boolean held) {
        if (held) {
            out.println("Every order that was paid was paid exactly once. See the same servers alive: make up");
        } else {
            out.println("NOT everything held: see BROKEN above. The same run again: make demo SEED=" + seed);
        }
    }
}
