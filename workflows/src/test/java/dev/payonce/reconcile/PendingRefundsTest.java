package dev.payonce.reconcile;

import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Outcome;
import dev.payonce.payment.Reversal;
import dev.payonce.request.PaymentResult;
import dev.payonce.review.Review;
import org.junit.jupiter.api.Test;

/** Refunds that a gateway or a bank takes its time for. */
class PendingRefundsTest {

    private static final String PAID = "pi_1001_1";

    private final PaymentFixture till = PaymentFixture.paid();

    private void isPending() {
        till.gateway.does(it -> {
            till.gateway.succeed(it);
            till.refundIs(PAID, Reversal.State.PENDING);
            return new Outcome.Seen(it.number(), till.at(PAID));
        });
    }

    @Test
    void isPendingWithItsPaymentCountsAlreadyAndIsRefundedWhenItIs() {
        isPending();
        PaymentResult pending = till.asks(refund("k1", 4000));

        assertThat(pending.word()).isEqualTo("refund_pending");
        assertThat(till.asks(refund("k2", 1000)).code()).isEqualTo("exceeds_what_is_left");

        till.refundIs(PAID, Reversal.State.DONE);
        till.callback(PAID);
        assertThat(till.result("k1").word()).isEqualTo("refunded");
    }

    @Test
    void askedForAgainItIsLookedAtFirst() {
        isPending();
        till.asks(refund("k1", 4000));
        till.refundIs(PAID, Reversal.State.DONE);

        assertThat(till.asks(refund("k1", 4000)).word()).isEqualTo("refunded");
    }

    @Test
    void andFailsIsRefusedAndLeavesEverythingToAnotherWish() {
        isPending();
        till.asks(refund("k1", 4990, 77));
        till.refundIs(PAID, Reversal.State.FAILED);
        till.callback(PAID);
        till.gateway.does(till.gateway::succeed);

        assertThat(till.result("k1").code()).isEqualTo("refund_failed");
        assertThat(till.given.review()).isEmpty();
        assertThat(till.asks(refund("k2", 4990, 77)).word()).isEqualTo("refunded");
    }

    @Test
    void andFailsAfterItHadSucceededIsAQuestionANoteAndStillTheSameResult() {
        PaymentResult refunded = till.asks(refund("k1", 1000));
        till.refundIs(PAID, Reversal.State.FAILED);

        Reconciliation reconciled = till.callback(PAID);

        assertThat(reconciled.next()).isInstanceOf(Next.NeedsReview.class);
        assertThat(till.given.review().orElseThrow().reason()).isEqualTo(Review.Reason.REFUND_FAILED);
        assertThat(till.given.notes()).endsWith("refund:re_1001_2#2=failed");
        assertThat(till.asks(refund("k1", 1000))).isEqualTo(refunded);
    }
}
