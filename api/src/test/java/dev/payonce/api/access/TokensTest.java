package dev.payonce.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TokensTest {

    /** The SHA-256 of {@code old}. */
    private static final String OLD = "cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4";

    /** The SHA-256 of {@code new}. */
    private static final String NEW = "11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437";

    private final AtomicLong nanos = new AtomicLong();

    @TempDir
    private Path folder;

    @Test
    void aTokenIsReplacedWhileTheApiRuns() throws Exception {
        Path file = write("shop:pay:" + OLD, 1);
        Tokens tokens = tokens(file);
        assertThat(tokens.of("old")).isPresent();

        write("shop:pay:" + OLD + "\nshop:read:" + NEW, 2);
        pass(Duration.ofSeconds(6));
        assertThat(tokens.of("old").map(Token::scopes)).hasValue(java.util.Set.of(Scope.PAY));
        assertThat(tokens.of("new").map(Token::scopes)).hasValue(java.util.Set.of(Scope.READ));

        write("shop:read:" + NEW + "\n", 3);
        pass(Duration.ofSeconds(6));
        assertThat(tokens.of("old")).isEmpty();
        assertThat(tokens.of("new")).isPresent();
    }

    @Test
    void aFileThatCannotBeUsedChangesNothing() throws Exception {
        Path file = write("shop:pay:" + OLD, 1);
        Tokens tokens = tokens(file);

        for (String faulty : List.of("", "shop:pay", "shop:everything:" + OLD)) {
            write(faulty, faulty.length() + 2);
            pass(Duration.ofSeconds(6));
            assertThat(tokens.of("old")).as(faulty).isPresent();
        }
        Files.delete(file);
        pass(Duration.ofSeconds(6));
        assertThat(tokens.of("old")).isPresent();
    }

    @Test
    void aFileThatIsTooLongChangesNothing() throws Exception {
        Path file = write("shop:pay:" + OLD, 1);
        Tokens tokens = tokens(file);

        write(("shop:read:" + NEW + "\n").repeat(1_000), 2);
        pass(Duration.ofSeconds(6));

        assertThat(tokens.of("old")).isPresent();
        assertThat(tokens.of("new")).isEmpty();
    }

    @Test
    void aNameMaySendItsRateAndTwiceThatAtOnce() {
        RateLimits rates = new RateLimits(10, nanos::get);

        assertThat(taken(rates, "shop", 50)).isEqualTo(20);
        assertThat(taken(rates, "other", 50)).isEqualTo(20);
        pass(Duration.ofMillis(500));
        assertThat(taken(rates, "shop", 50)).isEqualTo(5);
        pass(Duration.ofMinutes(1));
        assertThat(taken(rates, "shop", 50)).isEqualTo(20);
    }

    /** 2,000 wrong tokens once left no line and no metric. */
    @Test
    void eachRefusalIsCountedAndASourceIsLoggedOnceAMinute() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Refusals refusals = new Refusals(meters, nanos::get);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(Refusals.class);
        log.start();
        logger.getLoggerContext().resetTurboFilterList(); // Spring leaves one that keeps everything back.
        logger.setLevel(Level.WARN);
        logger.addAppender(log);
        try {
            IntStream.range(0, 2_000).forEach(_ -> refusals.record("token", "192.0.2.1"));
            refusals.record("token", "192.0.2.2");
            pass(Duration.ofSeconds(61));
            refusals.record("token", "192.0.2.1");
        } finally {
            logger.detachAppender(log);
        }

        assertThat(meters.counter("payonce.refusals", "reason", "token").count())
                .isEqualTo(2_002);
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).hasSize(3);
        assertThat(log.list.getLast().getFormattedMessage()).contains("1999 before it");
    }

    private static long taken(RateLimits rates, String name, int tries) {
        return IntStream.range(0, tries).filter(_ -> rates.take(name)).count();
    }

    private Tokens tokens(Path file) throws Exception {
        List<Token> first = List.of(Token.of(Files.readString(file)).orElseThrow());
        return new Tokens(first, Optional.of(file), nanos::get);
    }

    private Path write(String text, long second) throws Exception {
        Path file = Files.writeString(folder.resolve("tokens"), text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
        return file;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
