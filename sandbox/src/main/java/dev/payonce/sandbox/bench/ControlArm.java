package dev.payonce.sandbox.bench;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.JavaProcess;
import dev.payonce.servers.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The arm that is a control: its runs have the shape of a payment's, and do nothing. */
final class ControlArm implements Arm {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;

    private final Servers servers;
    private final ControlWorkflow.Shape shape;
    private final JavaProcess program;
    private final URI url;
    private final HttpClient http = StoreProgram.http();
    private int done;

    private ControlArm(Servers servers, ControlWorkflow.Shape shape, JavaProcess program, URI url) {
        this.servers = servers;
        this.shape = shape;
        this.program = program;
        this.url = url;
    }

    static ControlArm start(Installation all, Histories histories, ControlWorkflow.Shape shape, Path logs) {
        int port = Ports.free();
        String name = shape.taskQueue();
        JavaProcess program = JavaProcess.start(
                name,
                ControlProgram.class,
                Map.of("_JAVA_OPTIONS", "-XX:TieredStopAtLevel=4"),
                logs.resolve(name + ".log"),
                all.temporal().address(),
                Integer.toString(port));
        URI url = URI.create("http://127.0.0.1:" + port + "/");
        program.awaitHttpOk(url, PATIENCE);
        return new ControlArm(new Servers(all, histories), shape, program, url);
    }

    @Override
    public String name() {
        return shape.taskQueue();
    }

    @Override
    public Cost round(int runs) {
        List<String> ids = IntStream.range(done, done + runs)
                .mapToObj(number -> shape + "-" + number)
                .toList();
        Cost cost = servers.measure(shape.taskQueue(), done, ids, this::signal, program, List.of());
        done += runs;
        return cost;
    }

    private void signal(String id) {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/" + shape + "/" + id))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != OK) {
                throw new IllegalStateException(name() + " answered with " + status);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The benchmark was stopped", stopped);
        }
    }

    @Override
    public History history() {
        return servers.history(shape + "-" + (done - 1));
    }

    @Override
    public void close() {
        http.close();
        program.close();
    }
}
