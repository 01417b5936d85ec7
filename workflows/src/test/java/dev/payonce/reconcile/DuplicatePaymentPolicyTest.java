package dev.payonce.reconcile;

import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.Refund.Cause;
import dev.payonce.gateway.Operation.Refund.RefundReason;
import dev.payonce.gateway.Outcome;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.Policy.Disputes;
import dev.payonce.reconcile.Policy.DuplicatePayment;
import dev.payonce.reconcile.Policy.LateSuccess;
import dev.payonce.reconcile.Policy.Terms;
import dev.payonce.review.Review.Reason;
import dev.payonce.review.ReviewAction;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A second payment of an order that another one has paid. */
class DuplicatePaymentPolicyTest {

    private static final Terms REFUND = Terms.DEFAULT;
    private static final Terms ASK = new Terms(LateSuccess.REVIEW, DuplicatePayment.REVIEW, 20, Disputes.STATUS);
    private static final String DUPLICATE = "pi_1001_1";
    private static final String PAID_BY = "pi_1001_2";

    private static Reason reason(PaymentFixture till) {
        return till.given.review().orElseThrow().reason();
    }

    @Test
    void S02_goesBackOnceByItsOwnOperationWithANote() {
        PaymentFixture till = PaymentFixture.paidTwice(REFUND);

        Operation.Refund sent = till.refunds().getFirst();
        assertThat(sent.payment()).isEqualTo(DUPLICATE);
        assertThat(sent.money()).isEqualTo(new Money(4990, "EUR"));
        assertThat(sent.cause()).isEqualTo(Cause.DUPLICATE);
        assertThat(sent.reason()).isEqualTo(RefundReason.DUPLICATE);
        assertThat(till.given.review()).isEmpty();
        assertThat(till.given.status()).isEqualTo(Status.PROCESSING);
        assertThat(till.given.notes()).endsWith("operation:3", "refund:re_1001_3#1=done");

        till.callback(DUPLICATE, PAID_BY);
        assertThat(till.refunds()).hasSize(1);
        assertThat(till.last().next()).isEqualTo(new Next.Rest());
    }

    @Test
    void goesBackOnlyAfterALookAtThePaidBy() {
        PaymentFixture till = PaymentFixture.paidBySecondTry(REFUND);
        till.becomes(it -> it.refund("re_9", Reversal.State.DONE, 100), PAID_BY);

        till.turnsUp();

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    @Test
    void staysWhileThePaidByIsDisputed() {
        PaymentFixture till = PaymentFixture.paidBySecondTry(REFUND);
        till.becomes(it -> it.dispute("dp_9", Reversal.State.OPEN, 4990), PAID_BY);

        till.turnsUp();

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    @Test
    void staysWhileItIsDisputedItself() {
        PaymentFixture till = PaymentFixture.paidBySecondTry(REFUND);
        till.gateway.says(PaymentFixture.first().captured().dispute("dp_9", Reversal.State.OPEN, 4990));

        till.callback(DUPLICATE);

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    /** Whoever refunds the order at this moment may mean just this money. */
    @Test
    void staysWhileSomebodyAsksForARefundOfTheOrder() {
        PaymentFixture till = PaymentFixture.paidBySecondTry(REFUND);
        till.gateway.says(PaymentFixture.first().captured());

        till.given.reconciles(
                till.gateway.find(new Lookup("stripe", ExternalIds.of(DUPLICATE, PAID_BY))),
                List.of(refund("k1")),
                List.of());
        till.callback(DUPLICATE);

        assertThat(till.refunds()).extracting(Operation.Refund::payment).containsExactly(PAID_BY);
        assertThat(reason(till)).isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    @Test
    void staysWhileTheGatewayDoesNotKnowThePaidBy() {
        PaymentFixture till = PaymentFixture.paidBySecondTry(REFUND);
        till.gateway.forget(PAID_BY);

        till.turnsUp();

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    @Test
    void staysWhereTheStoreNamesAPayerThatCapturedNothing() {
        PaymentFixture till = PaymentFixture.paidBySecondTry(REFUND);
        till.becomes(it -> it.captured(0), PAID_BY);

        till.turnsUp();

        assertThat(till.refunds()).isEmpty();
    }

    @Test
    void thatAnotherPluginMadeIsNeverRefundedByARule() {
        PaymentFixture till = PaymentFixture.paid();
        till.gateway.says(PaymentBuilder.stripe("pi_9").captured().claimed());

        till.callback("pi_9");

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    /** A restored ledger has forgotten who made it: it may have forgotten that it was given back, too. */
    @Test
    void S31_thatTheLedgerDoesNotRememberIsAskedAbout() {
        PaymentFixture till = PaymentFixture.paid();
        till.gateway.says(PaymentBuilder.stripe("pi_9")
                .tagged("", OrderBuilder.SITE, OrderBuilder.NUMBER, OrderBuilder.KEY, 7)
                .captured());

        till.callback("pi_9");

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
    }

    @Test
    void beyondTheFirstGoesBackToo() {
        PaymentFixture till = PaymentFixture.paidBySecondTry(REFUND);
        till.gateway.says(PaymentFixture.first().captured());
        till.gateway.says(PaymentBuilder.stripe("pi_1001_1b").tagged().captured());

        till.callback(DUPLICATE, "pi_1001_1b");

        assertThat(till.refunds())
                .extracting(Operation.Refund::payment)
                .containsExactlyInAnyOrder(DUPLICATE, "pi_1001_1b");
        assertThat(till.at(PAID_BY).net().minor()).isEqualTo(4990);
    }

    @Test
    void goesBackWithoutWhatSomebodyGaveBackBefore() {
        PaymentFixture till = PaymentFixture.paidBySecondTry(REFUND);
        till.gateway.says(PaymentFixture.first().captured().refund("re_9", Reversal.State.DONE, 1000));

        till.callback(DUPLICATE);

        assertThat(till.refunds()).extracting(Operation.Refund::money).containsExactly(new Money(3990, "EUR"));
    }

    @Test
    void isAskedAboutWhereTheMerchantWantsThat() {
        PaymentFixture till = PaymentFixture.paidTwice(ASK);

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
    }

    @Test
    void thatWasAskedAboutIsNotRefundedWhenThePolicyChanges() {
        PaymentFixture till = PaymentFixture.paidTwice(ASK);
        till.decides(new ReviewAction.Dismiss());

        till.given.want(REFUND);
        till.callback(DUPLICATE);

        assertThat(till.refunds()).isEmpty();
        assertThat(till.given.review()).isEmpty();
    }

    @Test
    void thatIsOnItsWayGoesBackAlsoWhenThePolicyChanges() {
        PaymentFixture till = PaymentFixture.paidBySecondTry(REFUND);
        till.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));
        till.turnsUp();

        till.given.want(ASK);
        till.gateway.succeed(till.refunds().getFirst());
        till.callback(DUPLICATE);

        assertThat(till.given.review()).isEmpty();
        assertThat(till.given.lines()).contains("refund:re_1001_3#1=done");
    }
}
