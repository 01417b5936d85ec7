package dev.payonce.sandbox.outage;

import dev.payonce.servers.stripe.http.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The calls that the gateway got in a time. */
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

    /** Counts the calls in the busiest span of this length. */
    int mostIn(Duration span) {
        Deque<Instant> last = new ArrayDeque<>();
        int most = 0;
        for (Instant call : calls) {
            last.addLast(call);
            while (Duration.between(last.getFirst(), call).compareTo(span) >= 0) {
                last.removeFirst();
            }
            most = Math.max(most, last.size());
        }
        return most;
    }
}
