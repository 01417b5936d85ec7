package dev.payonce.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.Refund.Cause;
import dev.payonce.gateway.Operation.Refund.RefundReason;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.Policy.Disputes;
import dev.payonce.reconcile.Policy.DuplicatePayment;
import dev.payonce.reconcile.Policy.LateSuccess;
import dev.payonce.reconcile.Policy.Terms;
import dev.payonce.review.Review.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A payment that came after its order was cancelled. */
class LatePaymentTest {

    private static final Terms REFUND = Terms.DEFAULT;
    private static final Terms ASK = new Terms(LateSuccess.REVIEW, DuplicatePayment.REVIEW, 20, Disputes.STATUS);
    private static final Terms LATE = new Terms(LateSuccess.REFUND, DuplicatePayment.REFUND, 20, Disputes.STATUS);
    private static final String DUPLICATE = "pi_1001_1";

    private static Reason reason(PaymentFixture till) {
        return till.given.review().orElseThrow().reason();
    }

    private PaymentFixture cancelled(Terms terms) {
        PaymentFixture till = cancelledInUnknown(terms);
        till.gateway.does(till.gateway::succeed);
        till.gateway.says(PaymentFixture.first().captured());
        till.callback(DUPLICATE);
        return till;
    }

    private PaymentFixture cancelledInUnknown(Terms terms) {
        PaymentFixture till = PaymentFixture.open();
        till.given.want(terms);
        till.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));
        till.asks(PaymentFixture.pay("k1"));
        till.given.becomes(Status.CANCELLED);
        return till;
    }

    /** One look showed our refund done and the merchant's own failed: asked as if ours were on its way, then anew. */
    @Test
    void isAskedAboutOnceWhenOurRefundWasMadeAndAnotherFailed() {
        PaymentFixture till = cancelledInUnknown(LATE);
        till.gateway.does(it -> {
            till.gateway.succeed(it);
            till.becomes(
                    now -> now.returns(now.made().reversals().stream()
                            .map(LatePaymentTest::notByUs)
                            .toList()),
                    DUPLICATE);
            return new Outcome.Unknown(it.number(), "stripe-timeout", false);
        });
        till.gateway.says(PaymentFixture.first().captured().refund("re_9", Reversal.State.DONE, 1000));

        till.callback(DUPLICATE);
        till.callback(DUPLICATE);

        assertThat(till.refunds()).hasSize(1);
        assertThat(till.given.lines()).contains("review:1").doesNotContain("review:2");
    }

    private static Reversal notByUs(Reversal reversal) {
        return reversal.operation().isPresent()
                ? reversal
                : new Reversal(
                        reversal.id(),
                        reversal.kind(),
                        Reversal.State.FAILED,
                        reversal.money(),
                        reversal.operation(),
                        reversal.storeRefund());
    }

    @Test
    void S16_goesBackWhereTheMerchantWantsThat() {
        PaymentFixture till = cancelled(LATE);

        assertThat(till.refunds()).extracting(Operation.Refund::cause).containsExactly(Cause.LATE);
        assertThat(till.refunds()).extracting(Operation.Refund::reason).containsExactly(RefundReason.NONE);
        assertThat(till.given.status()).isEqualTo(Status.CANCELLED);
        assertThat(till.given.notes()).containsExactly("operation:2", "refund:re_1001_2#1=done");
    }

    @Test
    void S16_isAskedAboutWhereTheMerchantWantsThat() {
        PaymentFixture till = cancelled(ASK);

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.ORDER_NOT_PAYABLE);
    }

    @Test
    void S16_reopensTheOrderOtherwise() {
        assertThat(cancelled(REFUND).given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void ofAnotherPluginIsAPersonsMatter() {
        PaymentFixture till = PaymentFixture.open();
        till.given.want(LATE);
        till.given.becomes(Status.CANCELLED);
        till.gateway.says(PaymentBuilder.stripe("pi_9").captured().claimed());

        till.callback("pi_9");

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
    }

    /** What is on its way back must not pay the order that an administrator reopens meanwhile. */
    @ParameterizedTest
    @EnumSource(names = {"PENDING", "CANCELLED", "ON_HOLD"})
    void paysNothingWhileItIsOnItsWayBackWhateverBecomesOfTheOrder(Status status) {
        PaymentFixture till = PaymentFixture.open();
        till.given.want(LATE);
        till.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));
        till.asks(PaymentFixture.pay("k1"));
        till.given.becomes(Status.CANCELLED);
        till.gateway.says(PaymentFixture.first().captured());
        till.callback(DUPLICATE);

        till.given.becomes(status);
        till.given.want(REFUND);
        till.callback(DUPLICATE);

        assertThat(till.given.lines()).doesNotContain("paid");
        assertThat(till.given.order().paid()).isEmpty();
    }
}
