package dev.payonce.gateway.stripe;

import dev.payonce.order.OrderKeys;
import dev.payonce.payment.Gateway;
import dev.payonce.temporal.ActivityClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;

/** The real adapter on a machine whose clock is ahead of the real time. */
public final class AheadGateway {

    private AheadGateway() {}

    public static Gateway of(StripeAccount account, OrderKeys keys, Duration ahead, MeterRegistry metrics) {
        return new StripeGateway(
                new StripeAccess(account, StripeTimes.LOOK),
                new StripeAccess(account, StripeTimes.MOVE),
                keys,
                Clock.offset(new ActivityClock(), ahead),
                new StripeTry(Clock.offset(Clock.systemUTC(), ahead), StripeTry.REAL.attempt()),
                metrics);
    }
}
