package dev.payonce.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ProbeTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void oneAnswerServesEverybodyForAWhile() {
        Probe probe = new Probe("x", asked::incrementAndGet, now::get);
        assertThat(probe.answer()).isEqualTo(new Probe.Answer(true, ""));
        probe.answer();
        assertThat(asked).hasValue(1);
        now.set(now.get().plus(Probe.FRESH));
        probe.answer();
        assertThat(asked).hasValue(2);
    }

    @Test
    void aSystemThatHangsIsDownAndIsNotAskedTwiceAtOnce() {
        CountDownLatch hang = new CountDownLatch(1);
        Probe probe = new Probe(
                "x",
                () -> {
                    asked.incrementAndGet();
                    hang.await();
                },
                now::get);
        assertThat(probe.answer()).isEqualTo(new Probe.Answer(false, "no answer"));
        now.set(now.get().plus(Probe.FRESH));
        assertThat(probe.answer().up()).isFalse();
        assertThat(asked).hasValue(1);
        hang.countDown();
        now.set(now.get().plus(Probe.FRESH));
        assertThat(probe.answer().up()).isTrue();
    }

    @Test
    void whyIsACodeAndNeverAText() {
        Probe temporal = new Probe(
                "x",
                () -> {
                    throw Status.UNAVAILABLE.withDescription("secret").asRuntimeException();
                },
                now::get);
        assertThat(temporal.answer()).isEqualTo(new Probe.Answer(false, "UNAVAILABLE"));
        Probe database = new Probe(
                "x",
                () -> {
                    throw new java.sql.SQLException("secret");
                },
                now::get);
        assertThat(database.answer()).isEqualTo(new Probe.Answer(false, "SQLException"));
    }
}
