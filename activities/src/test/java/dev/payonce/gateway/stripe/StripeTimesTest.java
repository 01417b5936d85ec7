package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StripeTimesTest {

    /** As workflows bound one try of an activity. */
    private static final Duration ONE_TRY = Duration.ofSeconds(15);

    @Test
    void whatever_was_begun_ends_before_its_activity_does() {
        for (StripeTimes times : new StripeTimes[] {StripeTimes.LOOK, StripeTimes.MOVE, StripeTimes.ACTION}) {
            assertThat(times.all().plus(times.answer())).isLessThan(ONE_TRY);
            assertThat(times.connect()).isLessThan(times.answer());
        }
    }
}
