package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Reconciliation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tests of which payment a requested refund is taken from, and of how much. */
class RefundedPaymentTest {

    private static final String PAID = "pi_1001_1";

    private final PaymentFixture fixture = PaymentFixture.paid();

    /** The first payment was refunded in part, the second pays the order: the second has more to give. */
    @Test
    void ofSeveralPayersTheOneOfWhichMostIsLeftIsRefunded() {
        fixture.asks(refund("k1"));
        fixture.given.becomes(Status.PENDING);
        fixture.asks(PaymentFixture.pay("again"));

        assertThat(fixture.asks(refund("k2", 100)).of().payment()).isEqualTo("pi_1001_3");
    }

    /** Another payment of the order is in review, and holds more. */
    @Test
    void aPaymentThatDidNotPayTheOrderIsNotRefundedByARequest() {
        fixture.asks(refund("k1", 1000));
        fixture.gateway.says(PaymentBuilder.stripe("pi_9").captured().claimed());
        fixture.callback("pi_9");

        assertThat(fixture.asks(refund("k2", 100)).of().payment()).isEqualTo(PAID);
    }

    @Test
    void moreThanEverythingIsNotRefunded() {
        fixture.asks(refund("k1"));

        assertThat(fixture.asks(refund("k2")).code()).isEqualTo("exceeds_what_is_left");
        assertThat(fixture.asks(refund("k3", 1)).code()).isEqualTo("exceeds_what_is_left");
        assertThat(fixture.refunds()).hasSize(1);
    }

    @Test
    void aPaymentThatClosedWithoutACaptureHasNothingToRefund() {
        PaymentFixture closed = PaymentFixture.with(PaymentFixture.first().stage(Stage.CLOSED));

        assertThat(closed.asks(refund("k1")).code()).isEqualTo("nothing_captured");
    }

    /** The observation is older than what the ledger knows: a refund made by hand is missing in it. */
    @Test
    void aPayerThatWasSeenBeforeItsLastRefundIsRefreshedFirst() {
        Given given = Given.given(OrderBuilder.anOrder());
        PaymentBuilder paid = PaymentBuilder.stripe("pi_1").captured().claimed();
        given.sees(paid);
        given.sees(paid.refund("re_hand", Reversal.State.DONE, 4000));

        Reconciliation old =
                given.reconciles(given.observed(Duration.ZERO, paid), List.of(refund("k1", 2000)), List.of());

        assertThat(old.due()).isEmpty();
        assertThat(old.results().get("k1").waits()).isTrue();
        assertThat(old.next()).isEqualTo(Given.refresh(Duration.ZERO, "pi_1"));
    }

    /** A void takes no money, so what is left does not depend on it. */
    @Test
    void aVoidOfAnotherPaymentDoesNotHoldARefundBack() {
        Given given = Given.given(OrderBuilder.anOrder());
        PaymentBuilder paid = PaymentBuilder.stripe("pi_1").captured().claimed();
        PaymentBuilder other = PaymentBuilder.stripe("pi_2").tagged().stage(Stage.AUTHORIZED);
        given.sees(paid);
        Operation voided = given.sees(paid, other).due().getFirst();
        assertThat(voided).isInstanceOf(Operation.Void.class);

        Reconciliation refunded =
                given.reconciles(given.observed(Duration.ZERO, paid, other), List.of(refund("k1", 100)), List.of());

        assertThat(refunded.due()).hasAtLeastOneElementOfType(Operation.Refund.class);
    }
}
