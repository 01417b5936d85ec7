package dev.payonce.sweep;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.EventList;
import dev.payonce.ledger.Cursors;
import dev.payonce.ledger.OverdueOrders;
import dev.payonce.ledger.OverdueOrders.Cursor;
import dev.payonce.ledger.OverdueOrders.Overdue;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.Policy;
import dev.payonce.redis.CallbackCache;
import dev.payonce.workflow.OrderRuns;
import dev.payonce.workflow.Sweep;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The steps of the sweep. An event from the gateway's list goes the way of its callback: the cache is asked for its mark,
 * then it is made durable, then the cache is informed. Metrics: {@code payonce.sweep} by kind, and {@code
 * payonce.sweep.age}.
 *
 * <p>A mark alone proves little: Redis may outlive the store's last backup. An event of a payment of ours is skipped only
 * where the ledger has recorded the payment, too. A payment without our tag may belong to no order, so there the sealed
 * mark decides.
 */
public final class SweepActivities implements Sweep {

    /** Orders in one step, and so the most that are handed over within one try of an activity. */
    static final int BATCH = 50;

    private final Plan plan;
    private final String store;
    private final OverdueOrders overdueOrders;
    private final Cursors cursors;
    private final CallbackCache duplicates;
    private final OrderRuns runs;
    private final Rate pace;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final AtomicReference<Instant> lastRound;

    /** A wait before each order, so that a recovery does not start all at once. */
    public interface Rate {
        void keep() throws InterruptedException;
    }

    /** @param plan a payment counts as overdue when its refresh is later than one pause between two rounds */
    public SweepActivities(
            Plan plan,
            String store,
            OverdueOrders overdueOrders,
            Cursors cursors,
            CallbackCache duplicates,
            OrderRuns runs,
            Rate pace,
            InstantSource clock,
            MeterRegistry metrics) {
        this.plan = plan;
        this.store = store;
        this.overdueOrders = overdueOrders;
        this.cursors = cursors;
        this.duplicates = duplicates;
        this.runs = runs;
        this.pace = pace;
        this.clock = clock;
        this.metrics = metrics;
        this.lastRound = new AtomicReference<>(clock.instant());
        Gauge.builder("payonce.sweep.age", this, SweepActivities::age)
                .description("Seconds since this worker finished a round's last step; since its start before the first")
                .register(metrics);
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public Woken wake(Overdue after) {
        List<Overdue> overdue = overdueOrders.overdue(clock.instant().minus(plan.every()), after, BATCH);
        overdue.forEach(each -> {
            wait(pace);
            runs.wake(new OrderId(store, each.order()));
        });
        count("overdue", overdue.size());
        return new Woken(overdue.isEmpty() ? after : overdue.getLast(), overdue.size() == BATCH);
    }

    @Override
    public Repaired repair(Cursor after) {
        OverdueOrders.StaleWrites stale = overdueOrders.staleWrites(after, BATCH);
        stale.orders().forEach(order -> {
            wait(pace);
            runs.refresh(order);
        });
        count("stale_write", stale.orders().size());
        if (!stale.more()) {
            lastRound.set(clock.instant());
        }
        return new Repaired(stale.reached(), stale.more());
    }

    /** Starts an account that was never read now: earlier events do not concern Payonce. */
    @Override
    public Span span(String account, boolean withLastDay) {
        Instant now = clock.instant();
        Optional<Instant> reached = cursors.of(account);
        boolean forgotten =
                reached.filter(at -> at.plus(Policy.BEHIND).isBefore(now)).isPresent();
        Duration overlap = withLastDay && !forgotten ? Cursors.LAST_DAY : Cursors.OVERLAP;
        Instant from = reached.map(at -> at.minus(overlap)).orElse(now);
        return new Span(new EventList.Window(from, now), forgotten);
    }

    @Override
    public void handOver(Span span, List<EventList.ListedEvent> listed) {
        List<EventList.ListedEvent> marked = span.forgotten()
                ? List.of()
                : listed.stream()
                        .filter(each -> duplicates.applied(each.callback()))
                        .toList();
        Set<Callback> applied = recorded(marked);
        List<EventList.ListedEvent> missed = listed.reversed().stream() // The oldest first.
                .filter(each -> !applied.contains(each.callback()))
                .toList();
        missed.forEach(each -> {
            wait(pace);
            runs.deliver(each.order(), each.callback());
            duplicates.durable(each.callback());
        });
        count("missed", missed.size());
    }

    private Set<Callback> recorded(List<EventList.ListedEvent> marked) {
        Map<String, Set<String>> idsByAccount = marked.stream()
                .filter(each -> each.order().isPresent())
                .map(EventList.ListedEvent::callback)
                .collect(groupingBy(Callback::account, mapping(Callback::object, toSet())));
        Map<String, Set<String>> recorded = new HashMap<>();
        idsByAccount.forEach((account, ids) -> recorded.put(account, overdueOrders.recorded(account, ids)));
        return marked.stream()
                .filter(each -> each.order().isEmpty() || contains(recorded, each.callback()))
                .map(EventList.ListedEvent::callback)
                .collect(toSet());
    }

    private static boolean contains(Map<String, Set<String>> recorded, Callback callback) {
        return recorded.getOrDefault(callback.account(), Set.of()).contains(callback.object());
    }

    /**
     * Moves the cursor forward only: two workers may read at once after one of them was thought dead. Nor over a gap:
     * the store may have been restored while the window was read, and its cursor with it.
     */
    @Override
    public void reached(String account, Span span) {
        Optional<Instant> known = cursors.of(account);
        boolean further = known.filter(at -> !at.isBefore(span.window().to())).isPresent();
        boolean gap = known.filter(at -> at.isBefore(span.window().from())).isPresent();
        if (!further && !gap) {
            cursors.move(account, span.window().to());
        }
    }

    private double age() {
        return Duration.between(lastRound.get(), clock.instant()).toSeconds();
    }

    private void count(String found, int howMany) {
        metrics.counter("payonce.sweep", "found", found).increment(howMany);
    }

    private static void wait(Rate pace) {
        try {
            pace.keep();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The worker stops; the step is taken again", stopping);
        }
    }
}
