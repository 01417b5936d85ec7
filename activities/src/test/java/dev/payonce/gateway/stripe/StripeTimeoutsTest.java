package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StripeTimeoutsTest {

    /** The bound that workflows set for one try of an activity. */
    private static final Duration ONE_TRY = Duration.ofSeconds(15);

    @Test
    void eachCallEndsBeforeItsActivityDoes() {
        for (StripeTimeouts times :
                new StripeTimeouts[] {StripeTimeouts.REFRESH, StripeTimeouts.MOVE, StripeTimeouts.ACTION}) {
            assertThat(times.all().plus(times.result())).isLessThan(ONE_TRY);
            assertThat(times.connect()).isLessThan(times.result());
        }
    }
}
