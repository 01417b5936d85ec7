package dev.payonce.reconcile;

import static dev.payonce.reconcile.PaymentFixture.pay;
import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.payment.Stage;
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
        PaymentFixture till = PaymentFixture.paid();
        till.gateway.does(F16_AnotherAccountTest::lost);
        till.asks(refund("k1", 1000));
        till.gateway.forget(PAYMENT);

        till.after(Policy.ABSENT_AFTER);
        till.callback(PAYMENT);

        assertThat(status(till)).isEqualTo(OperationStatus.UNKNOWN);
        assertThat(till.asks(refund("k2", 1000)).word()).isEqualTo("unavailable");
        assertThat(till.refunds()).hasSize(1);
        assertThat(till.given.review().orElseThrow().reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
    }

    @Test
    void F16_OrderWhoseMoneyIsHeldIsNotChargedByAnotherAccount() {
        PaymentFixture till = PaymentFixture.open();
        till.gateway.says(PaymentFixture.first().captured(1000));
        till.callback(PAYMENT);
        till.gateway.forget(PAYMENT);

        assertThat(till.asks(pay("k1")).word()).isEqualTo("unavailable");
        assertThat(till.gateway.sent()).isEmpty();
    }

    @Test
    void F16_AVoidInDoubtIsNotAbsent() {
        PaymentFixture till = PaymentFixture.open();
        till.gateway.says(PaymentFixture.first().stage(Stage.AUTHORIZED));
        till.callback(PAYMENT);
        till.gateway.does(F16_AnotherAccountTest::lost);
        till.asks(new Request.Cancel("c1"));
        till.gateway.forget(PAYMENT);

        till.after(Policy.ABSENT_AFTER);
        till.callback(PAYMENT);

        assertThat(status(till)).isEqualTo(OperationStatus.UNKNOWN);
    }

    /** Our tag is found on nothing, and an earlier payment is not found either. */
    @Test
    void F16_AChargeIsNotSentAgainWhileAnotherPaymentIsUnknown() {
        PaymentFixture till = PaymentFixture.open();
        till.gateway.says(PaymentFixture.first().declined("insufficient_funds"));
        till.callback(PAYMENT);
        till.gateway.does(F16_AnotherAccountTest::lost);
        till.asks(pay("k1"));
        int sent = till.gateway.sent().size();
        till.gateway.forget(PAYMENT);

        till.after(Duration.ofMinutes(2));
        till.callback(PAYMENT);

        assertThat(till.gateway.sent()).hasSize(sent);
        assertThat(status(till)).isEqualTo(OperationStatus.UNKNOWN);
    }

    @Test
    void F16_AnOperatorIsAskedAndTheFoundPaymentClosesTheReview() {
        PaymentFixture till = PaymentFixture.paid();
        var known = new PaymentBuilder(till.at(PAYMENT));
        till.gateway.forget(PAYMENT);
        till.callback(PAYMENT);
        till.after(Policy.NOT_FOUND_FOR).callback(PAYMENT);
        assertThat(till.given.review().orElseThrow().reason()).isEqualTo(Reason.NOT_FOUND);

        till.gateway.says(known);
        till.after(DAY).refreshes();

        assertThat(till.given.review()).isEmpty();
        assertThat(till.asks(refund("k1", 1000)).word()).isNotEqualTo("unavailable");
    }

    private static OperationStatus status(PaymentFixture till) {
        return till.given.ledger().stream()
                .map(line -> line.fact())
                .filter(Fact.OperationResolved.class::isInstance)
                .map(Fact.OperationResolved.class::cast)
                .reduce((_, last) -> last)
                .orElseThrow()
                .status();
    }
}
