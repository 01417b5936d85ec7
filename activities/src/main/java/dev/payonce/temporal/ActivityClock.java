package dev.payonce.temporal;

import io.temporal.activity.Activity;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/**
 * The clock of Temporal inside an activity, and this machine's elsewhere. The freshness of an observation is judged by
 * two activities' times. They may have run on two machines whose clocks disagree, so both take the server's: when this
 * try was scheduled. That is never later than the real time, so nothing looks fresher than it is by more than the try
 * took.
 */
public final class ActivityClock extends Clock {

    private static final ScopedValue<Instant> GIVEN = ScopedValue.newInstance();

    /**
     * Does work whose clock shows this time. A local activity has to be given the workflow's time, which is the server's: its
     * own was taken from this machine.
     */
    public static <T> T at(Instant now, Supplier<T> work) {
        return ScopedValue.where(GIVEN, now).call(work::get);
    }

    @Override
    public Instant instant() {
        if (GIVEN.isBound()) {
            return GIVEN.get();
        }
        try {
            return Instant.ofEpochMilli(Activity.getExecutionContext().getInfo().getCurrentAttemptScheduledTimestamp());
        } catch (IllegalStateException outsideOfAnActivity) {
            return Instant.now();
        }
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
