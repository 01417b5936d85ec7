package dev.payonce.reconcile.charge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.reconcile.ReconciliationRules;
import dev.payonce.request.Request;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tests of an order that has had more operations than any order needs: no more money is moved for it. */
class TooManyOperationsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Order ORDER = OrderBuilder.anOrder().made();
    private static final PaymentBuilder OURS = PaymentBuilder.stripe("pi_1").tagged();

    /** Returns the code of the only result; nothing is due. */
    private static String asks(Request request, PaymentBuilder... payments) {
        Observation seen = Observation.NOTHING;
        Ledger ledger = Ledger.EMPTY;
        for (int number = 1; number <= Policy.OPERATIONS; number++) {
            OperationHeader header = new OperationHeader(
                    number, ORDER.id(), ORDER.key(), OrderBuilder.SITE, "stripe", OperationHeader.SHAPE, NOW, NOW);
            ledger = ledger.with(new Fact.OperationCreated(new Operation.Void(header, "pi_0")), NOW, "")
                    .with(new Fact.OperationResolved(number, OperationStatus.REFUSED, "", false, ""), NOW, "");
        }
        for (PaymentBuilder payment : payments) {
            Payment made = payment.seenAt(NOW).made();
            seen = seen.and(Observation.of(Lookup.of(made), List.of(made), ExternalIds.NONE));
        }
        Reconciliation reconciled = ReconciliationRules.reconcile(
                Optional.of(ORDER),
                new ReconcileCommand(ORDER.id(), seen, NOW, Given.received(List.of(request), NOW), List.of(), "test"),
                ledger,
                new Policy(OrderBuilder.SITE, ExternalIds.of(OrderBuilder.SITE), Policy.Terms.DEFAULT),
                NOW);
        assertThat(reconciled.due()).isEmpty();
        return reconciled.results().get(request.key()).code();
    }

    @Test
    void itIsNotCharged() {
        assertThat(asks(PaymentFixture.pay("k1"))).isEqualTo("too_many_attempts");
    }

    @Test
    void itsAuthorizationIsNotCaptured() {
        assertThat(asks(new Request.Capture("k1", Optional.empty(), true, ""), OURS.stage(Stage.AUTHORIZED)))
                .isEqualTo("too_many_attempts");
    }

    @Test
    void itsPaymentIsNotVoided() {
        assertThat(asks(new Request.Cancel("k1", ""), OURS)).isEqualTo("cannot_cancel");
    }

    @Test
    void itsMoneyIsNotRefunded() {
        assertThat(asks(
                        PaymentFixture.refund("k1", 1),
                        PaymentBuilder.stripe("pi_9").captured().claimed()))
                .isEqualTo("too_many_attempts");
    }
}
