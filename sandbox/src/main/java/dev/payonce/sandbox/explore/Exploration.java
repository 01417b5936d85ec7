package dev.payonce.sandbox.explore;

import dev.payonce.sandbox.installation.Credentials;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.sandbox.installation.Programs;
import dev.payonce.sandbox.installation.Progress;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.Await;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.webhook.DeliveryPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The exploration of the operators' page by Bombadil, on real servers, with orders that wait for a decision. */
public final class Exploration {

    private static final int ORDERS = 30;
    private static final Duration WITHIN = Duration.ofMinutes(2);
    private static final Path PROGRAM = Path.of(".tools/bombadil");
    private static final Path LOGS = Path.of("sandbox/target/explore");

    private Exploration() {}

    /** Returns true when each property of the specification held for this number of minutes. */
    public static boolean run(int minutes, PrintStream out) throws IOException, InterruptedException {
        try (Installation all = start(out)) {
            all.stripe().deliverAutomatically(DeliveryPlan.orderly());
            for (StoreOrder order : all.store().addOrders(1, ORDERS)) {
                long asked = Metadata.asked(order);
                var _ = all.stripe()
                        .shopper()
                        .payAnother(asked, asked + 100, order.currency(), Metadata.tag(all, order));
            }
            try (StoreProgram store = new StoreProgram(all.apiUrl(), all.credentials())) {
                Await.until("reviews are open", WITHIN, () -> reviews(store) >= ORDERS);
            }
            String cookie = Login.cookie(all.apiUrl(), all.credentials().operator());
            int exit = explore(all, cookie, minutes);
            long errors = faults(LOGS.resolve("api.log"));
            out.printf(
                    "%nBombadil explored %s/operations/ for at most %d minutes: exit code %d, %d lines of the API at ERROR%n",
                    all.apiUrl(), minutes, exit, errors);
            return exit == 0 && errors == 0;
        }
    }

    private static int reviews(StoreProgram store) {
        return store.get("/operations?kind=review").json().path("rows").size();
    }

    private static int explore(Installation all, String cookie, int minutes) throws IOException, InterruptedException {
        Path specification = LOGS.resolve("operations.ts");
        Files.writeString(specification, specification(all.credentials(), cookie));
        Process bombadil = new ProcessBuilder(List.of(
                        PROGRAM.toAbsolutePath().toString(),
                        "browser",
                        "test",
                        "--headless",
                        "--no-sandbox",
                        "--exit-on-violation",
                        "--output-path-overwrite",
                        "--output-path",
                        LOGS.resolve("trace").toString(),
                        "--time-limit",
                        minutes + "m",
                        "--cookie",
                        cookie,
                        all.apiUrl() + "/operations/",
                        specification.toString()))
                .inheritIO()
                .start();
        if (!bombadil.waitFor(minutes + 5L, TimeUnit.MINUTES)) {
            bombadil.destroyForcibly();
            return -1;
        }
        return bombadil.exitValue();
    }

    /** Returns the specification with what no page may show. */
    private static String specification(Credentials credentials, String cookie) throws IOException {
        String secrets = Stream.of(
                        credentials.token(),
                        credentials.operator(),
                        credentials.stripeKey(),
                        cookie.replaceFirst("^[^=]*=", ""))
                .map(secret -> "\"" + secret + "\"")
                .collect(Collectors.joining(", "));
        try (InputStream text = Exploration.class.getResourceAsStream("operations.ts")) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("/* secrets */", secrets);
        }
    }

    private static long faults(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" ERROR ")).count();
        }
    }

    private static Installation start(PrintStream out) {
        try (Progress progress = new Progress(out)) {
            progress.say("starting MySQL, Redis, Temporal, the Stripe simulator, worker and API; logs: " + LOGS);
            progress.await(() -> "the servers start, then worker and API");
            return Installation.start(Programs.QUICK, "", 1, LOGS, Map.of());
        }
    }
}
