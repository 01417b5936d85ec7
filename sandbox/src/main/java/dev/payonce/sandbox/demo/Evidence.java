package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.store.Note;
import dev.payonce.sandbox.store.OrderRow;
import dev.payonce.sandbox.store.Transition;
import dev.payonce.sandbox.stripe.state.Journal;
import dev.payonce.sandbox.stripe.webhook.Delivery;
import io.temporal.client.WorkflowExecutionMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that was left behind, read from where it cannot lie: the simulator's journal, the store's rows and audit
 * trigger, the ledger, and Temporal's histories.
 */
record Evidence(
        Journal journal,
        Map<Long, OrderRow> orders,
        List<Transition> transitions,
        List<Note> notes,
        List<LedgerLine> ledger,
        List<WorkflowExecutionMetadata> runs,
        Set<String> callbacks,
        List<Delivery> payments,
        long neverCame) {

    /** One row of the ledger. */
    record LedgerLine(long order, String entry, String actor, String rules) {}

    static Evidence gather(Installation all, Histories histories) {
        Map<Long, OrderRow> orders = new HashMap<>();
        all.store().orders().forEach(row -> orders.put(row.id(), row));
        List<LedgerLine> ledger = all.store()
                .sql()
                .sql("SELECT order_id, entry, actor, rules FROM payonce.payonce_ledger ORDER BY order_id, seq")
                .query((row, _) -> new LedgerLine(
                        row.getLong("order_id"),
                        row.getString("entry"),
                        row.getString("actor"),
                        row.getString("rules")))
                .list();
        return new Evidence(
                all.stripe().journal(),
                orders,
                all.store().transitions(),
                all.store().notes(),
                ledger,
                histories.runs(),
                histories.callbacks(),
                all.stripe().webhooks().payments(),
                all.stripe().events().all().stream()
                        .filter(event -> Judge.MATTER.contains(event.type()))
                        .filter(event -> all.stripe().webhooks().loses(event))
                        .count());
    }

    OrderRow order(long id) {
        return Objects.requireNonNull(orders.get(id), "An order is gone");
    }

    List<Transition> transitions(long order) {
        return transitions.stream().filter(move -> move.orderId() == order).toList();
    }

    List<Note> notes(long order) {
        return notes.stream().filter(note -> note.orderId() == order).toList();
    }

    Set<String> ledger(long order) {
        return ledger.stream()
                .filter(line -> line.order() == order)
                .map(LedgerLine::entry)
                .collect(Collectors.toSet());
    }

    List<Delivery> acknowledged() {
        return payments.stream().filter(Delivery::acknowledged).toList();
    }

    /** A forgery is named by what is wrong with it; Stripe's own events have ids. */
    List<Delivery> forged() {
        return payments.stream()
                .filter(delivery -> !delivery.event().startsWith("evt_"))
                .toList();
    }
}
