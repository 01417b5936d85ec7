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
import java.util.function.Function;

/**
 * The server that answers each path with the text that the test gave it, and remembers each request. A path may be
 * given with its method ({@code POST /v1/...}) or with its query.
 */
final class StubbedStripe implements AutoCloseable {

    /** @param key the Idempotency-Key; {@code null} as a text where there was none */
    record Asked(String method, String path, String query, String body, String key) {}

    private record Answer(int status, String body, Map<String, String> headers) {}

    final List<String> paths = new CopyOnWriteArrayList<>();
    final List<String> accounts = new CopyOnWriteArrayList<>();
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> results = new ConcurrentHashMap<>();
    private final HttpServer server;

    StubbedStripe() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::result);
        server.start();
    }

    StubbedStripe says(String path, String body) {
        return says(path, 200, body);
    }

    StubbedStripe says(String path, int status, String body) {
        return says(path, status, body, Map.of());
    }

    StubbedStripe says(String path, int status, String body, Map<String, String> headers) {
        results.put(path, new Answer(status, body, headers));
        return this;
    }

    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Returns everything that was sent to move money. */
    List<Asked> posts() {
        return asked.stream().filter(one -> one.method().equals("POST")).toList();
    }

    private void result(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        Function<String, String> header =
                name -> String.valueOf(exchange.getRequestHeaders().getFirst(name));
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        paths.add(path);
        accounts.add(header.apply("Stripe-Account"));
        asked.add(new Asked(method, path, query, body, header.apply("Idempotency-Key")));
        Answer result = results.getOrDefault(
                method + " " + path,
                results.getOrDefault(
                        path + "?" + query,
                        results.getOrDefault(
                                path,
                                new Answer(
                                        404,
                                        "{\"error\":{\"code\":\"resource_missing\",\"type\":\"invalid_request_error\"}}",
                                        Map.of()))));
        result.headers.forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = result.body.getBytes(UTF_8);
        exchange.sendResponseHeaders(result.status, bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
