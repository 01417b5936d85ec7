package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.servers.store.Note;
import dev.payonce.servers.store.OrderRow;
import dev.payonce.servers.store.Transition;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.webhook.Delivery;
import io.temporal.client.WorkflowExecutionMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The traces of a demo, read at their sources: the simulator's journal, the store's rows and audit trigger, the ledger,
 * Temporal's histories, and the API's answer for each order.
 *
 * @param statuses each order's status as the API answers it
 * @param reviews each open manual review, by its order
 * @param neverCame the events that were lost on their way and matter
 */
record Evidence(
        Journal journal,
        Map<Long, OrderRow> orders,
        List<Transition> transitions,
        List<Note> notes,
        List<LedgerLine> ledger,
        List<WorkflowExecutionMetadata> runs,
        Set<String> callbacks,
        List<Delivery> deliveries,
        Map<Long, String> statuses,
        Map<Long, OpenReview> reviews,
        long neverCame) {

    /** The event types that concern an order's payment; all others may be acknowledged and dropped. */
    static final Set<String> MATTER = Set.of(
            "payment_intent.succeeded",
            "payment_intent.payment_failed",
            "payment_intent.canceled",
            "payment_intent.processing",
            "payment_intent.requires_action",
            "payment_intent.amount_capturable_updated",
            "charge.refunded",
            "refund.created",
            "refund.updated",
            "refund.failed");

    /** A row of the ledger. */
    record LedgerLine(long order, String entry, String actor, String rules) {}

    static Evidence gather(Installation all, Histories histories, Client client) throws Exception {
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
        Map<Long, String> statuses = new HashMap<>();
        for (long order : orders.keySet()) {
            statuses.put(order, client.status(order));
        }
        Map<Long, OpenReview> reviews = new TreeMap<>();
        statuses.forEach((order, status) -> {
            if (status.equals("NEEDS_REVIEW")) {
                reviews.put(order, OpenReview.latest(all, order));
            }
        });
        return new Evidence(
                all.stripe().journal(),
                orders,
                all.store().transitions(),
                all.store().notes(),
                ledger,
                histories.runs(),
                histories.callbacks(),
                all.stripe().webhooks().payments(),
                statuses,
                reviews,
                all.stripe().events().all().stream()
                        .filter(event -> MATTER.contains(event.type()))
                        .filter(event -> all.stripe().webhooks().loses(event))
                        .count());
    }

    OrderRow order(long id) {
        return Objects.requireNonNull(orders.get(id), "The store has lost an order");
    }

    /** Returns the order's status at the API. */
    String said(long order) {
        return statuses.getOrDefault(order, "");
    }

    /** Adds up the money of all payments of an order. */
    Ending.Money money(long order) {
        String number = Long.toString(order);
        long captured = journal.entries().stream()
                .filter(entry -> entry.kind() == Journal.Kind.CAPTURED)
                .filter(entry -> entry.order().filter(number::equals).isPresent())
                .mapToLong(Journal.Entry::amount)
                .sum();
        return new Ending.Money(
                captured,
                sum(journal.netOf(order)),
                sum(journal.reservedByOrder().getOrDefault(number, Map.of())));
    }

    private static long sum(Map<String, Long> amounts) {
        return amounts.values().stream().mapToLong(Long::longValue).sum();
    }

    List<Transition> transitions(long order) {
        return transitions.stream().filter(change -> change.orderId() == order).toList();
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
        return deliveries.stream().filter(Delivery::acknowledged).toList();
    }

    /** Lists the forged callbacks: each is named by its fault, while Stripe's own events have ids. */
    List<Delivery> forged() {
        return deliveries.stream()
                .filter(delivery -> !delivery.event().startsWith("evt_"))
                .toList();
    }
}
