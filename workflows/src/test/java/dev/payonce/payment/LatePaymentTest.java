package dev.payonce.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Order.Status;
import dev.payonce.payment.Operation.Refund.Cause;
import dev.payonce.payment.Operation.Refund.Why;
import dev.payonce.payment.Payment.Return;
import dev.payonce.payment.Policy.Disputes;
import dev.payonce.payment.Policy.ExtraPayment;
import dev.payonce.payment.Policy.LateSuccess;
import dev.payonce.payment.Policy.Terms;
import dev.payonce.payment.Question.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A payment that came after its order was cancelled. */
class LatePaymentTest {

    private static final Terms REFUND = Terms.DEFAULT;
    private static final Terms ASK = new Terms(LateSuccess.ASK, ExtraPayment.ASK, 20, Disputes.STATUS);
    private static final Terms LATE = new Terms(LateSuccess.REFUND, ExtraPayment.REFUND, 20, Disputes.STATUS);
    private static final String EXTRA = "pi_1001_1";

    private static Reason reason(Till till) {
        return till.given.question().orElseThrow().reason();
    }

    private Till cancelled(Terms terms) {
        Till till = cancelledInDoubt(terms);
        till.gateway.does(till.gateway::succeed);
        till.gateway.says(Till.first().captured());
        till.callback(EXTRA);
        return till;
    }

    private Till cancelledInDoubt(Terms terms) {
        Till till = Till.open();
        till.given.want(terms);
        till.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));
        till.asks(Till.pay("k1"));
        till.given.becomes(Status.CANCELLED);
        return till;
    }

    /** One look showed our refund done and the merchant's own failed: asked as if ours were on its way, then anew. */
    @Test
    void isAskedAboutOnceWhenOurRefundWasMadeAndAnotherFailed() {
        Till till = cancelledInDoubt(LATE);
        till.gateway.does(it -> {
            till.gateway.succeed(it);
            till.becomes(
                    now -> now.returns(now.made().returns().stream()
                            .map(LatePaymentTest::notByUs)
                            .toList()),
                    EXTRA);
            return new Outcome.Unknown(it.number(), "stripe-timeout", false);
        });
        till.gateway.says(Till.first().captured().refund("re_9", Return.State.DONE, 1000));

        till.callback(EXTRA);
        till.callback(EXTRA);

        assertThat(till.refunds()).hasSize(1);
        assertThat(till.given.lines()).contains("question:1").doesNotContain("question:2");
    }

    private static Return notByUs(Return back) {
        return back.operation().isPresent()
                ? back
                : new Return(
                        back.id(),
                        back.kind(),
                        Return.State.FAILED,
                        back.money(),
                        back.operation(),
                        back.storeRefund());
    }

    @Test
    void S16_goesBackWhereTheMerchantWantsThat() {
        Till till = cancelled(LATE);

        assertThat(till.refunds()).extracting(Operation.Refund::cause).containsExactly(Cause.LATE);
        assertThat(till.refunds()).extracting(Operation.Refund::why).containsExactly(Why.NONE);
        assertThat(till.given.status()).isEqualTo(Status.CANCELLED);
        assertThat(till.given.notes()).containsExactly("operation:2", "refund:re_1001_2#1=done");
    }

    @Test
    void S16_isAskedAboutWhereTheMerchantWantsThat() {
        Till till = cancelled(ASK);

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.ORDER_NOT_PAYABLE);
    }

    @Test
    void S16_reopensTheOrderOtherwise() {
        assertThat(cancelled(REFUND).given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void ofAnotherPluginIsAPersonsMatter() {
        Till till = Till.open();
        till.given.want(LATE);
        till.given.becomes(Status.CANCELLED);
        till.gateway.says(APayment.stripe("pi_9").captured().claimed());

        till.callback("pi_9");

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
    }

    /** What is on its way back must not pay the order that an administrator reopens meanwhile. */
    @ParameterizedTest
    @EnumSource(names = {"PENDING", "CANCELLED", "ON_HOLD"})
    void paysNothingWhileItIsOnItsWayBackWhateverBecomesOfTheOrder(Status status) {
        Till till = Till.open();
        till.given.want(LATE);
        till.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));
        till.asks(Till.pay("k1"));
        till.given.becomes(Status.CANCELLED);
        till.gateway.says(Till.first().captured());
        till.callback(EXTRA);

        till.given.becomes(status);
        till.given.want(REFUND);
        till.callback(EXTRA);

        assertThat(till.given.lines()).doesNotContain("paid");
        assertThat(till.given.order().paid()).isEmpty();
    }
}
