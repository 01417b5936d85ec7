package dev.payonce.payment;

import static dev.payonce.payment.Till.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.payment.Answer.State;
import dev.payonce.payment.Payment.Return;
import org.junit.jupiter.api.Test;

/** Refunds that a gateway or a bank takes its time for. */
class PendingRefundsTest {

    private static final String PAID = "pi_1001_1";

    private final Till till = Till.paid();

    private void isPending() {
        till.gateway.does(it -> {
            till.gateway.succeed(it);
            till.refundIs(PAID, Return.State.PENDING);
            return new Outcome.Seen(it.number(), till.at(PAID));
        });
    }

    @Test
    void isPendingWithItsPaymentCountsAlreadyAndIsRefundedWhenItIs() {
        isPending();
        Answer pending = till.asks(refund("k1", 4000));

        assertThat(pending.state()).isEqualTo(State.PENDING);
        assertThat(pending.code()).isEqualTo("refund_pending");
        assertThat(till.asks(refund("k2", 1000)).code()).isEqualTo("exceeds_what_is_left");

        till.refundIs(PAID, Return.State.DONE);
        till.callback(PAID);
        assertThat(till.answer("k1").state()).isEqualTo(State.REFUNDED);
    }

    @Test
    void askedForAgainItIsLookedAtFirst() {
        isPending();
        till.asks(refund("k1", 4000));
        till.refundIs(PAID, Return.State.DONE);

        assertThat(till.asks(refund("k1", 4000)).state()).isEqualTo(State.REFUNDED);
    }

    @Test
    void andFailsIsRefusedAndLeavesEverythingToAnotherWish() {
        isPending();
        till.asks(refund("k1", 4990, 77));
        till.refundIs(PAID, Return.State.FAILED);
        till.callback(PAID);
        till.gateway.does(till.gateway::succeed);

        assertThat(till.answer("k1").code()).isEqualTo("refund_failed");
        assertThat(till.given.question()).isEmpty();
        assertThat(till.asks(refund("k2", 4990, 77)).state()).isEqualTo(State.REFUNDED);
    }

    @Test
    void andFailsAfterItHadSucceededIsAQuestionANoteAndStillTheSameAnswer() {
        Answer refunded = till.asks(refund("k1", 1000));
        till.refundIs(PAID, Return.State.FAILED);

        Settlement settled = till.callback(PAID);

        assertThat(settled.next()).isInstanceOf(Next.Ask.class);
        assertThat(till.given.question().orElseThrow().reason()).isEqualTo(Question.Reason.REFUND_FAILED);
        assertThat(till.given.notes()).endsWith("refund:re_1001_2#2=failed");
        assertThat(till.asks(refund("k1", 1000))).isEqualTo(refunded);
    }
}
