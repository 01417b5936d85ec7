package dev.payonce.servers.stripe.webhook;

import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.webhook.DeliveryPlan.Send;
import dev.payonce.servers.stripe.webhook.Sender.Parcel;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of events as Stripe does it: signed at every attempt, and repeated until a 2xx comes. It stops repeating an
 * event once any copy of it in the same batch was acknowledged; a later batch is like a resend from Stripe's dashboard. An
 * acknowledgement that is given too early loses the event, and a test sees it.
 */
public final class Webhooks implements AutoCloseable {

    private final InstantSource clock;
    private final Sender sender;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Delivery> payments = new ArrayList<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Batch> underway = ConcurrentHashMap.newKeySet();
    private volatile @Nullable URI url;
    private volatile List<String> secrets = List.of();
    private volatile double pace = 3600;
    private volatile Retries retries = Retries.threeDays();
    private volatile Predicate<Event> lost = event -> false;

    public Webhooks(InstantSource clock) {
        this.clock = clock;
        this.sender = new Sender(clock);
    }

    /**
     * Sets where events go; replaces the former address. With several secrets each event carries several signatures.
     */
    public void endpoint(URI address, String... signingSecrets) {
        url = address;
        secrets = List.of(signingSecrets);
    }

    /** Returns the address that events go to; empty where none is set. */
    public Optional<URI> address() {
        return Optional.ofNullable(url);
    }

    /** Sets the seconds of a plan and of the retries that pass in one real second; 3600 unless said otherwise. */
    public void pace(double perSecond) {
        pace = perSecond;
    }

    public void retries(Retries next) {
        retries = next;
    }

    /** Loses one event in this number from now on: no plan delivers it. */
    public void lose(int oneIn, long seed) {
        lost = event -> new Random(seed + event.id().hashCode()).nextInt(oneIn) == 0;
    }

    public boolean loses(Event event) {
        return lost.test(event);
    }

    /** Sends one event once, now, and waits for the response. */
    public Delivery send(Event event) throws InterruptedException {
        return attempt(event, 1, 1);
    }

    /** Sends one forgery once, now, and waits for the response. It is recorded with the others. */
    public Delivery send(Forgery forged) throws InterruptedException {
        return post(new Parcel(forged.name(), "forgery", 1, 1, forged.body(), forged.signature()));
    }

    /** Starts a batch and returns at once. */
    public Batch deliver(List<Event> events, DeliveryPlan plan) {
        List<Send> sends = plan.sends(events.stream().filter(lost.negate()).toList());
        Batch batch = new Batch(sends.size());
        underway.removeIf(Batch::over);
        underway.add(batch);
        threads.execute(() -> run(batch, sends, new Semaphore(plan.atOnce())));
        return batch;
    }

    /** Makes forgeries for the endpoint as it is now. */
    public Forger forger() {
        return new Forger(secrets, clock);
    }

    /** Returns every attempt until now, the oldest response first. */
    public List<Delivery> payments() {
        synchronized (payments) {
            return List.copyOf(payments);
        }
    }

    /** Returns the ids of all events that were answered 2xx at least once. */
    public Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** Waits until nothing is under way; false when that takes longer. */
    public boolean idle(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        boolean all = true;
        for (Batch batch : underway) {
            all &= batch.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        return all;
    }

    private void run(Batch batch, List<Send> sends, Semaphore slots) {
        Duration passed = Duration.ZERO;
        try {
            for (Send send : sends) {
                waitFor(send.after().minus(passed));
                passed = send.after();
                // Taken here, not in the send's own thread, so that sends start in the plan's order.
                slots.acquire();
                threads.execute(() -> untilReceived(batch, send, slots));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Enters with a slot of the batch, and holds one during each attempt, but not while it waits for the next. */
    private void untilReceived(Batch batch, Send send, Semaphore slots) {
        try {
            Optional<Duration> wait = tryOnce(batch, send, 1, slots);
            for (int attempt = 2; wait.isPresent(); attempt++) {
                waitFor(wait.get());
                if (batch.received(send.event().id())) {
                    break;
                }
                slots.acquire();
                wait = tryOnce(batch, send, attempt, slots);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            batch.done();
        }
    }

    /** Tries once. Returns the wait before the next attempt; empty when none is to be made. */
    private Optional<Duration> tryOnce(Batch batch, Send send, int attempt, Semaphore slots)
            throws InterruptedException {
        try {
            Delivery delivery = attempt(send.event(), send.copy(), attempt);
            batch.tried(delivery);
            return delivery.acknowledged() ? Optional.empty() : retries.after(attempt);
        } finally {
            slots.release();
        }
    }

    private Delivery attempt(Event event, int copy, int attempt) throws InterruptedException {
        String signature = Signature.header(secrets, clock.instant(), event.json());
        Delivery delivery =
                post(new Parcel(event.id(), event.type(), copy, attempt, event.json(), Optional.of(signature)));
        if (delivery.acknowledged()) {
            acknowledged.add(event.id());
        }
        return delivery;
    }

    private Delivery post(Parcel parcel) throws InterruptedException {
        URI address = url;
        if (address == null) {
            throw new IllegalStateException("No endpoint yet");
        }
        Delivery delivery = sender.post(address, parcel);
        synchronized (payments) {
            payments.add(delivery);
        }
        return delivery;
    }

    /** Waits: real seconds are nominal ones by the pace. Closing ends every wait. */
    private void waitFor(Duration nominal) throws InterruptedException {
        long nanos = (long) (nominal.toNanos() / pace);
        if (nanos > 0 && closing.await(nanos, TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("The simulator closes");
        }
    }

    @Override
    public void close() {
        closing.countDown();
        threads.shutdownNow();
        sender.close();
    }
}
