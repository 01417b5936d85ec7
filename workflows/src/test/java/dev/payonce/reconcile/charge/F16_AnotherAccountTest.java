package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.PaymentFixture.pay;
import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Policy;
import dev.payonce.request.Request;
import dev.payonce.review.Review.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A gateway that does not know what it has shown before: its key may be another account's. Its silence proves nothing. */
class F16_AnotherAccountTest {

    private static final String PAYMENT = "pi_1001_1";
    private static final Duration DAY = Duration.ofDays(1);

    private static Outcome lost(Operation operation) {
        return new Outcome.Unknown(operation.number(), "stripe-timeout", false);
    }

    @Test
    void F16_RefundInDoubtIsNotMadeAgainWhenThePaymentIsUnknown() {
        PaymentFixture fixture = PaymentFixture.paid();
        fixture.gateway.does(F16_AnotherAccountTest::lost);
        fixture.asks(refund("k1", 1000));
        fixture.gateway.forget(PAYMENT);

        fixture.after(Policy.ABSENT_AFTER);
        fixture.callback(PAYMENT);

        assertThat(fixture.given.resolved()).isEqualTo(OperationStatus.UNKNOWN);
        assertThat(fixture.asks(refund("k2", 1000)).word()).isEqualTo("unavailable");
        assertThat(fixture.refunds()).hasSize(1);
        assertThat(fixture.given.review().orElseThrow().reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
    }

    @Test
    void F16_OrderWhoseMoneyIsHeldIsNotChargedByAnotherAccount() {
        PaymentFixture fixture = PaymentFixture.open();
        fixture.gateway.says(PaymentFixture.first().captured(1000));
        fixture.callback(PAYMENT);
        fixture.gateway.forget(PAYMENT);

        assertThat(fixture.asks(pay("k1")).word()).isEqualTo("unavailable");
        assertThat(fixture.gateway.sent()).isEmpty();
    }

    @Test
    void F16_AVoidInDoubtIsNotAbsent() {
        PaymentFixture fixture = PaymentFixture.open();
        fixture.gateway.says(PaymentFixture.first().stage(Stage.AUTHORIZED));
        fixture.callback(PAYMENT);
        fixture.gateway.does(F16_AnotherAccountTest::lost);
        fixture.asks(new Request.Cancel("c1", ""));
        fixture.gateway.forget(PAYMENT);

        fixture.after(Policy.ABSENT_AFTER);
        fixture.callback(PAYMENT);

        assertThat(fixture.given.resolved()).isEqualTo(OperationStatus.UNKNOWN);
    }

    /** Our tag is found on nothing, and an earlier payment is not found either. */
    @Test
    void F16_AChargeIsNotSentAgainWhileAnotherPaymentIsUnknown() {
        PaymentFixture fixture = PaymentFixture.open();
        fixture.gateway.says(PaymentFixture.first().declined("insufficient_funds"));
        fixture.callback(PAYMENT);
        fixture.gateway.does(F16_AnotherAccountTest::lost);
        fixture.asks(pay("k1"));
        int sent = fixture.gateway.sent().size();
        fixture.gateway.forget(PAYMENT);

        fixture.after(Duration.ofMinutes(2));
        fixture.callback(PAYMENT);

        assertThat(fixture.gateway.sent()).hasSize(sent);
        assertThat(fixture.given.resolved()).isEqualTo(OperationStatus.UNKNOWN);
    }

    @Test
    void F16_AnOperatorIsAskedAndTheFoundPaymentClosesTheReview() {
        PaymentFixture fixture = PaymentFixture.paid();
        var known = new PaymentBuilder(fixture.at(PAYMENT));
        fixture.gateway.forget(PAYMENT);
        fixture.callback(PAYMENT);
        fixture.after(Policy.NOT_FOUND_FOR).callback(PAYMENT);
        assertThat(fixture.given.review().orElseThrow().reason()).isEqualTo(Reason.NOT_FOUND);

        fixture.gateway.says(known);
        fixture.after(DAY).refreshes();

        assertThat(fixture.given.review()).isEmpty();
        assertThat(fixture.asks(refund("k1", 1000)).word()).isNotEqualTo("unavailable");
    }
}
