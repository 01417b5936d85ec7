package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultLogTest {

    private Instant now = Instant.parse("2026-11-25T10:00:00Z");
    private final FaultLog log = new FaultLog(() -> now);
    private final List<Integer> logged = new ArrayList<>();

    @Test
    void oneCauseIsOneWarningAMinuteAndTheNextOneCountsTheRest() {
        for (int each = 0; each < 500; each++) {
            log.warn("stripe-401", logged::add);
        }
        now = now.plus(FaultLog.EVERY);
        log.warn("stripe-401", logged::add);

        assertThat(logged).containsExactly(0, 499);
    }

    @Test
    void anotherCauseIsNotHidden() {
        log.warn("stripe-401", logged::add);
        log.warn("site-differs", logged::add);

        assertThat(logged).containsExactly(0, 0);
    }
}
