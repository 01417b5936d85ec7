package dev.payonce.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real Temporal 1.32 with its UI, on a file: the workflows that it has acknowledged survive {@link #kill}. With
 * {@code TEMPORAL_ADDRESS} in the environment nothing is started and that server is used instead; it must know the search
 * attributes.
 */
public final class TemporalServer extends EmbeddedServer {

    /** All of type Keyword. */
    public static final List<String> SEARCH_ATTRIBUTES = List.of("PaymentStatus", "PaymentReason", "Gateway", "Store");

    private static final String DATABASE = "temporal.db";
    private static final int GRPC = 7233;
    private static final int UI = 8233;

    private record Listens(int grpc, int http, int metrics, int ui) {}

    private final String address;
    private final Optional<Listens> ports;

    private TemporalServer(String address, Optional<Listens> ports, Optional<ChildProcess> own) {
        super(own);
        this.address = address;
        this.ports = ports;
    }

    /** Throws {@link IllegalStateException} with one sentence on how to get the program when there is none. */
    public static TemporalServer start() {
        return start(System.getenv());
    }

    /** Starts it on the ports that the docs name, where they are free. */
    public static TemporalServer startOnKnownPorts() {
        return start(System.getenv(), new Listens(Ports.freeOr(GRPC), Ports.free(), Ports.free(), Ports.freeOr(UI)));
    }

    static TemporalServer start(Map<String, String> environment) {
        return start(environment, new Listens(Ports.free(), Ports.free(), Ports.free(), Ports.free()));
    }

    private static TemporalServer start(Map<String, String> environment, Listens ports) {
        String given = environment.getOrDefault("TEMPORAL_ADDRESS", "");
        if (!given.isBlank()) {
            return new TemporalServer(given, Optional.empty(), Optional.empty());
        }
        Path program = TemporalProgram.find(environment, Path.of(""));
        Path folder = RunFolder.create("temporal");
        ChildProcess process = new ChildProcess(
                "temporal", folder, folder.resolve("temporal.log"), command(program, folder, ports), Map.of());
        TemporalServer server = new TemporalServer("127.0.0.1:" + ports.grpc, Optional.of(ports), Optional.of(process));
        server.begin();
        return server;
    }

    /** Restarts it without its database, as after the loss of its disk. Returns when it answers. */
    public void restartEmpty() {
        kill();
        try {
            for (String part : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(ours().folder().resolve(DATABASE + part));
            }
        } catch (IOException stillThere) {
            throw new UncheckedIOException(stillThere);
        }
        restart();
    }

    /** Returns host and port, the value of {@code TEMPORAL_ADDRESS}. */
    public String address() {
        return address;
    }

    public int port() {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Returns the address of its UI; empty if the environment named the server. */
    public Optional<String> uiUrl() {
        return ports.map(listens -> "http://127.0.0.1:" + listens.ui);
    }

    /** Returns the end of its log; empty for a server that is not ours. */
    public String lastWords() {
        return isOurs() ? ours().logTail() : "";
    }

    /** Returns true once the search attributes are known: a workflow that sets an unknown one does not start. */
    @Override
    boolean answers() {
        return ports.map(listens ->
                        URI.create("http://127.0.0.1:" + listens.http + "/api/v1/namespaces/default/search-attributes"))
                .flatMap(Http::get)
                .filter(body -> SEARCH_ATTRIBUTES.stream().allMatch(name -> body.contains('"' + name + '"')))
                .isPresent();
    }

    private static List<String> command(Path program, Path folder, Listens ports) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "server",
                "start-dev",
                "--ip=127.0.0.1",
                "--port=" + ports.grpc,
                "--http-port=" + ports.http,
                "--metrics-port=" + ports.metrics,
                "--ui-port=" + ports.ui,
                "--ui-disable-news-fetch",
                "--db-filename=" + folder.resolve(DATABASE),
                // Without these two a file is so slow that the demo would wait for nothing else.
                "--sqlite-pragma=journal_mode=wal",
                "--sqlite-pragma=synchronous=normal",
                // One partition: with few tasks, more of them only make each poller wait at an empty one.
                "--dynamic-config-value=matching.numTaskqueueReadPartitions=1",
                "--dynamic-config-value=matching.numTaskqueueWritePartitions=1",
                "--log-level=error"));
        SEARCH_ATTRIBUTES.forEach(name -> command.add("--search-attribute=" + name + "=Keyword"));
        return command;
    }
}
