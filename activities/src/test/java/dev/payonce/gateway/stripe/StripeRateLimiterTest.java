package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StripeRateLimiterTest {

    private static final long FOR_EVER = 1_000_000;

    private long now = -500;
    private final List<Long> sent = new ArrayList<>();
    private long late;
    private final StripeRateLimiter pace = new StripeRateLimiter(50, () -> now, this::sleep);

    private void sleep(long wait) {
        now += wait + late;
        sent.add(now);
    }

    @Test
    void thoseWhoComeAtOnceAreSentOneAfterAnother() {
        for (int request = 0; request < 4; request++) {
            assertThat(pace.turn(FOR_EVER)).isTrue();
        }

        assertThat(sent).containsExactly(-500L, -450L, -400L, -350L);
    }

    @Test
    void nothingIsSavedUpWhileNoRequestComes() {
        pace.turn(FOR_EVER);
        now = 10_000;
        pace.turn(FOR_EVER);
        pace.turn(FOR_EVER);

        assertThat(sent).containsExactly(-500L, 10_000L, 10_050L);
    }

    /** On a busy machine all of them woke up together, and were sent together. */
    @Test
    void aThreadThatWakesUpLateHurriesNoOther() {
        pace.turn(FOR_EVER);
        late = 500;
        pace.turn(FOR_EVER);
        late = 0;
        pace.turn(FOR_EVER);

        assertThat(sent).containsExactly(-500L, 50L, 100L);
    }

    @Test
    void operationsDoNotWaitForLookUps() {
        pace.turn(FOR_EVER);
        pace.beside().turn(FOR_EVER);

        assertThat(sent).containsExactly(-500L, -500L);
    }

    @Test
    void aRequestWhoseTurnWouldComeTooLateFailsAtOnceAndTakesNoPlace() {
        pace.turn(FOR_EVER);

        assertThat(pace.turn(now + 50)).isFalse();
        assertThat(pace.turn(now + 51)).isTrue();
        assertThat(sent).containsExactly(-500L, -450L);
    }

    @Test
    void aRequestThatIsInterruptedWhileItWaitsIsNotSent() {
        StripeRateLimiter real = new StripeRateLimiter(1);
        real.turn(System.nanoTime() + 1_000_000_000L);
        Thread.currentThread().interrupt();

        assertThat(real.turn(System.nanoTime() + 5_000_000_000L)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
