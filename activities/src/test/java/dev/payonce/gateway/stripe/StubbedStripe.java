package dev.payonce.gateway.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.payonce.gateway.MethodUse;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.money.Money;
import dev.payonce.order.ChargeDetails;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import dev.payonce.order.OrderKeys;
import dev.payonce.request.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The server that answers each path with the text that the test gave it, and remembers each request. A path may be
 * given with its method ({@code POST /v1/...}) or with its query. Its static methods make the operations of one order of
 * ours, and Stripe's texts.
 */
final class StubbedStripe implements AutoCloseable {

    static final String RAW_KEY = "wc_order_Ab1&c";
    static final OrderId ORDER = new OrderId("shop", 1001);
    static final Money EUR_49_90 = new Money(4990, "EUR");
    static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final StripeTimeouts TIMES =
            new StripeTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10));
    static final OrderKeys KEYS = (order, print) ->
            Optional.of(RAW_KEY).filter(key -> Fingerprint.ofOrderKey(key).equals(print));

    static final OperationHeader HEADER = new OperationHeader(
            3,
            ORDER,
            Fingerprint.ofOrderKey(RAW_KEY),
            Fingerprint.ofSite("shop.example"),
            "stripe",
            OperationHeader.SHAPE,
            NOW.minusSeconds(1),
            NOW.plus(Duration.ofHours(1)));

    /** @param key the Idempotency-Key; {@code null} as a text where there was none */
    record Asked(String method, String path, String query, String body, String key) {}

    private record Answer(int status, String body, Map<String, String> headers) {}

    final List<String> paths = new CopyOnWriteArrayList<>();
    final List<String> accounts = new CopyOnWriteArrayList<>();
    final List<String> versions = new CopyOnWriteArrayList<>();
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
        versions.add(header.apply("Stripe-Version"));
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

    static Operation.Charge charge() {
        return charge(HEADER, EUR_49_90);
    }

    static Operation.Charge charge(OperationHeader header, Money money) {
        return new Operation.Charge(
                header,
                money,
                "pm_card_visa",
                false,
                "https://shop.example/checkout/order-received/1001/?key=" + Request.ORDER_KEY,
                false,
                Optional.empty());
    }

    /** Makes a charge of shape 2, with what becomes of its method. */
    static Operation.Charge second(
            String method, boolean manual, Optional<Operation.DeclinedPayment> confirms, Optional<MethodUse> use) {
        Operation.Charge first = charge();
        return new Operation.Charge(
                first.header().shaped(OperationHeader.CHARGE_SHAPE),
                first.money(),
                method,
                manual,
                first.returnTo(),
                false,
                confirms,
                use);
    }

    /** Makes the same charge as another attempt of our own declined payment. */
    static Operation.Charge again(String payment) {
        Operation.Charge charge = charge();
        return new Operation.Charge(
                charge.header(),
                charge.money(),
                charge.method(),
                false,
                charge.returnTo(),
                false,
                Optional.of(new Operation.DeclinedPayment(payment, "ch_1")));
    }

    static Operation.Capture capture(boolean last) {
        return new Operation.Capture(HEADER, "pi_1", new Money(2000, "EUR"), last);
    }

    static Operation.Void cancel() {
        return new Operation.Void(HEADER, "pi_1");
    }

    static Operation.Refund refund() {
        return refund(2000, 77, Operation.Refund.RefundReason.REQUESTED_BY_CUSTOMER);
    }

    static Operation.Refund refund(long minor, long storeRefund, Operation.Refund.RefundReason why) {
        return new Operation.Refund(
                HEADER, "pi_1", new Money(minor, "EUR"), storeRefund, why, Operation.Refund.Cause.REQUEST);
    }

    static OperationHeader shaped(String shape) {
        return new OperationHeader(
                3, ORDER, HEADER.orderKey(), HEADER.site(), "stripe", shape, HEADER.at(), HEADER.notAfter());
    }

    /** Returns an adapter of this server. */
    StripeGateway gateway() {
        return gateway(base());
    }

    /** Returns an adapter whose store has these details of each charge. */
    StripeGateway gateway(ChargeDetails details) {
        OrderKeys keys = new OrderKeys() {
            @Override
            public Optional<String> raw(OrderId order, String fingerprint) {
                return KEYS.raw(order, fingerprint);
            }

            @Override
            public ForCharge charge(OrderId order, String fingerprint, int operation) {
                return new ForCharge(raw(order, fingerprint), Optional.of(details));
            }
        };
        return gateway(keys, new OperationAttempt(() -> NOW, () -> 1));
    }

    StripeGateway gateway(OrderKeys keys, OperationAttempt present) {
        return gateway(base(), keys, present, TIMES);
    }

    /** Returns an adapter of the server at another address. */
    static StripeGateway gateway(String base) {
        return gateway(base, KEYS, new OperationAttempt(() -> NOW, () -> 1), TIMES);
    }

    static StripeGateway gateway(String base, OrderKeys keys, OperationAttempt present, StripeTimeouts times) {
        StripeConnection access = new StripeConnection(new StripeAccount("stripe", "sk_test_1", base), times);
        return new StripeGateway(access, access, keys, Clock.fixed(NOW, ZoneOffset.UTC), present);
    }

    /** Writes pi_1 of 49.90 EUR as Stripe shows it. */
    static String intent(String status, long received) {
        return "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"amount\":4990,\"amount_received\":" + received
                + ",\"currency\":\"eur\",\"status\":\"" + status + "\"}";
    }

    /** @param more further fields, each with a comma before it */
    static String error(String type, String code, String more) {
        return "{\"error\":{\"type\":\"" + type + "\"" + (code.isEmpty() ? "" : ",\"code\":\"" + code + "\"") + more
                + "}}";
    }
}
