package dev.payonce.gateway.stripe;

import static dev.payonce.gateway.stripe.SimulatedStripe.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.Refund.Cause;
import dev.payonce.gateway.Operation.Refund.RefundReason;
import dev.payonce.gateway.Outcome;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import io.temporal.failure.ApplicationFailure;

/** An order, 1001, charged 49.90 EUR by its operation 1 at a simulated Stripe, and requests to give that back. */
final class RefundedOrder implements AutoCloseable {

    final SimulatedStripe world = new SimulatedStripe();
    final StripeGateway gateway = world.gateway();
    final String paid = world.stripe
            .shopper()
            .pay(4990, "eur", SimulatedStripe.tag(header(1).tag()));

    Payment seen(Operation operation) {
        return ((Outcome.Seen) gateway.carryOut(operation)).payment();
    }

    Payment lookedUp(String id) {
        return gateway.find(new Lookup("stripe", ExternalIds.of(id))).payments().getFirst();
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
                header(number),
                paid,
                new Money(minor, "EUR"),
                100 + number,
                RefundReason.REQUESTED_BY_CUSTOMER,
                Cause.REQUEST);
    }

    @Override
    public void close() {
        world.close();
    }
}
