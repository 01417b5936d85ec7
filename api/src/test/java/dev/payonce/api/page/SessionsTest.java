package dev.payonce.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.api.access.Scope;
import dev.payonce.api.access.Token;
import dev.payonce.api.access.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ends of a session: by its time, by its token and by the secret. */
class SessionsTest {

    private static final Instant START = Instant.parse("2026-11-25T08:00:00Z");
    private static final String HASH = "ab".repeat(32);
    private static final String OTHER = "cd".repeat(32);

    private final AtomicLong nanos = new AtomicLong();
    private Instant now = START;

    @TempDir
    private Path folder;

    private Tokens tokens;
    private Sessions sessions;

    @BeforeEach
    void start() throws Exception {
        Path file = write("ann:read+decide:" + HASH, 1);
        tokens = new Tokens(List.of(token()), Optional.of(file), nanos::get);
        sessions = sessions("secret-1");
    }

    @Test
    void aSessionEndsAfterEightHoursHoweverBusyItIs() {
        String cookie = sessions.value(sessions.of(token()));

        for (int hour = 0; hour < 8; hour++) {
            assertThat(sessions.read(cookie)).as("hour %d", hour).isPresent();
            pass(Duration.ofMinutes(59).plusSeconds(59));
        }
        pass(Duration.ofSeconds(8));
        assertThat(sessions.read(cookie)).isEmpty();
    }

    @Test
    void aWithdrawnTokenEndsItsSessionsWithinFiveSeconds() throws Exception {
        String cookie = sessions.value(sessions.of(token()));

        write("bob:read+decide:" + OTHER, 2);
        pass(Duration.ofSeconds(5));

        assertThat(sessions.read(cookie)).isEmpty();
    }

    @Test
    void aTokenThatLosesAScopeTakesItFromItsSessions() throws Exception {
        String cookie = sessions.value(sessions.of(token()));
        assertThat(sessions.read(cookie).orElseThrow().may(Scope.DECIDE)).isTrue();

        write("ann:read:" + HASH, 2);
        pass(Duration.ofSeconds(5));

        assertThat(sessions.read(cookie).orElseThrow().may(Scope.READ)).isTrue();
        assertThat(sessions.read(cookie).orElseThrow().may(Scope.DECIDE)).isFalse();
    }

    @Test
    void theFormerSecretIsTakenDuringARotationAndNotAfterIt() {
        String cookie = sessions.value(sessions.of(token()));

        assertThat(sessions("secret-2", "secret-1").read(cookie)).isPresent();
        assertThat(sessions("secret-2").read(cookie)).isEmpty();
    }

    /** A cookie that was planted before the log-in has nothing in common with the one after it. */
    @Test
    void aLogInMakesAnotherSession() {
        Session before = sessions.beforeLogin();
        Session after = sessions.of(token());

        assertThat(after.nonce()).isNotEqualTo(before.nonce());
        assertThat(sessions.isFormOf(after, sessions.formKey(before))).isFalse();
        assertThat(sessions.read(sessions.value(before)).orElseThrow().token()).isEmpty();
    }

    private Sessions sessions(String... secrets) {
        return new Sessions(List.of(secrets), tokens, () -> now);
    }

    private static Token token() {
        return Token.of("ann:read+decide:" + HASH).orElseThrow();
    }

    private void pass(Duration time) {
        now = now.plus(time);
        nanos.addAndGet(time.toNanos());
    }

    private Path write(String text, long second) throws Exception {
        Path file = Files.writeString(folder.resolve("tokens"), text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
        return file;
    }
}
