package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.payonce.workflow.direct.DirectReconciler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The tests of the log of what direct reconciliation left to regular activities. */
class DirectFailureLogTest {

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final DirectFailureLog log = new DirectFailureLog(metrics);

    @BeforeEach
    void listen() {
        lines.start();
        logger().addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger().detachAppender(lines);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(DirectFailureLog.class);
    }

    @Test
    void eachCauseHasOneLineAMinuteAndEachFailureCounts() {
        for (int each = 0; each < 5; each++) {
            log.closed("stripe", "stripe-timeout", "Stripe did not answer");
        }
        log.closed("stripe", "slow", "It took more than 1000 ms");
        log.closed(DirectReconciler.STORE, "database-lost", "The database does not answer");

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        line -> assertThat(line).contains("stripe", "(stripe-timeout): Stripe did not answer."),
                        line -> assertThat(line).contains("stripe", "(slow): It took more than 1000 ms."),
                        line -> assertThat(line).contains("store", "(database-lost)"));
        assertThat(metrics.counter("payonce.direct.failures", "part", "stripe", "kind", "stripe-timeout")
                        .count())
                .isEqualTo(5);
    }
}
