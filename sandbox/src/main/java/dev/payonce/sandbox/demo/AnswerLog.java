package dev.payonce.sandbox.demo;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * The API's answers to the requests about one order.
 *
 * @param last the final answers, by idempotency key; two bodies for one key contradict each other
 * @param statuses every HTTP status, oldest first
 */
record AnswerLog(long order, Map<String, Set<Final>> last, Queue<Integer> statuses) {

    /** @param status the body's word, for instance {@code paid} */
    record Final(int code, String status, String body) {}

    static AnswerLog about(long order) {
        return new AnswerLog(order, new ConcurrentHashMap<>(), new ConcurrentLinkedQueue<>());
    }

    void add(String key, Final result) {
        last.computeIfAbsent(key, _ -> ConcurrentHashMap.newKeySet()).add(result);
    }

    /** Returns the final statuses that the request with this key got; two of them contradict each other. */
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
