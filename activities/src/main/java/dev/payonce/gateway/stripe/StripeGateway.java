package dev.payonce.gateway.stripe;

import dev.payonce.order.OrderKeys;
import dev.payonce.payment.Gateway;
import dev.payonce.payment.Lookup;
import dev.payonce.payment.Observation;
import dev.payonce.payment.Operation;
import dev.payonce.payment.Outcome;
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
    private final StripeMoves moves;
    private final MeterRegistry metrics;

    /**
     * @param keys for the address that a shopper comes back to
     * @param clock for when a payment was seen
     * @param pace of all that is looked up; operations have one beside it
     */
    public StripeGateway(StripeAccount account, OrderKeys keys, Clock clock, StripePace pace, MeterRegistry metrics) {
        this(
                new StripeAccess(account, StripeTimes.LOOK, pace),
                new StripeAccess(account, StripeTimes.MOVE, pace.beside()),
                keys,
                clock,
                StripeTry.REAL,
                metrics);
    }

    StripeGateway(
            StripeAccess look,
            StripeAccess move,
            OrderKeys keys,
            Clock clock,
            StripeTry present,
            MeterRegistry metrics) {
        StripeSightings sightings = new StripeSightings(look.account(), clock);
        this.account = look.account().name();
        this.lookups = new StripeLookups(look, sightings);
        this.moves = new StripeMoves(move, sightings, keys, present);
        this.metrics = metrics;
    }

    @Override
    public Observation find(Lookup what) {
        return measured(() -> lookups.look(what), _ -> "answered");
    }

    @Override
    public Outcome carryOut(Operation operation) {
        return measured(() -> moves.carryOut(operation), outcome -> switch (outcome) {
            case Outcome.Seen _ -> "seen";
            case Outcome.Declined _ -> "declined";
            case Outcome.Unknown(var _, var why, var _) -> counted("unknown", why);
            case Outcome.Refused(var _, var why) -> counted("refused", why);
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
