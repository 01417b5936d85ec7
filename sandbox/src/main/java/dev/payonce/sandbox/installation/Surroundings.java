package dev.payonce.sandbox.installation;

import dev.payonce.servers.Await;
import dev.payonce.servers.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The servers before and beside an installation, which {@code make production} starts: a proxy, exporters, Prometheus.
 *
 * @param front the address of the proxy, of the variable {@code FRONT}; empty where nothing surrounds the installation
 * @param addresses the file for the installation's addresses, of the variable {@code ADDRESSES}
 */
public record Surroundings(String front, String addresses) {

    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration HELD = Duration.ofMinutes(20);

    /** Reads both variables. */
    public static Surroundings of(Given given) {
        return new Surroundings(given.text("FRONT", ""), given.text("ADDRESSES", ""));
    }

    /** Names the installation's addresses to the other program, and puts the API behind the proxy once that answers. */
    public void begin(Installation all) {
        if (front.isEmpty()) {
            return;
        }
        Map<String, String> found = new TreeMap<>();
        found.put("api", "127.0.0.1:" + all.apiPort());
        found.put("worker", "127.0.0.1:" + all.workerPort());
        found.put("mysql", all.mysql().host() + ":" + all.mysql().port());
        found.put("mysql-user", all.mysql().user());
        found.put("mysql-password", all.mysql().password());
        found.put("redis", "127.0.0.1:" + all.redis().port());
        write(found);
        URI proxy = URI.create(front);
        Await.until(
                "the proxy answers for the API",
                READY,
                () -> Http.get(proxy.resolve("/readyz")).isPresent());
        all.standBehind(proxy);
    }

    /** Keeps the installation until the other program has deleted the file of the addresses. */
    public void end(Progress progress) {
        if (!front.isEmpty()) {
            progress.say("the story is judged; the servers stay while their alarms are tried");
            Await.until("the file of the addresses is deleted", HELD, () -> !Files.exists(Path.of(addresses)));
        }
    }

    private void write(Map<String, String> found) {
        Path file = Path.of(addresses);
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            Files.writeString(
                    draft,
                    found.entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue() + "\n")
                            .collect(Collectors.joining()));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
