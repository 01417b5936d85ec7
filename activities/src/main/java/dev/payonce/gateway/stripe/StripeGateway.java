package dev.payonce.gateway.stripe;

import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.OrderKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Stripe, seen from inside. Metrics: {@code payonce.gateway.latency} by account and outcome,
 * {@code payonce.gateway.errors} by account and kind.
 */
public final class StripeGateway implements Gateway {

    private final String account;
    private final StripeLookups lookups;
    private final StripeOperations moves;
    private final MeterRegistry metrics;

    /**
     * @param keys for the address that a shopper comes back to
     * @param clock for when a payment was seen
     * @param pace of all that is looked up; operations have one beside it
     */
    public StripeGateway(
            StripeAccount account, OrderKeys keys, Clock clock, StripeRateLimiter pace, MeterRegistry metrics) {
        this(
                new StripeConnection(account, StripeTimeouts.REFRESH, pace),
                new StripeConnection(account, StripeTimeouts.MOVE, pace.beside()),
                keys,
                clock,
                OperationAttempt.REAL,
                metrics);
    }

    StripeGateway(
            StripeConnection refresh,
            StripeConnection move,
            OrderKeys keys,
            Clock clock,
            OperationAttempt present,
            MeterRegistry metrics) {
        StripeSnapshots snapshots = new StripeSnapshots(refresh.account(), clock);
        this.account = refresh.account().name();
        this.lookups = new StripeLookups(refresh, snapshots);
        this.moves = new StripeOperations(move, snapshots, keys, present);
        this.metrics = metrics;
    }

    @Override
    public Observation find(Lookup what) {
        return measured(() -> lookups.refresh(what), _ -> "answered");
    }

    @Override
    public Outcome carryOut(Operation operation) {
        return measured(() -> moves.carryOut(operation), outcome -> switch (outcome) {
            case Outcome.Seen _ -> "seen";
            case Outcome.Declined _ -> "declined";
            case Outcome.Unknown(var _, var why, var _, var _) -> counted("unknown", why);
            case Outcome.Refused(var _, var why) -> counted("refused", why);
            case Outcome.NotSent(var _, var why) -> counted("not_sent", why);
        });
    }

    private <T> T measured(Supplier<T> work, Function<T, String> name) {
        Timer.Sample sample = Timer.start(metrics);
        String outcome = "failed";
        try {
            T done = work.get();
            outcome = name.apply(done);
            return done;
        } catch (ApplicationFailure failure) {
            outcome = counted(failure.getType(), failure.getDetails().get(String.class));
            throw failure;
        } finally {
            sample.stop(metrics.timer("payonce.gateway.latency", "gateway", account, "outcome", outcome));
        }
    }

    private String counted(String outcome, String kind) {
        metrics.counter("payonce.gateway.errors", "gateway", account, "kind", kind)
                .increment();
        return outcome;
    }
}
