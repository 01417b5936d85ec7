package dev.payonce.workflow;

import dev.payonce.order.Names;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Callback;
import dev.payonce.payment.Lookup;
import dev.payonce.workflow.PaymentWorkflow.Start;
import dev.payonce.workflow.PaymentWorkflow.Unread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run has been told and has not finished. Signal handlers only put things in; nothing is taken out before it is
 * applied, so whatever interrupts the run finds it here again. Lives inside a workflow: one thread at a time.
 */
final class Inbox {

    /** As many unreadable signals are carried on; further ones stay in the history of the run that got them. */
    private static final int MOST_UNREAD = 100;

    /** A signal that is kept is kept up to this length of an argument, in characters. */
    private static final int LONGEST_UNREAD = 4096;

    private final Map<String, Callback> callbacks = new LinkedHashMap<>();
    private final List<Unread> unread = new ArrayList<>();
    private List<Lookup> lookups;
    private boolean news;

    /** What no earlier version could read is tried again: this may be the version that can. */
    Inbox(Start start) {
        start.callbacks().forEach(callback -> callbacks.put(callback.event(), callback));
        lookups = start.lookups();
        start.unread().forEach(signal -> signal(signal.signal(), signal.arguments()));
    }

    /** Takes any signal: a callback that can be read becomes one, everything else is kept as it came. */
    void signal(String name, List<? extends @Nullable String> arguments) {
        news = true;
        try {
            if (name.equals("look")) {
                return;
            }
            if (name.equals("callback") && arguments.size() >= 5) {
                List<String> five = arguments.stream()
                        .limit(5)
                        .map(argument -> Objects.requireNonNull(argument, "missing"))
                        .toList();
                Callback callback = new Callback(five.get(0), five.get(1), five.get(2), five.get(3), five.get(4));
                callbacks.put(callback.event(), callback);
                return;
            }
        } catch (IllegalArgumentException | NullPointerException unreadable) {
            // Falls through: it is kept.
        }
        if (unread.size() < MOST_UNREAD) {
            unread.add(new Unread(name, arguments.stream().map(Inbox::kept).toList()));
        }
    }

    private static String kept(@Nullable String argument) {
        String text = Objects.requireNonNullElse(argument, "null");
        return text.substring(0, Math.min(text.length(), LONGEST_UNREAD));
    }

    /** Everything that is to be looked at now. It stays in the inbox until it is {@link #applied}. */
    Batch read() {
        news = false;
        return new Batch(List.copyOf(callbacks.values()), lookups);
    }

    void applied(Batch batch) {
        batch.callbacks().forEach(callback -> callbacks.remove(callback.event(), callback));
        lookups = List.of();
    }

    void lookAt(List<Lookup> what) {
        lookups = what;
    }

    boolean hasNews() {
        return news;
    }

    List<Unread> unread() {
        return unread;
    }

    Start carry(OrderId order) {
        return new Start(order, List.copyOf(callbacks.values()), lookups, unread);
    }

    /** Callbacks that came, and lookups that were promised. */
    record Batch(List<Callback> callbacks, List<Lookup> lookups) {

        /** One lookup a gateway, however many callbacks named the same object. */
        List<Lookup> objects() {
            Map<String, Names> byGateway = new TreeMap<>();
            Stream.concat(
                            lookups.stream(),
                            callbacks.stream()
                                    .map(callback -> new Lookup(callback.account(), Names.of(callback.object()))))
                    .forEach(lookup -> byGateway.merge(lookup.gateway(), lookup.objects(), Names::and));
            return byGateway.entrySet().stream()
                    .map(each -> new Lookup(each.getKey(), each.getValue()))
                    .toList();
        }

        /** For the ledger: who brought this about. */
        String actor() {
            return callbacks.isEmpty()
                    ? "look"
                    : "callback " + callbacks.getLast().event();
        }

        /** Those callbacks whose object the gateway knows: only they are applied. */
        List<Callback> found(Names unfound) {
            return callbacks.stream()
                    .filter(callback -> !unfound.contains(callback.object()))
                    .toList();
        }
    }
}
