package dev.payonce.sandbox.triggers;

import dev.payonce.servers.Command;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command-line program of Stripe, as {@code scripts/fetch-stripe-cli} brought it.
 *
 * @param home the folder that it keeps its settings in
 */
record CliProgram(Path program, Path home) {

    private static final String FILE = ".tools/stripe";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Finds it in a checkout; empty where it was not fetched. */
    static Optional<CliProgram> in(Path checkout, Path home) {
        return Optional.of(checkout.resolve(FILE).toAbsolutePath())
                .filter(Files::isExecutable)
                .map(program -> new CliProgram(program, home));
    }

    /** Lists the names of its triggers. */
    List<String> triggers() throws IOException {
        return run("trigger", "--help")
                .output()
                .lines()
                .filter(line -> line.matches("  [a-z_0-9]+([.][a-z_0-9]+)+"))
                .map(String::strip)
                .toList();
    }

    /** Runs a trigger against a server that it takes for Stripe. */
    Command trigger(String name, URI stripe, String key) throws IOException {
        return run("trigger", name, "--api-base", stripe.toString(), "--api-key", key);
    }

    private Command run(String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(List.of(arguments));
        String folder = home.toString();
        return Command.run(
                home,
                PATIENCE,
                line,
                Map.of("HOME", folder, "XDG_CONFIG_HOME", folder, "STRIPE_CLI_TELEMETRY_OPTOUT", "1"));
    }
}
