package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Fact;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal.State;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import org.junit.jupiter.api.Test;

/** The tests of case 27: an order that is refunded again is moved again, whatever the ids of its refunds are. */
class I27_RefundedAgainTest {

    private static final PaymentBuilder PAID = stripe("pi_1").captured().claimed();

    private final Given given = given(anOrder());

    private void sees(PaymentBuilder payment) {
        given.sees(payment);
    }

    private long timesRefunded() {
        return given.ledger().stream()
                .filter(line -> line.fact() instanceof Fact.OrderStatusChanged moved
                        && moved.reason() == Fact.StatusReason.REFUNDED)
                .count();
    }

    @Test
    void I27_RefundedAgainUnderAnIdThatSortsBefore() {
        sees(PAID);
        PaymentBuilder first = PAID.refund("re_8", State.DONE, 2000);
        sees(first.refund("re_9", State.DONE, 2990));
        assertThat(given.status()).isEqualTo(Status.REFUNDED);
        PaymentBuilder failed = first.refund("re_9", State.FAILED, 2990);
        sees(failed);
        given.becomes(Status.PROCESSING);

        sees(failed.refund("re_1", State.DONE, 2990));

        assertThat(given.status()).isEqualTo(Status.REFUNDED);
        assertThat(timesRefunded()).isEqualTo(2);
    }

    @Test
    void I27_ARefundThatSucceedsASecondTimeMovesTheOrderAgain() {
        sees(PAID);
        sees(PAID.refund("re_1", State.DONE, 4990));
        sees(PAID.refund("re_1", State.FAILED, 4990));
        given.becomes(Status.PROCESSING);

        sees(PAID.refund("re_1", State.DONE, 4990));

        assertThat(given.status()).isEqualTo(Status.REFUNDED);
        assertThat(timesRefunded()).isEqualTo(2);
    }

    @Test
    void I27_TheMiddleOfThreePartsFailsAndIsMadeAgain() {
        sees(PAID);
        PaymentBuilder outer = PAID.refund("re_1", State.DONE, 1000).refund("re_3", State.DONE, 1990);
        sees(outer.refund("re_2", State.DONE, 2000));
        PaymentBuilder failed = outer.refund("re_2", State.FAILED, 2000);
        sees(failed);
        given.becomes(Status.PROCESSING);

        sees(failed.refund("re_0", State.DONE, 2000));

        assertThat(given.status()).isEqualTo(Status.REFUNDED);
    }

    /** The same refunds move it once: another program may set it back. */
    @Test
    void I27_TheSameRefundsMoveItOnce() {
        sees(PAID);
        PaymentBuilder refunded = PAID.refund("re_1", State.DONE, 4990);
        sees(refunded);
        given.becomes(Status.PROCESSING);

        sees(refunded);

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }
}
