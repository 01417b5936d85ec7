package dev.payonce.reconcile.refund;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.Refund.Cause;
import dev.payonce.gateway.Operation.Refund.RefundReason;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
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
    private static final Terms ASK = Given.terms(LateSuccess.REVIEW, DuplicatePayment.REVIEW, 20, Disputes.STATUS);
    private static final Terms LATE = Given.terms(LateSuccess.REFUND, DuplicatePayment.REFUND, 20, Disputes.STATUS);
    private static final String DUPLICATE = "pi_1001_1";

    private static Reason reason(PaymentFixture fixture) {
        return fixture.given.review().orElseThrow().reason();
    }

    private PaymentFixture cancelled(Terms terms) {
        PaymentFixture fixture = cancelledInUnknown(terms);
        fixture.gateway.does(fixture.gateway::succeed);
        fixture.gateway.says(PaymentFixture.first().captured());
        fixture.callback(DUPLICATE);
        return fixture;
    }

    private PaymentFixture cancelledInUnknown(Terms terms) {
        PaymentFixture fixture = PaymentFixture.open();
        fixture.given.want(terms);
        fixture.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));
        fixture.asks(PaymentFixture.pay("k1"));
        fixture.given.becomes(Status.CANCELLED);
        return fixture;
    }

    /**
     * One observation showed our refund done and the merchant's own failed: reviewed as if ours were on its way, then
     * again.
     */
    @Test
    void isAskedAboutOnceWhenOurRefundWasMadeAndAnotherFailed() {
        PaymentFixture fixture = cancelledInUnknown(LATE);
        fixture.gateway.does(it -> {
            fixture.gateway.succeed(it);
            fixture.becomes(
                    now -> now.returns(now.made().reversals().stream()
                            .map(LatePaymentTest::notByUs)
                            .toList()),
                    DUPLICATE);
            return new Outcome.Unknown(it.number(), "stripe-timeout", false);
        });
        fixture.gateway.says(PaymentFixture.first().captured().refund("re_9", Reversal.State.DONE, 1000));

        fixture.callback(DUPLICATE);
        fixture.callback(DUPLICATE);

        assertThat(fixture.refunds()).hasSize(1);
        assertThat(fixture.given.lines()).contains("review:1").doesNotContain("review:2");
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
        PaymentFixture fixture = cancelled(LATE);

        assertThat(fixture.refunds()).extracting(Operation.Refund::cause).containsExactly(Cause.LATE);
        assertThat(fixture.refunds()).extracting(Operation.Refund::reason).containsExactly(RefundReason.NONE);
        assertThat(fixture.given.status()).isEqualTo(Status.CANCELLED);
        assertThat(fixture.given.notes()).containsExactly("operation:2", "refund:re_1001_2#1=done");
    }

    @Test
    void S16_isAskedAboutWhereTheMerchantWantsThat() {
        PaymentFixture fixture = cancelled(ASK);

        assertThat(fixture.refunds()).isEmpty();
        assertThat(reason(fixture)).isEqualTo(Reason.ORDER_NOT_PAYABLE);
    }

    @Test
    void S16_reopensTheOrderOtherwise() {
        assertThat(cancelled(REFUND).given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void ofAnotherPluginIsAPersonsMatter() {
        PaymentFixture fixture = PaymentFixture.open();
        fixture.given.want(LATE);
        fixture.given.becomes(Status.CANCELLED);
        fixture.gateway.says(PaymentBuilder.stripe("pi_9").captured().claimed());

        fixture.callback("pi_9");

        assertThat(fixture.refunds()).isEmpty();
        assertThat(reason(fixture)).isEqualTo(Reason.REFUND_DUE);
    }

    /** A refund under way must not pay the order that an administrator reopens meanwhile. */
    @ParameterizedTest
    @EnumSource(names = {"PENDING", "CANCELLED", "ON_HOLD"})
    void paysNothingWhileItIsOnItsWayBackWhateverBecomesOfTheOrder(Status status) {
        PaymentFixture fixture = PaymentFixture.open();
        fixture.given.want(LATE);
        fixture.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));
        fixture.asks(PaymentFixture.pay("k1"));
        fixture.given.becomes(Status.CANCELLED);
        fixture.gateway.says(PaymentFixture.first().captured());
        fixture.callback(DUPLICATE);

        fixture.given.becomes(status);
        fixture.given.want(REFUND);
        fixture.callback(DUPLICATE);

        assertThat(fixture.given.lines()).doesNotContain("paid");
        assertThat(fixture.given.order().paid()).isEmpty();
    }
}
