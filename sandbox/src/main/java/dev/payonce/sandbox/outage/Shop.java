package dev.payonce.sandbox.outage;

import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.store.OrderRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The shop with its shoppers at the checkout, and its orders. */
final class Shop implements AutoCloseable {

    private static final int AT_ONCE = 16;

    private final Installation all;
    private final ExecutorService shoppers = Executors.newFixedThreadPool(AT_ONCE);
    private final StoreProgram api;

    Shop(Installation all) {
        this.all = all;
        this.api = new StoreProgram(all.apiUrl(), all.credentials());
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
        var said = api.ask("/payments", key + "-" + one.id(), one.body()).json();
        return (said.path("status").asText() + " " + said.path("code").asText("")).strip();
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
        api.close();
    }
}
