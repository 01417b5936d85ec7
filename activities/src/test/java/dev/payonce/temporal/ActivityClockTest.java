package dev.payonce.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ActivityClockTest {

    private static final Clock CLOCK = new ActivityClock();

    @ActivityInterface
    public interface Asked {
        boolean isWhenItWasScheduled();
    }

    public static final class Asking implements Asked {
        @Override
        public boolean isWhenItWasScheduled() {
            long scheduled = Activity.getExecutionContext().getInfo().getCurrentAttemptScheduledTimestamp();
            return CLOCK.instant().equals(Instant.ofEpochMilli(scheduled));
        }
    }

    @Test
    void insideAnActivityItIsWhenTemporalScheduledThisTry() {
        TestActivityEnvironment activities = TestActivityEnvironment.newInstance();
        try {
            activities.registerActivitiesImplementations(new Asking());
            assertThat(activities.newActivityStub(Asked.class).isWhenItWasScheduled())
                    .isTrue();
        } finally {
            activities.close();
        }
    }

    /** A local activity has no time of the server's: its workflow gives it. */
    @Test
    void aTimeThatIsGivenIsShownUntilTheWorkIsDone() {
        Instant given = Instant.parse("2026-11-30T12:00:00Z");

        assertThat(ActivityClock.at(given, CLOCK::instant)).isEqualTo(given);
        assertThat(CLOCK.instant()).isAfter(Instant.EPOCH).isNotEqualTo(given);
    }

    @Test
    void elsewhereItIsThisMachinesTime() {
        Instant before = Instant.now();
        assertThat(CLOCK.instant()).isBetween(before, Instant.now());
    }
}
