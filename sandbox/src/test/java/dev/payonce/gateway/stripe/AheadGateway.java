package dev.payonce.gateway.stripe;

import dev.payonce.order.OrderKeys;
import dev.payonce.payment.Gateway;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;

/** The real adapter on a machine whose clock a test sets. */
public final class AheadGateway {

    private AheadGateway() {}

    public static Gateway of(StripeAccount account, OrderKeys keys, Clock clock, MeterRegistry metrics) {
        return new StripeGateway(
                new StripeAccess(account, StripeTimes.LOOK),
                new StripeAccess(account, StripeTimes.MOVE),
                keys,
                clock,
                new StripeTry(Clock.offset(Clock.systemUTC(), ahead(clock)), StripeTry.REAL.attempt()),
                metrics);
    }

    private static Duration ahead(Clock clock) {
        return Duration.between(Clock.systemUTC().instant(), clock.instant());
    }
}
