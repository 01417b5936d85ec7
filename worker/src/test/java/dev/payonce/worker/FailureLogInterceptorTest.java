package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.payonce.failure.Failures;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailureLogInterceptorTest {

    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLogInterceptor.class);

    @ActivityInterface
    public interface Failing {
        void fail(boolean classified);
    }

    public static final class AlwaysFailing implements Failing {
        @Override
        public void fail(boolean classified) {
            throw classified
                    ? Failures.nonRetryable("stripe-401", "Stripe refuses the key", null)
                    : new IllegalStateException("a bug");
        }
    }

    @BeforeEach
    void listen() {
        told.start();
        logger.addAppender(told);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(told);
    }

    @Test
    void aFailureThatAnAdapterHasClassifiedIsOneLine() {
        run(true);
        assertThat(told.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage())
                    .startsWith("Fail did not succeed (stripe-401): Stripe refuses the key. It stays stalled");
            assertThat(line.getThrowableProxy()).isNull();
            assertThat(line.getKeyValuePairs()).extracting(pair -> pair.key).containsExactly("workflow", "attempt");
        });
    }

    @Test
    void anUnexpectedFailureHasItsStackTrace() {
        run(false);
        assertThat(told.list)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.getThrowableProxy()).isNotNull());
    }

    private static void run(boolean classified) {
        TestEnvironmentOptions options = TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new FailureLogInterceptor())
                        .build())
                .build();
        TestActivityEnvironment activities = TestActivityEnvironment.newInstance(options);
        try {
            activities.registerActivitiesImplementations(new AlwaysFailing());
            Failing failing = activities.newActivityStub(
                    Failing.class,
                    ActivityOptions.newBuilder()
                            .setStartToCloseTimeout(Duration.ofSeconds(5))
                            .setRetryOptions(RetryOptions.newBuilder()
                                    .setMaximumAttempts(1)
                                    .build())
                            .build());
            assertThatThrownBy(() -> failing.fail(classified)).isInstanceOf(ActivityFailure.class);
        } finally {
            activities.close();
        }
    }
}
