package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.payonce.failure.Failures;
import io.grpc.Status;
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
        void fail();
    }

    private record AlwaysFailing(RuntimeException failure) implements Failing {
        @Override
        public void fail() {
            throw failure;
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
        run(Failures.nonRetryable("stripe-401", "Stripe refuses the key", null));
        assertThat(told.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage())
                    .startsWith("Fail did not succeed (stripe-401): Stripe refuses the key. It stays stalled");
            assertThat(line.getThrowableProxy()).isNull();
            assertThat(line.getKeyValuePairs()).extracting(pair -> pair.key).containsExactly("workflow", "attempt");
        });
    }

    @Test
    void aFailureOfTemporalIsOneLineHoweverItsClientWrapsIt() {
        run(Status.DEADLINE_EXCEEDED.asRuntimeException());
        run(new IllegalStateException(Status.UNAVAILABLE.asRuntimeException()));
        assertThat(told.list)
                .extracting(ILoggingEvent::getFormattedMessage, ILoggingEvent::getThrowableProxy)
                .containsExactly(
                        tuple(
                                "Fail did not succeed (DEADLINE_EXCEEDED): Temporal did not answer in time. It is tried again",
                                null),
                        tuple(
                                "Fail did not succeed (UNAVAILABLE): Temporal did not answer in time. It is tried again",
                                null));
    }

    @Test
    void anUnexpectedFailureHasItsStackTrace() {
        run(new IllegalStateException("a bug"));
        run(Status.INVALID_ARGUMENT.asRuntimeException());
        assertThat(told.list)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.getThrowableProxy()).isNotNull());
    }

    private static void run(RuntimeException failure) {
        TestEnvironmentOptions options = TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new FailureLogInterceptor())
                        .build())
                .build();
        TestActivityEnvironment activities = TestActivityEnvironment.newInstance(options);
        try {
            activities.registerActivitiesImplementations(new AlwaysFailing(failure));
            Failing failing = activities.newActivityStub(
                    Failing.class,
                    ActivityOptions.newBuilder()
                            .setStartToCloseTimeout(Duration.ofSeconds(5))
                            .setRetryOptions(RetryOptions.newBuilder()
                                    .setMaximumAttempts(1)
                                    .build())
                            .build());
            assertThatThrownBy(failing::fail).isInstanceOf(ActivityFailure.class);
        } finally {
            activities.close();
        }
    }
}
