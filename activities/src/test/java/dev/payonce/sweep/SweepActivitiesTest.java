package dev.payonce.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.EventList.ListedEvent;
import dev.payonce.gateway.EventList.Window;
import dev.payonce.ledger.Cursors;
import dev.payonce.ledger.OverdueOrders;
import dev.payonce.ledger.OverdueOrders.Cursor;
import dev.payonce.order.OrderId;
import dev.payonce.redis.CallbackCache;
import dev.payonce.workflow.OrderRuns;
import dev.payonce.workflow.Sweep;
import dev.payonce.workflow.Sweep.Span;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SweepActivitiesTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Span JUST_NOW = new Span(new Window(NOW.minusSeconds(600), NOW), false);
    private static final Span YESTERDAY =
            new Span(new Window(NOW.minus(Duration.ofDays(1)), NOW.minusSeconds(1)), true);

    private final Map<Long, Instant> refreshes = new HashMap<>();
    private final List<Long> staleOrders = new ArrayList<>();
    private final Map<String, Instant> cursors = new HashMap<>();
    private final Set<String> applied = new HashSet<>();
    private final Set<String> recorded = new HashSet<>(Set.of("pi_1"));
    private final Set<String> durable = new HashSet<>();
    private final List<String> done = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Duration age = Duration.ZERO;
    private final SweepActivities sweeper = new SweepActivities(
            new Sweep.Plan(Duration.ofMinutes(5), List.of("stripe")),
            "north",
            new Watched(),
            new Kept(),
            new Marks(),
            new Written(),
            () -> done.add("-"),
            () -> NOW.plus(age),
            metrics);

    @Test
    void ordersOverdueByMoreThanARoundAreStartedOneAfterTheOther() {
        refreshes.put(7L, NOW.minusSeconds(301));
        refreshes.put(8L, NOW.minusSeconds(299));

        Sweep.Woken woken = sweeper.wake(OverdueOrders.Overdue.FIRST);

        assertThat(done).containsExactly("-", "wake north-7");
        assertThat(woken.more()).isFalse();
    }

    @Test
    void moreThanABatchIsLeftForTheNextStep() {
        LongStream.rangeClosed(1, 70).forEach(order -> refreshes.put(order, NOW.minusSeconds(1_000 - order)));

        Sweep.Woken first = sweeper.wake(OverdueOrders.Overdue.FIRST);
        Sweep.Woken second = sweeper.wake(first.last());

        assertThat(first.more()).isTrue();
        assertThat(second.more()).isFalse();
        assertThat(done).filteredOn(step -> step.startsWith("wake")).hasSize(70).doesNotHaveDuplicates();
    }

    @Test
    void aPaidOrderThatWasSetBackIsRefreshed() {
        staleOrders.add(9L);

        Cursor reached = new Cursor(NOW, 9);
        assertThat(sweeper.repair(Cursor.START)).isEqualTo(new Sweep.Repaired(reached, false));
        assertThat(sweeper.repair(reached)).isEqualTo(new Sweep.Repaired(reached, false));
        assertThat(done).containsExactly("-", "refresh north-9");
    }

    @Test
    void anEventGoesTheWayOfItsCallbackUnlessItIsApplied() {
        applied.add("evt_2");

        sweeper.handOver(
                JUST_NOW,
                List.of(
                        listed("evt_3", Optional.of(new OrderId("north", 7))),
                        listed("evt_2", Optional.of(new OrderId("north", 7))),
                        listed("evt_1", Optional.empty())));

        assertThat(done).containsExactly("-", "deliver evt_1 ?", "-", "deliver evt_3 north-7");
        assertThat(durable).containsExactlyInAnyOrder("evt_1", "evt_3");
    }

    @Test
    void J35_aMarkThatTheLedgerDoesNotConfirmSwallowsNothing() {
        applied.add("evt_1");
        recorded.clear();

        sweeper.handOver(JUST_NOW, List.of(listed("evt_1", Optional.of(new OrderId("north", 7)))));

        assertThat(done).containsExactly("-", "deliver evt_1 north-7");
    }

    @Test
    void J35_anEventWithoutOurTagIsSkippedByItsSealedMark() {
        applied.add("evt_1");
        recorded.clear();

        sweeper.handOver(JUST_NOW, List.of(listed("evt_1", Optional.empty())));

        assertThat(done).isEmpty();
    }

    @Test
    void aRoundThatIsDoneRestartsItsAge() {
        assertThat(metrics.get("payonce.sweep.age").gauge().value()).isZero();
        age = Duration.ofHours(1);
        assertThat(metrics.get("payonce.sweep.age").gauge().value())
                .as("where none was ever done it is that of the start, since an alarm reads no NaN")
                .isEqualTo(3600);

        sweeper.repair(Cursor.START);

        assertThat(metrics.get("payonce.sweep.age").gauge().value()).isZero();
    }

    @Test
    void S35_aDurableCallbackNotYetAppliedIsHandedOverAgainForTemporalMayBeLost() {
        durable.add("evt_1");

        sweeper.handOver(JUST_NOW, List.of(listed("evt_1", Optional.of(new OrderId("north", 7)))));

        assertThat(done).containsExactly("-", "deliver evt_1 north-7");
    }

    @Test
    void S35_nowAndThenTheLastDayIsReadAgain() {
        cursors.put("stripe", NOW.minusSeconds(600));

        assertThat(sweeper.span("stripe", true))
                .isEqualTo(new Span(new Window(NOW.minusSeconds(600).minus(Cursors.LAST_DAY), NOW), false));
    }

    @Test
    void S31_aCursorOfYesterdayReportsARestoredStore() {
        cursors.put("stripe", YESTERDAY.window().from());
        Window sinceThen = new Window(YESTERDAY.window().from().minus(Cursors.OVERLAP), NOW);

        assertThat(sweeper.span("stripe", false)).isEqualTo(new Span(sinceThen, true));
        assertThat(sweeper.span("stripe", true)).isEqualTo(new Span(sinceThen, true));
    }

    @Test
    void S31_aCachedCallbackIsHandedOverAllTheSameWhereTheStoreMayHaveForgottenIt() {
        applied.add("evt_1");

        sweeper.handOver(YESTERDAY, List.of(listed("evt_1", Optional.of(new OrderId("north", 7)))));

        assertThat(done).containsExactly("-", "deliver evt_1 north-7");
    }

    @Test
    void S31_theCursorIsNotMovedOverWhatWasForgottenWhileTheListWasRead() {
        cursors.put("stripe", YESTERDAY.window().from());

        sweeper.reached("stripe", JUST_NOW);

        assertThat(cursors).containsEntry("stripe", YESTERDAY.window().from());
    }

    @Test
    void theListIsReadFromAWhileBeforeTheCursor() {
        cursors.put("stripe", NOW.minusSeconds(600));

        assertThat(sweeper.span("stripe", false)).isEqualTo(new Span(new Window(NOW.minusSeconds(900), NOW), false));
    }

    @Test
    void anAccountThatWasNeverReadBeginsNow() {
        assertThat(sweeper.span("stripe", true)).isEqualTo(new Span(new Window(NOW, NOW), false));
        assertThat(cursors).as("not before it was read").isEmpty();
    }

    @Test
    void theCursorNeverMovesBack() {
        sweeper.reached("stripe", JUST_NOW);
        sweeper.reached("stripe", YESTERDAY);

        assertThat(cursors).containsEntry("stripe", NOW);
    }

    private static ListedEvent listed(String event, Optional<OrderId> order) {
        return new ListedEvent(new Callback(event, "stripe", "pi_1", "payment_intent.succeeded", ""), order);
    }

    private final class Watched implements OverdueOrders {

        @Override
        public List<Overdue> overdue(Instant before, Overdue after, int most) {
            return refreshes.entrySet().stream()
                    .map(each -> new Overdue(each.getKey(), each.getValue()))
                    .filter(each -> each.nextRefresh().isBefore(before))
                    .filter(each -> each.nextRefresh().isAfter(after.nextRefresh()))
                    .sorted(java.util.Comparator.comparing(Overdue::nextRefresh))
                    .limit(most)
                    .toList();
        }

        @Override
        public Set<String> recorded(String gateway, Set<String> ids) {
            return ids.stream().filter(recorded::contains).collect(Collectors.toSet());
        }

        @Override
        public StaleWrites staleWrites(Cursor after, int most) {
            List<OrderId> stale = staleOrders.stream()
                    .filter(order -> order > after.order())
                    .map(order -> new OrderId("north", order))
                    .toList();
            return new StaleWrites(stale, new Cursor(NOW, 9), false);
        }
    }

    private final class Kept implements Cursors {

        @Override
        public Optional<Instant> of(String account) {
            return Optional.ofNullable(cursors.get(account));
        }

        @Override
        public void move(String account, Instant to) {
            cursors.put(account, to);
        }
    }

    private final class Marks implements CallbackCache {

        @Override
        public boolean known(Callback callback) {
            throw new AssertionError("what is only durable is not known to the sweep");
        }

        @Override
        public boolean applied(Callback callback) {
            return applied.contains(callback.event());
        }

        @Override
        public void durable(Callback callback) {
            durable.add(callback.event());
        }
    }

    private final class Written implements OrderRuns {

        @Override
        public void wake(OrderId order) {
            done.add("wake " + order.workflowId());
        }

        @Override
        public void refresh(OrderId order) {
            done.add("refresh " + order.workflowId());
        }

        @Override
        public void deliver(Optional<OrderId> order, Callback callback) {
            done.add("deliver " + callback.event() + " "
                    + order.map(OrderId::workflowId).orElse("?"));
        }
    }
}
