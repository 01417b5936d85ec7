package dev.payonce.sandbox.triggers;

import dev.payonce.gateway.Webhook.Received;
import dev.payonce.gateway.stripe.webhook.StripeEndpoint;
import dev.payonce.gateway.stripe.webhook.StripeEvents;
import dev.payonce.gateway.stripe.webhook.StripeWebhook;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.Programs;
import dev.payonce.sandbox.installation.Progress;
import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.description.StripeDescription;
import dev.payonce.servers.stripe.webhook.Forgery;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The run of {@code make stripe-cli}, from its first line to its last. */
public final class TriggerRun {

    private static final int OK = 200;
    private static final Path LOGS = Path.of("sandbox/target/stripe-cli");

    private TriggerRun() {}

    /** Returns true if each trigger worked. */
    public static boolean run(PrintStream out) throws IOException {
        CliProgram cli = CliProgram.in(Path.of(""), Files.createTempDirectory("payonce-stripe-cli-"))
                .orElseThrow(() -> new IllegalStateException(
                        "The Stripe CLI is missing. scripts/fetch-stripe-cli brings it into .tools"));
        List<TriggerResult> results = new ArrayList<>();
        try (Progress progress = new Progress(out)) {
            progress.say("starting MySQL, Redis, Temporal, the Stripe simulator, worker and API; logs: " + LOGS);
            try (Installation all = Installation.start(Programs.QUICK, "", 1, LOGS, Map.of())) {
                String secret = all.credentials().webhookSecret();
                Triggers triggers =
                        new Triggers(cli, all.stripe(), all.credentials().stripeKey(), StripeDescription.find());
                List<String> names = triggers.names();
                for (String name : names) {
                    results.add(triggers.play(
                            name,
                            event -> isTaken(all.stripe(), secret, event) && isAcknowledged(all.stripe(), event)));
                    progress.say(name + (results.getLast().worked() ? "" : " FAILED"));
                }
                print(
                        out,
                        results,
                        StripeEvents.types().stream()
                                .filter(type -> !names.contains(type))
                                .toList());
            }
        }
        return results.stream().allMatch(TriggerResult::worked);
    }

    /** Returns true when the webhook reads the event as a callback. */
    static boolean isTaken(StripeSimulator stripe, String secret, Event event) {
        Forgery parcel = stripe.webhooks().forger().signed(event.type(), event.json());
        StripeWebhook webhook = new StripeWebhook(
                new StripeEndpoint("stripe", stripe.livemode(), "", List.of(secret), Optional.empty()));
        Received received =
                webhook.receive(parcel.body().getBytes(StandardCharsets.UTF_8), _ -> parcel.signature(), Instant.now());
        return received instanceof Received.Accepted;
    }

    private static boolean isAcknowledged(StripeSimulator stripe, Event event) {
        try {
            return stripe.webhooks().send(event).status() == OK;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The delivery of an event was interrupted", stopped);
        }
    }

    private static void print(PrintStream out, List<TriggerResult> results, List<String> without) {
        out.println();
        out.printf("  %-43s %-9s %-7s %s%n", "trigger", "requests", "events", "its event at Payonce");
        for (TriggerResult result : results) {
            out.printf(
                    "  %-43s %-9d %-7d %s%n",
                    result.trigger(),
                    result.requests().size(),
                    result.events().size(),
                    result.worked() ? "taken, answered 200" : "FAILED");
            result.requests().forEach(request -> out.println("      " + request));
            out.println("      -> " + String.join(", ", result.events()));
            result.wrong().forEach(each -> out.println("      WRONG: " + each));
        }
        out.println();
        out.println("  Taken too, without a trigger of their own: " + String.join(", ", without));
        long worked = results.stream().filter(TriggerResult::worked).count();
        out.printf("  %d of %d triggers worked.%n", worked, results.size());
    }
}
