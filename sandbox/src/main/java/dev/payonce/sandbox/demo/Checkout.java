package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.store.StoreOrder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One order that is paid through Payonce itself, and what its shopper does.
 *
 * @param answers the final answers that came, by idempotency key; more than one body for a key is one too many
 * @param statuses every HTTP status that came, oldest first
 */
record Checkout(
        StoreOrder order, Manner manner, Map<String, Set<String>> answers, ConcurrentLinkedQueue<Integer> statuses) {

    /** How shoppers are. */
    enum Manner {
        DOUBLE_CLICK,
        TWO_TABS,
        RELOADS,
        ANOTHER_CARD,
        THREE_D_SECURE,
        CANCELS_WHILE_PAYING
    }

    static Checkout of(StoreOrder order, Manner manner) {
        return new Checkout(order, manner, new ConcurrentHashMap<>(), new ConcurrentLinkedQueue<>());
    }

    void finalAnswer(String key, int status, String body) {
        answers.computeIfAbsent(key, _ -> ConcurrentHashMap.newKeySet()).add(status + " " + body);
    }

    List<String> contradictions() {
        return answers.entrySet().stream()
                .filter(each -> each.getValue().size() > 1)
                .map(each -> "order " + order.id() + " answered " + each.getKey() + " with " + each.getValue())
                .toList();
    }
}
