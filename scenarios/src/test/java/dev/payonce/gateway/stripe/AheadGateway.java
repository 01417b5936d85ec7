package dev.payonce.gateway.stripe;

import dev.payonce.gateway.Gateway;
import dev.payonce.order.OrderKeys;
import dev.payonce.temporal.ActivityClock;
import java.time.Clock;
import java.time.Duration;

/** The real adapter on a machine whose clock is ahead of the real time. */
public final class AheadGateway {

    private AheadGateway() {}

    public static Gateway of(StripeAccount account, OrderKeys keys, Duration ahead) {
        return new StripeGateway(
                new StripeConnection(account, StripeTimeouts.REFRESH),
                new StripeConnection(account, StripeTimeouts.MOVE),
                keys,
                Clock.offset(new ActivityClock(), ahead),
                new OperationAttempt(Clock.offset(Clock.systemUTC(), ahead), OperationAttempt.REAL.attempt()));
    }
}
