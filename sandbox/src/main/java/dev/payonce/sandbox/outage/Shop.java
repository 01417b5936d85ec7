package dev.payonce.sandbox.outage;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.store.OrderRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The shop with its shoppers at the checkout, and its orders. */
final class Shop implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int AT_ONCE = 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Installation all;
    private final ExecutorService shoppers = Executors.newFixedThreadPool(AT_ONCE);
    private final HttpClient http = StoreProgram.http();

    Shop(Installation all) {
        this.all = all;
    }

    /** Sends all requests, some at once; returns the answer to each. */
    List<String> pay(List<Affected> some, String key) throws Exception {
        List<Callable<String>> requests = some.stream()
                .<Callable<String>>map(each -> () -> pay(each, key))
                .toList();
        List<String> answers = new ArrayList<>();
        for (var answer : shoppers.invokeAll(requests)) {
            answers.add(answer.get());
        }
        return answers;
    }

    /** Pays; returns the status of the answer, with its code where there is one. */
    String pay(Affected one, String key) {
        HttpRequest request = StoreProgram.request(
                all.apiUrl().resolve("/payments"), all.credentials().token(), key + "-" + one.id(), one.body(), ANSWER);
        try {
            var said = JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            return (said.path("status").asText() + " " + said.path("code").asText("")).strip();
        } catch (IOException noAnswer) {
            throw new UncheckedIOException(noAnswer);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    Set<Long> paid() {
        return all.store().orders().stream()
                .filter(OrderRow::isPaid)
                .map(OrderRow::id)
                .collect(Collectors.toSet());
    }

    long reviews() {
        return all.store()
                .sql()
                .sql("SELECT COUNT(*) FROM payonce.payonce_ledger WHERE entry LIKE 'review:%'")
                .query(Long.class)
                .single();
    }

    @Override
    public void close() {
        shoppers.shutdownNow();
        http.shutdownNow();
    }
}
