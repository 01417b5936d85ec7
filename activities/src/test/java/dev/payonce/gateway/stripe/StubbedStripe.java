package dev.payonce.gateway.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers each path with the text that the test gave it, however strange, and remembers who asked as whom. */
final class StubbedStripe implements AutoCloseable {

    private record Answer(int status, String body) {}

    final List<String> paths = new CopyOnWriteArrayList<>();
    final List<String> accounts = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    StubbedStripe() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    StubbedStripe says(String path, String body) {
        return says(path, 200, body);
    }

    StubbedStripe says(String path, int status, String body) {
        answers.put(path, new Answer(status, body));
        return this;
    }

    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        paths.add(path);
        accounts.add(String.valueOf(exchange.getRequestHeaders().getFirst("Stripe-Account")));
        Answer answer = answers.getOrDefault(
                path,
                new Answer(404, "{\"error\":{\"code\":\"resource_missing\",\"type\":\"invalid_request_error\"}}"));
        byte[] body = answer.body.getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
