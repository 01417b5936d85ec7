package dev.payonce.sandbox.demo;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * What was answered to requests about one order.
 *
 * @param last the final answers that came, by idempotency key; more than one body for a key is one too many
 * @param statuses every HTTP status that came, oldest first
 */
record Answers(long order, Map<String, Set<Final>> last, Queue<Integer> statuses) {

    /** @param status as the body names it, for instance {@code paid} */
    record Final(int code, String status, String body) {}

    static Answers about(long order) {
        return new Answers(order, new ConcurrentHashMap<>(), new ConcurrentLinkedQueue<>());
    }

    void add(String key, Final result) {
        last.computeIfAbsent(key, _ -> ConcurrentHashMap.newKeySet()).add(result);
    }

    /** What the request with this key was answered for good; more than one is one too many. */
    Set<String> statuses(String key) {
        return last.getOrDefault(key, Set.of()).stream().map(Final::status).collect(Collectors.toSet());
    }

    boolean is(String key, String status) {
        return statuses(key).contains(status);
    }

    List<String> contradictions() {
        return last.entrySet().stream()
                .filter(each -> each.getValue().size() > 1)
                .map(each -> "order " + order + " answered " + each.getKey() + " with " + each.getValue())
                .toList();
    }
}
