package dev.payonce.servers.stripe.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The events that are on their way together; over once each copy was received or given up. */
public final class Batch {

    private final CountDownLatch left;
    private final List<Delivery> attempts = new ArrayList<>();

    Batch(int sends) {
        this.left = new CountDownLatch(sends);
    }

    void tried(Delivery delivery) {
        synchronized (attempts) {
            attempts.add(delivery);
        }
    }

    /** Reports whether a copy of the event in this batch was received. */
    boolean received(String event) {
        return attempts().stream()
                .anyMatch(attempt -> attempt.acknowledged() && attempt.event().equals(event));
    }

    void done() {
        left.countDown();
    }

    /** Waits for its end, for up to this time; true when it is over. */
    public boolean await(Duration atMost) throws InterruptedException {
        return left.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    public boolean over() {
        return left.getCount() == 0;
    }

    /** Returns every attempt until now. */
    public List<Delivery> attempts() {
        synchronized (attempts) {
            return List.copyOf(attempts);
        }
    }
}
