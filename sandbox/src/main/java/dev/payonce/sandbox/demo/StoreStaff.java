package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Installation;
import dev.payonce.servers.store.OrderRow;
import dev.payonce.servers.stripe.state.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The store's staff, who request refunds as soon as an order is paid, during all disturbances. */
final class StoreStaff {

    /** The first letters of its requests' idempotency keys. */
    static final String KEY = "refund-";

    private static final int AT_ONCE = 8;
    private static final Duration GLANCE = Duration.ofMillis(300);

    private final Installation all;
    private final Client client;
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final List<RefundPlan> plan = new CopyOnWriteArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final ConcurrentLinkedQueue<Future<?>> pending = new ConcurrentLinkedQueue<>();

    StoreStaff(Installation all, Client client) {
        this.all = all;
        this.client = client;
    }

    List<RefundPlan> plan() {
        return List.copyOf(plan);
    }

    /** Starts each plan once its order is paid; {@link #await} waits for all answers. */
    void go(List<RefundPlan> orders) {
        plan.addAll(orders);
        pending.add(client.start(() -> watch(new ArrayList<>(orders))));
    }

    /** Sends each request again. */
    void again() throws Exception {
        plan.forEach(one -> one.requests()
                .forEach(request -> pending.add(
                        client.start(() -> ask(one, request, request.keys().getFirst())))));
        await();
    }

    /** Says how far the refunds are. */
    String state() {
        return answered.get() + " of " + plan.size() + " orders have the answers to their refunds";
    }

    void await() throws Exception {
        long end = System.nanoTime() + Client.PATIENCE.toNanos();
        for (Future<?> each = pending.poll(); each != null; each = pending.poll()) {
            each.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private void watch(List<RefundPlan> waiting) {
        long end = System.nanoTime() + Client.PATIENCE.toNanos();
        while (!waiting.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(waiting.size() + " orders are not paid after "
                        + Client.PATIENCE.toSeconds() + " s, so nothing can be refunded");
            }
            Set<Long> paid = all.store().orders().stream()
                    .filter(OrderRow::isPaid)
                    .map(OrderRow::id)
                    .collect(Collectors.toSet());
            for (Iterator<RefundPlan> each = waiting.iterator(); each.hasNext(); ) {
                RefundPlan one = each.next();
                if (paid.contains(one.order().id())) {
                    each.remove();
                    pending.add(client.start(() -> play(one)));
                }
            }
            Disturbance.pause(GLANCE);
        }
    }

    private void play(RefundPlan one) throws Exception {
        slots.acquire();
        try {
            RefundPlan.RefundRequest first = one.requests().getFirst();
            switch (one.manner()) {
                case IN_PARTS -> {
                    ask(one, first, first.keys().getFirst());
                    ask(
                            one,
                            one.requests().getLast(),
                            one.requests().getLast().keys().getFirst());
                }
                case PARTS_AT_ONCE -> {
                    RefundPlan.RefundRequest other = one.requests().getLast();
                    client.together(
                            () -> ask(one, first, first.keys().getFirst()),
                            () -> ask(one, other, other.keys().getFirst()));
                }
                case DOUBLE_CLICK, ASKED_TWICE ->
                    client.together(
                            () -> ask(one, first, first.keys().getFirst()),
                            () -> ask(one, first, first.keys().getLast()));
                case WHOLE_AND_BY_HAND, PART_AND_BY_HAND ->
                    client.together(() -> ask(one, first, first.keys().getFirst()), () -> byHand(one));
            }
            answered.incrementAndGet();
        } finally {
            slots.release();
        }
    }

    private void ask(RefundPlan one, RefundPlan.RefundRequest request, String key) throws Exception {
        String amount =
                request.minor().map(minor -> "\"amount\":" + minor + ",").orElse("");
        client.ask(
                one.results(),
                KEY + key,
                "/payments/" + one.order().id() + "/refunds",
                "{" + amount + "\"refund\":" + request.id() + ",\"reason\":\"requested_by_customer\"}");
    }

    /** Refunds in Stripe's dashboard. Stripe refuses a second refund of the whole, which is right. */
    private void byHand(RefundPlan one) {
        String payment = all.stripe().journal().entries().stream()
                .filter(entry -> entry.kind() == Journal.Kind.CAPTURED)
                .filter(entry -> entry.order()
                        .filter(Long.toString(one.order().id())::equals)
                        .isPresent())
                .map(Journal.Entry::intent)
                .findFirst()
                .orElseThrow();
        try {
            all.stripe().merchant().refund(payment, one.byHand());
        } catch (RuntimeException tooLate) {
            one.results().statuses().add(0);
        }
    }
}
