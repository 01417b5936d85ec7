package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatInterceptorTest {

    private static final Duration EVERY = Duration.ofMillis(5);

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final List<String> whose = new CopyOnWriteArrayList<>();
    private final TestActivityEnvironment activities =
            TestActivityEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                            .setWorkerInterceptors(new HeartbeatInterceptor(EVERY, this::tell))
                            .build())
                    .build());

    @ActivityInterface
    public interface Slow {
        int untilTold(int times);
    }

    private final class UntilTold implements Slow {
        @Override
        public int untilTold(int times) {
            String own = Activity.getExecutionContext().getInfo().getActivityId();
            int beats = 0;
            while (beats < times) {
                beats += own.equals(next()) ? 1 : 0;
            }
            return beats;
        }
    }

    HeartbeatInterceptorTest() {
        activities.registerActivitiesImplementations(new UntilTold());
    }

    @AfterEach
    void close() {
        activities.close();
    }

    @Test
    void aTryThatTakesLongSaysAgainAndAgainThatItIsUnderWay() {
        assertThat(run(3)).isEqualTo(3);
    }

    @Test
    void oneThatIsOverSaysNothingMore() {
        run(1);
        String first = whose.getLast();
        whose.clear();

        run(10);

        assertThat(whose).as("of the next").filteredOn(id -> !id.equals(first)).hasSizeGreaterThanOrEqualTo(10);
        assertThat(whose).as("what was on its way").filteredOn(first::equals).hasSizeLessThanOrEqualTo(1);
    }

    private int run(int times) {
        return activities
                .newActivityStub(
                        Slow.class,
                        ActivityOptions.newBuilder()
                                .setStartToCloseTimeout(Duration.ofSeconds(10))
                                .build())
                .untilTold(times);
    }

    private void tell(ActivityInfo activity) {
        whose.add(activity.getActivityId());
        told.add(activity.getActivityId());
    }

    private @Nullable String next() {
        try {
            return told.poll(1, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            throw new AssertionError("Interrupted", stopped);
        }
    }
}
