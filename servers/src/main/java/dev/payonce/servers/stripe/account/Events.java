package dev.payonce.servers.stripe.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The list of every event that Stripe would have made, oldest first. Safe for many threads. */
public final class Events {

    private final Map<String, Event> byId = new LinkedHashMap<>();
    private final Map<String, List<Event>> byIntent = new HashMap<>();
    private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();

    void append(Event event) {
        synchronized (this) {
            byId.put(event.id(), event);
            byIntent.computeIfAbsent(event.intent(), _ -> new ArrayList<>()).add(event);
        }
        listeners.forEach(listener -> listener.accept(event));
    }

    public synchronized List<Event> all() {
        return List.copyOf(byId.values());
    }

    /** Returns one payment's events in the order in which they came about. */
    public synchronized List<Event> of(String intent) {
        return List.copyOf(byIntent.getOrDefault(intent, List.of()));
    }

    /** Returns a payment's newest event of a type. */
    public Optional<Event> last(String intent, String type) {
        return of(intent).stream().filter(event -> event.type().equals(type)).reduce((_, newer) -> newer);
    }

    public synchronized Optional<Event> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Adds a listener. It is called in the thread that moved the payment, and must not wait. */
    public void listen(Consumer<Event> listener) {
        listeners.add(listener);
    }
}
