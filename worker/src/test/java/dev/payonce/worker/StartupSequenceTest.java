package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.failure.Failures;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StartupSequenceTest {

    private final Deque<Exception> failures = new ArrayDeque<>();
    private final List<String> took = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> waited = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch done = new CountDownLatch(1);

    @Test
    void takesItsStepsInOrderAndEachUntilItSucceeds() throws Exception {
        failures.addAll(Collections.nCopies(6, Failures.transientOne("mysql-away", "Away", Optional.empty(), null)));
        StartupSequence startup = startup((_, longest) -> !waited.add(longest));
        startup.start();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(took).containsExactly("migrate", "start");
        assertThat(waited.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L, 15L, 15L);
        startup.stop();
        assertThat(took).containsExactly("migrate", "start", "stop");
    }

    @Test
    void aFailureForTheOperatorIsTriedAgainEveryMinute() throws Exception {
        failures.addAll(List.of(
                Failures.nonRetryable("site-differs", "The site differs", null),
                Status.NOT_FOUND.asRuntimeException()));
        StartupSequence startup = startup((_, longest) -> !waited.add(longest));
        startup.start();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(waited).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(1));
        startup.stop();
    }

    @Test
    void saysWhatItWaitsFor() throws Exception {
        failures.add(Failures.nonRetryable("site-differs", "The site differs", null));
        CountDownLatch waiting = new CountDownLatch(1);
        StartupSequence startup = startup((stop, _) -> {
            waiting.countDown();
            return stop.await(10, TimeUnit.SECONDS);
        });
        startup.start();
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(startup.state())
                .isEqualTo(new StartupSequence.State(false, "cannot bring the tables up to date: The site differs"));
        startup.stop();
        assertThat(startup.state().working()).isFalse();
        assertThat(took).containsExactly("stop");
    }

    /** The account was compared later, while Temporal was away: no step may begin the work after that. */
    @Test
    void aRefusalDuringTheStartEndsItForGood() throws Exception {
        failures.add(Failures.transientOne("temporal-away", "Away", Optional.empty(), null));
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        StartupSequence startup = startup((stop, _) -> {
            waiting.countDown();
            try {
                return stop.await(10, TimeUnit.SECONDS);
            } finally {
                stopped.complete(stop.getCount() == 0);
            }
        });
        startup.start();
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
        startup.refuse("the key is another account's");
        assertThat(stopped.get(15, TimeUnit.SECONDS)).isTrue();
        assertThat(startup.state()).isEqualTo(new StartupSequence.State(false, "the key is another account's"));
        assertThat(took).containsExactly("stop");
    }

    @Test
    void aRefusalDuringTheLastStepEndsWhatTheStepBegan() throws Exception {
        CountDownLatch starting = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(2);
        StartupSequence startup = new StartupSequence(
                List.of(new StartupSequence.Step("start", () -> {
                    starting.countDown();
                    awaitUninterrupted(goesOn);
                    took.add("start");
                })),
                () -> {
                    took.add("stop");
                    ended.countDown();
                },
                (_, _) -> false);
        startup.start();
        assertThat(starting.await(10, TimeUnit.SECONDS)).isTrue();
        startup.refuse("the key is another account's");
        goesOn.countDown();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(took).containsExactly("stop", "start", "stop");
        assertThat(startup.state()).isEqualTo(new StartupSequence.State(false, "the key is another account's"));
    }

    @Test
    void anUnknownFailureIsHopedToPass() {
        assertThat(StartupFailure.of(new IllegalStateException(new IOException("secret"))))
                .isEqualTo(new StartupFailure(false, "IllegalStateException"));
        assertThat(StartupFailure.of(new IllegalStateException(Status.UNAVAILABLE.asRuntimeException())))
                .isEqualTo(new StartupFailure(false, "Temporal responds UNAVAILABLE"));
    }

    /** Waits as Temporal's start does, which no interrupt ends. */
    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private StartupSequence startup(StartupSequence.Pause pause) {
        return new StartupSequence(
                List.of(
                        new StartupSequence.Step("bring the tables up to date", () -> {
                            Exception failure = failures.poll();
                            if (failure != null) {
                                throw failure;
                            }
                            took.add("migrate");
                        }),
                        new StartupSequence.Step("start", () -> {
                            took.add("start");
                            done.countDown();
                        })),
                () -> took.add("stop"),
                pause);
    }
}
