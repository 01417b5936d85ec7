package dev.payonce.sandbox.outage;

import dev.payonce.sandbox.stripe.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What the gateway was asked in a time. */
record Traffic(List<Instant> calls) {

    static Traffic between(List<Call> calls, Instant from, Instant to) {
        return new Traffic(calls.stream()
                .map(Call::at)
                .filter(at -> !at.isBefore(from) && at.isBefore(to))
                .sorted()
                .toList());
    }

    int count() {
        return calls.size();
    }

    /** In whichever second was the worst. */
    int mostInASecond() {
        Deque<Instant> second = new ArrayDeque<>();
        int most = 0;
        for (Instant call : calls) {
            second.addLast(call);
            while (Duration.between(second.getFirst(), call).compareTo(Duration.ofSeconds(1)) >= 0) {
                second.removeFirst();
            }
            most = Math.max(most, second.size());
        }
        return most;
    }
}
