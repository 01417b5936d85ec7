package dev.payonce.gateway.stripe;

import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.OrderKeys;
import java.time.Clock;

/** The adapter of one Stripe account: lookups and operations. */
final class StripeGateway implements Gateway {

    private final StripeLookups lookups;
    private final StripeOperations moves;

    /**
     * Makes the adapter with its real clock and timeouts.
     *
     * @param keys for the address that a shopper comes back to
     * @param clock for when a payment was seen
     * @param pace of all lookups; operations have one beside it
     */
    StripeGateway(StripeAccount account, OrderKeys keys, Clock clock, StripeRateLimiter pace) {
        this(
                new StripeConnection(account, StripeTimeouts.REFRESH, pace),
                new StripeConnection(account, StripeTimeouts.MOVE, pace.beside()),
                keys,
                clock,
                OperationAttempt.REAL);
    }

    StripeGateway(
            StripeConnection refresh, StripeConnection move, OrderKeys keys, Clock clock, OperationAttempt present) {
        this.lookups = new StripeLookups(refresh, StripeSnapshots.ofLookups(refresh.account(), clock));
        this.moves = new StripeOperations(move, StripeSnapshots.ofOperations(move.account(), clock), keys, present);
    }

    @Override
    public Observation find(Lookup what) {
        return lookups.refresh(what);
    }

    @Override
    public Outcome carryOut(Operation operation) {
        return moves.carryOut(operation);
    }
}
