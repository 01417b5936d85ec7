package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.store.OrderRow;
import dev.payonce.sandbox.stripe.state.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The shop's staff, who give money back as soon as an order is paid, while everything else goes on. */
final class Clerks {

    /** What its requests' keys begin with. */
    static final String KEY = "refund-";

    private static final int AT_ONCE = 8;
    private static final Duration GLANCE = Duration.ofMillis(300);

    private final Installation all;
    private final Client client;
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final List<GivenBack> plan = new ArrayList<>();
    private final ConcurrentLinkedQueue<Future<?>> under = new ConcurrentLinkedQueue<>();

    Clerks(Installation all, Client client) {
        this.all = all;
        this.client = client;
    }

    List<GivenBack> plan() {
        return List.copyOf(plan);
    }

    /** Each is begun once its order is paid; {@link #await} tells when all have their answers. */
    void go(List<GivenBack> orders) {
        plan.addAll(orders);
        under.add(client.start(() -> watch(new ArrayList<>(orders))));
    }

    /** Everybody asks once more for what is answered already. */
    void again() throws Exception {
        plan.forEach(one -> one.wishes()
                .forEach(wish ->
                        under.add(client.start(() -> ask(one, wish, wish.keys().getFirst())))));
        await();
    }

    void await() throws Exception {
        long end = System.nanoTime() + Client.PATIENCE.toNanos();
        for (Future<?> each = under.poll(); each != null; each = under.poll()) {
            each.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private void watch(List<GivenBack> waiting) {
        long end = System.nanoTime() + Client.PATIENCE.toNanos();
        while (!waiting.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(waiting.size() + " orders were never paid, and have nothing to refund");
            }
            Set<Long> paid = all.store().orders().stream()
                    .filter(OrderRow::isPaid)
                    .map(OrderRow::id)
                    .collect(Collectors.toSet());
            for (Iterator<GivenBack> each = waiting.iterator(); each.hasNext(); ) {
                GivenBack one = each.next();
                if (paid.contains(one.order().id())) {
                    each.remove();
                    under.add(client.start(() -> play(one)));
                }
            }
            Disturbances.pause(GLANCE);
        }
    }

    private void play(GivenBack one) throws Exception {
        slots.acquire();
        try {
            GivenBack.Wish first = one.wishes().getFirst();
            switch (one.manner()) {
                case IN_PARTS -> {
                    ask(one, first, first.keys().getFirst());
                    ask(
                            one,
                            one.wishes().getLast(),
                            one.wishes().getLast().keys().getFirst());
                }
                case PARTS_AT_ONCE -> {
                    GivenBack.Wish other = one.wishes().getLast();
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
        } finally {
            slots.release();
        }
    }

    private void ask(GivenBack one, GivenBack.Wish wish, String key) throws Exception {
        String amount = wish.minor().map(minor -> "\"amount\":" + minor + ",").orElse("");
        client.ask(
                one.results(),
                KEY + key,
                "/payments/" + one.order().id() + "/refunds",
                "{" + amount + "\"refund\":" + wish.id() + ",\"reason\":\"requested_by_customer\"}");
    }

    /** Stripe refuses it where the whole went back already, and that is all right. */
    private void byHand(GivenBack one) {
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
