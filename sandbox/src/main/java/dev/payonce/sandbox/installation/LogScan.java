package dev.payonce.sandbox.installation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The search for forbidden texts in logs: secrets, by their text and by their form, and frames of our own code in
 * stack traces. Only a bug prints those (a library may print its own when a server dies). It reports place and kind,
 * never the line, because the report would leak it.
 */
public final class LogScan {

    private static final Map<String, Pattern> FORMS = Map.of(
            "a stack trace", Pattern.compile("(\\t|\\\\t)at ([\\w.@-]+/+)*dev\\.payonce\\.[\\w.$]+\\("),
            "a Stripe key", Pattern.compile("[sr]k_(live|test)_[A-Za-z0-9]{8,}"),
            "a webhook's secret", Pattern.compile("whsec_[A-Za-z0-9+/]{8,}"),
            "a client secret", Pattern.compile("client_secret|pi_[A-Za-z0-9]+_secret_"),
            "an order's key", Pattern.compile("wc_order_[A-Za-z0-9]+"));

    private final Map<String, Pattern> unwanted;

    /** @param secrets further texts that only this installation knows, by what they are called in a finding */
    public LogScan(Map<String, String> secrets) {
        unwanted = new LinkedHashMap<>(FORMS);
        secrets.forEach((name, text) -> unwanted.put(name, Pattern.compile(Pattern.quote(text))));
    }

    /** Knows every secret of this installation. */
    public static LogScan of(Installation all) {
        return new LogScan(Map.of(
                "the Stripe key", all.credentials().stripeKey(),
                "the webhook's secret", all.credentials().webhookSecret(),
                "the next webhook's secret", all.credentials().nextWebhookSecret(),
                "the store's token", all.credentials().token(),
                "the hash of the store's token",
                        Credentials.hash(all.credentials().token()),
                "the database's password", all.mysql().password()));
    }

    /** @param line counted from 1 */
    public record Finding(Path log, int line, String what) {

        @Override
        public String toString() {
            return log + ":" + line + " holds " + what;
        }
    }

    /** Searches each file of the folder whose name ends in {@code .log}. */
    public List<Finding> folder(Path logs) {
        try (Stream<Path> files = Files.list(logs)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .flatMap(file -> file(file).stream())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private List<Finding> file(Path log) {
        List<Finding> findings = new ArrayList<>();
        int number = 0;
        for (String line : lines(log)) {
            number++;
            for (Map.Entry<String, Pattern> each : unwanted.entrySet()) {
                if (each.getValue().matcher(line).find()) {
                    findings.add(new Finding(log, number, each.getKey()));
                }
            }
        }
        return findings;
    }

    private static List<String> lines(Path log) {
        try {
            return Files.readAllLines(log, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
