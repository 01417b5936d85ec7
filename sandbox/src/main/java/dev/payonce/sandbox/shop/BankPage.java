package dev.payonce.sandbox.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.payonce.servers.stripe.StripeSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * The page of a bank that asks the shopper to authenticate, and then sends the browser back to the shop. The stand-in for
 * Stripe.js asks on the shop's own page, and sends only the answer.
 */
final class BankPage implements AutoCloseable {

    private static final String PAGE = """
            <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>The bank of the sandbox</title>
            <body style="font:16px system-ui;max-width:30rem;margin:4rem auto;padding:0 1rem">
            <h1>Is this you?</h1><p>Payment {payment}</p>
            <p><a id="pass" href="/answer?payment_intent={payment}&amp;pass=true">Yes, authenticate</a></p>
            <p><a id="fail" href="/answer?payment_intent={payment}&amp;pass=false">No, refuse</a></p></body></html>""";

    private final HttpServer server;
    private final StripeSimulator stripe;
    private final AccountPage account;
    private final Map<String, String> waysBack = new ConcurrentHashMap<>();

    private BankPage(HttpServer server, StripeSimulator stripe, AccountPage account) {
        this.server = server;
        this.stripe = stripe;
        this.account = account;
    }

    static BankPage start(int port, StripeSimulator stripe, String key) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            AccountPage account = new AccountPage(stripe, key);
            BankPage page = new BankPage(server, stripe, account);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/hosted", page::ask);
            server.createContext("/answer", page::answer);
            account.addTo(server);
            server.start();
            return page;
        } catch (IOException taken) {
            throw new UncheckedIOException("Port " + port + " is taken", taken);
        }
    }

    private void ask(HttpExchange exchange) throws IOException {
        String intent = QueryText.value(exchange, "payment_intent");
        // Another tab may end this payment before the shopper answers; the way back is known now.
        account.returnUrl(intent).ifPresent(url -> waysBack.put(intent, url));
        byte[] page = PAGE.replace("{payment}", intent).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String intent = QueryText.value(exchange, "payment_intent");
        if (stripe.shopper().status(intent).equals("requires_action")) {
            stripe.shopper().authenticate(intent, Boolean.parseBoolean(QueryText.value(exchange, "pass")));
        }
        // The stand-in for Stripe.js sends its answer from the shop's page, which is another origin.
        exchange.getResponseHeaders().add("Access-Control-Allow-Origin", "*");
        String back = waysBack.get(intent);
        if (back != null) {
            exchange.getResponseHeaders().add("Location", back);
        }
        exchange.sendResponseHeaders(back == null ? 204 : 302, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
