package dev.payonce.sandbox.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.payonce.servers.stripe.StripeSimulator;
import dev.payonce.servers.stripe.webhook.DeliveryPlan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The simulator's account as the shop's tests see it: an order's payments, a refund at the dashboard, callbacks' copies. */
final class AccountPage {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final StripeSimulator stripe;
    private final String key;

    AccountPage(StripeSimulator stripe, String key) {
        this.stripe = stripe;
        this.key = key;
    }

    void addTo(HttpServer server) {
        server.createContext("/payments", this::payments);
        server.createContext("/dashboard/refund", this::refund);
        server.createContext("/callbacks", this::callbacks);
    }

    /** Returns the address to which the bank sends the shopper back. */
    Optional<String> returnUrl(String intent) throws IOException {
        return Optional.of(payment(intent)
                        .at("/next_action/redirect_to_url/return_url")
                        .asText(""))
                .filter(url -> !url.isEmpty());
    }

    /** Returns a payment as the gateway's own API shows it. */
    private JsonNode payment(String intent) throws IOException {
        URI address = URI.create(stripe.baseUrl() + "/v1/payment_intents/" + intent + "?expand%5B%5D=latest_charge");
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + key)
                .build();
        try {
            return JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    private void payments(HttpExchange exchange) throws IOException {
        ArrayNode all = JSON.createArrayNode();
        for (String intent : stripe.shopper().payments("payonce_order", QueryText.value(exchange, "order"))) {
            all.add(payment(intent));
        }
        answer(exchange, all);
    }

    private void refund(HttpExchange exchange) throws IOException {
        long amount = Long.parseLong(QueryText.value(exchange, "amount"));
        String refund = stripe.merchant().refund(QueryText.value(exchange, "payment_intent"), amount);
        answer(exchange, JSON.createObjectNode().put("id", refund));
    }

    /** Delivers each event of now on in this number of copies, all at once. */
    private void callbacks(HttpExchange exchange) throws IOException {
        int copies = Integer.parseInt(QueryText.value(exchange, "copies"));
        stripe.deliverAutomatically(
                DeliveryPlan.orderly().copies(copies, copies).atOnce(copies));
        answer(exchange, JSON.createObjectNode().put("copies", copies));
    }

    private static void answer(HttpExchange exchange, JsonNode json) throws IOException {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
