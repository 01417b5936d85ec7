package dev.payonce.sandbox.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.payonce.servers.stripe.StripeSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** The page of a bank that asks the shopper to authenticate, and then sends the browser back to the shop. */
final class BankPage implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String PAGE = """
            <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>The bank of the sandbox</title>
            <body style="font:16px system-ui;max-width:30rem;margin:4rem auto;padding:0 1rem">
            <h1>Is this you?</h1><p>Payment {payment}</p>
            <p><a id="pass" href="/answer?payment_intent={payment}&amp;pass=true">Yes, authenticate</a></p>
            <p><a id="fail" href="/answer?payment_intent={payment}&amp;pass=false">No, refuse</a></p></body></html>""";

    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final StripeSimulator stripe;
    private final String key;

    private BankPage(HttpServer server, StripeSimulator stripe, String key) {
        this.server = server;
        this.stripe = stripe;
        this.key = key;
    }

    static BankPage start(int port, StripeSimulator stripe, String key) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            BankPage page = new BankPage(server, stripe, key);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/hosted", page::ask);
            server.createContext("/answer", page::answer);
            server.start();
            return page;
        } catch (IOException taken) {
            throw new UncheckedIOException("Port " + port + " is taken", taken);
        }
    }

    private void ask(HttpExchange exchange) throws IOException {
        byte[] page =
                PAGE.replace("{payment}", value(exchange, "payment_intent")).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String intent = value(exchange, "payment_intent");
        String back = returnUrl(intent);
        stripe.shopper().authenticate(intent, Boolean.parseBoolean(value(exchange, "pass")));
        exchange.getResponseHeaders().add("Location", back);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private String returnUrl(String intent) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stripe.baseUrl() + "/v1/payment_intents/" + intent))
                .header("Authorization", "Bearer " + key)
                .build();
        try {
            JsonNode answer = JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            return answer.at("/next_action/redirect_to_url/return_url").asText("/");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    /** Returns a parameter of the query; only the characters that ids have. */
    private static String value(HttpExchange exchange, String name) {
        for (String pair : String.valueOf(exchange.getRequestURI().getQuery()).split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1).replaceAll("[^A-Za-z0-9_]", "");
            }
        }
        return "";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
