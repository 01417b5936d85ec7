package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The case 20: a crowd that refreshes one order costs two refreshes, and each caller gets one of its own time. */
@Timeout(30)
class RefreshGateTest {

    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final RefreshGate<Integer> gate = new RefreshGate<>();
    private final AtomicInteger refreshes = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Queue<Thread> started = new ConcurrentLinkedQueue<>();

    @Test
    void G20_TwoHundredRefreshesAreTwo() throws Exception {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(this::thread)) {
            Future<Optional<Integer>> leader = hangingLeader(threads);
            List<Future<Optional<Integer>>> crowd = new ArrayList<>();
            for (int each = 0; each < 199; each++) {
                crowd.add(threads.submit(
                        () -> gate.refresh(ScriptedSystems.ORDER, "stripe", WITHIN, _ -> refreshes.incrementAndGet())));
            }
            allWait();
            end.countDown();

            assertThat(leader.get()).contains(1);
            for (Future<Optional<Integer>> each : crowd) {
                assertThat(each.get())
                        .as("a refresh that started after the call")
                        .contains(2);
            }
        }
        assertThat(refreshes).hasValue(2);
    }

    @Test
    void aRefreshAfterTheCrowdIsANewOne() {
        assertThat(gate.refresh(ScriptedSystems.ORDER, "stripe", WITHIN, _ -> refreshes.incrementAndGet()))
                .contains(1);
        assertThat(gate.refresh(ScriptedSystems.ORDER, "stripe", WITHIN, _ -> refreshes.incrementAndGet()))
                .contains(2);
    }

    @Test
    void aRefreshThatHangsHoldsItsCallersNoLongerThanTheirTime() throws Exception {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(this::thread)) {
            Future<Optional<Integer>> leader = hangingLeader(threads);
            Duration shortly = Duration.ofMillis(200);
            Future<Optional<Integer>> second =
                    threads.submit(() -> gate.refresh(ScriptedSystems.ORDER, "stripe", shortly, _ -> 7));
            allWait();

            assertThat(gate.refresh(ScriptedSystems.ORDER, "stripe", Duration.ofMillis(10), _ -> 8))
                    .isEmpty();
            assertThat(second.get()).contains(7);
            end.countDown();
            assertThat(leader.get()).contains(1);
        }
        assertThat(gate.refresh(ScriptedSystems.ORDER, "stripe", WITHIN, _ -> 9))
                .contains(9);
    }

    /** Starts a refresh that lasts until the latch is open, and returns once it runs. */
    private Future<Optional<Integer>> hangingLeader(ExecutorService threads) throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(1);
        Future<Optional<Integer>> leader =
                threads.submit(() -> gate.refresh(ScriptedSystems.ORDER, "stripe", WITHIN, _ -> {
                    runs.countDown();
                    awaitTheEnd();
                    return refreshes.incrementAndGet();
                }));
        runs.await();
        return leader;
    }

    private Thread thread(Runnable task) {
        Thread thread = Thread.ofVirtual().unstarted(task);
        started.add(thread);
        return thread;
    }

    /** Returns once each started thread waits: the leader for the end, and the others for a refresh. */
    private void allWait() {
        while (!started.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
    }

    private void awaitTheEnd() {
        try {
            assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }
}
