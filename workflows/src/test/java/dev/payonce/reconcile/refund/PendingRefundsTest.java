package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Outcome;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.review.Review;
import org.junit.jupiter.api.Test;

/** The tests of refunds that a gateway or a bank takes its time for. */
class PendingRefundsTest {

    private static final String PAID = "pi_1001_1";

    private final PaymentFixture fixture = PaymentFixture.paid();

    private void isPending() {
        fixture.gateway.does(it -> {
            fixture.gateway.succeed(it);
            fixture.refundIs(PAID, Reversal.State.PENDING);
            return new Outcome.Seen(it.number(), fixture.at(PAID));
        });
    }

    @Test
    void isPendingWithItsPaymentCountsAlreadyAndIsRefundedWhenItIs() {
        isPending();
        PaymentResult pending = fixture.asks(refund("k1", 4000));

        assertThat(pending.word()).isEqualTo("refund_pending");
        assertThat(pending.of().refund()).isEqualTo("re_1001_2");
        assertThat(fixture.asks(refund("k2", 1000)).code()).isEqualTo("exceeds_what_is_left");

        fixture.refundIs(PAID, Reversal.State.DONE);
        fixture.callback(PAID);
        assertThat(fixture.result("k1").word()).isEqualTo("refunded");
        assertThat(fixture.result("k1").of().refund()).isEqualTo("re_1001_2");
    }

    @Test
    void requestedAgainItIsRefreshedFirst() {
        isPending();
        fixture.asks(refund("k1", 4000));
        fixture.refundIs(PAID, Reversal.State.DONE);

        assertThat(fixture.asks(refund("k1", 4000)).word()).isEqualTo("refunded");
    }

    @Test
    void andFailsIsRefusedAndLeavesEverythingToAnotherRequest() {
        isPending();
        fixture.asks(refund("k1", 4990, 77));
        fixture.refundIs(PAID, Reversal.State.FAILED);
        fixture.callback(PAID);
        fixture.gateway.does(fixture.gateway::succeed);

        assertThat(fixture.result("k1").code()).isEqualTo("refund_failed");
        assertThat(fixture.result("k1").of().refund()).isEqualTo("re_1001_2");
        assertThat(fixture.given.review()).isEmpty();
        assertThat(fixture.asks(refund("k2", 4990, 77)).word()).isEqualTo("refunded");
    }

    @Test
    void andFailsAfterItHadSucceededIsAQuestionANoteAndStillTheSameResult() {
        PaymentResult refunded = fixture.asks(refund("k1", 1000));
        fixture.refundIs(PAID, Reversal.State.FAILED);

        Reconciliation reconciled = fixture.callback(PAID);

        assertThat(reconciled.next()).isInstanceOf(Next.NeedsReview.class);
        assertThat(fixture.given.review().orElseThrow().reason()).isEqualTo(Review.Reason.REFUND_FAILED);
        assertThat(fixture.given.notes()).endsWith("refund:re_1001_2#2=failed");
        assertThat(fixture.asks(refund("k1", 1000))).isEqualTo(refunded);
    }
}
