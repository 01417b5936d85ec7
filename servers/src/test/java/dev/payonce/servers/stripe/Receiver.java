package dev.payonce.servers.stripe;

import com.sun.net.httpserver.HttpServer;
import dev.payonce.servers.stripe.webhook.Signature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/** An endpoint that keeps what it gets and answers as told. */
final class Receiver implements AutoCloseable {

    private static final int BACKLOG = 128;

    record Got(String body, String signature) {}

    private final List<Got> got = new ArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Receiver(ToIntFunction<Got> answer) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String signature = exchange.getRequestHeaders().getFirst(Signature.HEADER);
            Got one = new Got(body, signature == null ? "" : signature);
            synchronized (got) {
                got.add(one);
            }
            exchange.sendResponseHeaders(answer.applyAsInt(one), -1);
            exchange.close();
        });
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks/stripe");
    }

    List<Got> got() {
        synchronized (got) {
            return List.copyOf(got);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
