package dev.payonce.gateway.stripe;

import static dev.payonce.gateway.stripe.SimulatedStripe.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.money.Money;
import dev.payonce.order.Names;
import dev.payonce.payment.Failures;
import dev.payonce.payment.Lookup;
import dev.payonce.payment.Operation;
import dev.payonce.payment.Operation.Refund.Cause;
import dev.payonce.payment.Operation.Refund.Why;
import dev.payonce.payment.Outcome;
import dev.payonce.payment.Payment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.failure.ApplicationFailure;

/** Order 1001, charged 49.90 EUR by its operation 1 at a simulated Stripe, and what is asked about giving that back. */
final class RefundedOrder implements AutoCloseable {

    final SimulatedStripe world = new SimulatedStripe();
    final StripeGateway gateway = world.gateway(new SimpleMeterRegistry());
    final String paid = world.stripe
            .shopper()
            .pay(4990, "eur", SimulatedStripe.tag(ticket(1).tag()));

    Payment seen(Operation operation) {
        return ((Outcome.Seen) gateway.carryOut(operation)).payment();
    }

    Payment lookedUp(String id) {
        return gateway.find(new Lookup("stripe", Names.of(id))).payments().getFirst();
    }

    String transientCode() {
        ApplicationFailure failure =
                catchThrowableOfType(ApplicationFailure.class, () -> gateway.carryOut(refund(2, 990)));
        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        return failure.getDetails().get(String.class);
    }

    long returned() {
        return world.stripe.journal().refunded(paid);
    }

    Operation.Refund refund(int number, long minor) {
        return new Operation.Refund(
                ticket(number), paid, new Money(minor, "EUR"), 100 + number, Why.REQUESTED_BY_CUSTOMER, Cause.WISH);
    }

    @Override
    public void close() {
        world.close();
    }
}
