package dev.payonce.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

class RedisCallsTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // System.nanoTime may overflow at any moment
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final RedisCalls calls = new RedisCalls(metrics, nanos::get);
    private final Logger log = (Logger) LoggerFactory.getLogger(RedisCalls.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.setLevel(Level.WARN);
        log.addAppender(lines);
    }

    @AfterEach
    void close() {
        log.detachAppender(lines);
        calls.close();
    }

    @Test
    void anAnswerComesBackAndNoneIsNone() {
        assertThat(calls.call(() -> Optional.of("final"))).contains("final");
        assertThat(calls.call(Optional::empty)).isEmpty();
        assertThat(lines.list).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"timeout", "busy", "away", "oom", "refused", "other"})
    void aFailureIsNoAnswerAndIsCountedByItsKind(String kind) {
        assertThat(calls.call(() -> {
                    throw failure(kind);
                }))
                .isEmpty();

        assertThat(errors(kind)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"timeout, 0", "busy, 0", "away, 0", "other, 0", "oom, 1", "refused, 1"})
    void afterAFailureThatMayHangRedisIsLeftAloneForASecond(String kind, int asked) {
        fail(kind);

        assertThat(howOftenAsked()).isEqualTo(asked);

        nanos.addAndGet(RedisCalls.PAUSE.toNanos());
        assertThat(howOftenAsked()).isEqualTo(1);
    }

    @Test
    void aCallThatHangsIsGivenUpWhenItsBudgetIsSpent() {
        CountDownLatch never = new CountDownLatch(1);
        long begin = System.nanoTime();

        assertThat(calls.call(() -> {
                    never.await();
                    return Optional.of("late");
                }))
                .isEmpty();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(RedisCalls.BUDGET);
        assertThat(errors("timeout")).isEqualTo(1);
    }

    @Test
    void thereIsOneLineAMinuteWithoutAStackTraceHoweverMuchFails() {
        for (int i = 0; i < 60; i++) {
            fail("oom");
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        fail("oom");

        assertThat(lines.list)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.getThrowableProxy()).isNull());
        assertThat(errors("oom")).isEqualTo(61);
    }

    @Test
    void anInterruptedCallerStaysInterrupted() {
        CountDownLatch never = new CountDownLatch(1);
        Thread.currentThread().interrupt();

        assertThat(calls.call(() -> {
                    never.await();
                    return Optional.of("late");
                }))
                .isEmpty();
        assertThat(Thread.interrupted()).isTrue();
    }

    private void fail(String kind) {
        calls.call(() -> {
            throw failure(kind);
        });
    }

    private int howOftenAsked() {
        AtomicInteger asked = new AtomicInteger();
        calls.call(() -> Optional.of(asked.incrementAndGet()));
        return asked.get();
    }

    private double errors(String kind) {
        return metrics.counter("payonce.redis.errors", "kind", kind).count();
    }

    private static Exception failure(String kind) {
        return switch (kind) {
            case "timeout" -> new JedisConnectionException(new SocketTimeoutException("Read timed out"));
            case "busy" -> new JedisException("Pool", new NoSuchElementException("Timeout waiting for idle object"));
            case "away" -> new JedisConnectionException("Failed to connect");
            case "oom" -> new JedisDataException("OOM command not allowed when used memory > 'maxmemory'.");
            case "refused" -> new JedisDataException("NOAUTH Authentication required.");
            default -> new IllegalStateException("A bug");
        };
    }
}
