package dev.payonce.reconcile.refund;

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
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Policy.Disputes;
import dev.payonce.reconcile.Policy.DuplicatePayment;
import dev.payonce.reconcile.Policy.LateSuccess;
import dev.payonce.reconcile.Policy.Terms;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.review.Review.Reason;
import dev.payonce.review.ReviewAction;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A second payment of an order that another one has paid. */
class DuplicatePaymentPolicyTest {

    private static final Terms REFUND = Terms.DEFAULT;
    private static final Terms ASK = Given.terms(LateSuccess.REVIEW, DuplicatePayment.REVIEW, 20, Disputes.STATUS);
    private static final String DUPLICATE = "pi_1001_1";
    private static final String PAID_BY = "pi_1001_2";

    private static Reason reason(PaymentFixture fixture) {
        return fixture.given.review().orElseThrow().reason();
    }

    @Test
    void S02_goesBackOnceByItsOwnOperationWithANote() {
        PaymentFixture fixture = PaymentFixture.paidTwice(REFUND);

        Operation.Refund sent = fixture.refunds().getFirst();
        assertThat(sent.payment()).isEqualTo(DUPLICATE);
        assertThat(sent.money()).isEqualTo(new Money(4990, "EUR"));
        assertThat(sent.cause()).isEqualTo(Cause.DUPLICATE);
        assertThat(sent.reason()).isEqualTo(RefundReason.DUPLICATE);
        assertThat(fixture.given.review()).isEmpty();
        assertThat(fixture.given.status()).isEqualTo(Status.PROCESSING);
        assertThat(fixture.given.notes()).endsWith("operation:3", "refund:re_1001_3#1=done");

        fixture.callback(DUPLICATE, PAID_BY);
        assertThat(fixture.refunds()).hasSize(1);
        assertThat(fixture.last().next()).isEqualTo(new Next.Rest());
    }

    @Test
    void goesBackOnlyAfterALookAtThePaidBy() {
        PaymentFixture fixture = PaymentFixture.paidBySecondTry(REFUND);
        fixture.becomes(it -> it.refund("re_9", Reversal.State.DONE, 100), PAID_BY);

        fixture.turnsUp();

        assertThat(fixture.refunds()).isEmpty();
        assertThat(reason(fixture)).isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    @Test
    void staysWhileThePaidByIsDisputed() {
        PaymentFixture fixture = PaymentFixture.paidBySecondTry(REFUND);
        fixture.becomes(it -> it.dispute("dp_9", Reversal.State.OPEN, 4990), PAID_BY);

        fixture.turnsUp();

        assertThat(fixture.refunds()).isEmpty();
        assertThat(reason(fixture)).isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    @Test
    void staysWhileItIsDisputedItself() {
        PaymentFixture fixture = PaymentFixture.paidBySecondTry(REFUND);
        fixture.gateway.says(PaymentFixture.first().captured().dispute("dp_9", Reversal.State.OPEN, 4990));

        fixture.callback(DUPLICATE);

        assertThat(fixture.refunds()).isEmpty();
        assertThat(reason(fixture)).isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    /** A refund request at this moment may mean just this money. */
    @Test
    void staysDuringARefundRequestForTheOrder() {
        PaymentFixture fixture = PaymentFixture.paidBySecondTry(REFUND);
        fixture.gateway.says(PaymentFixture.first().captured());

        fixture.given.reconciles(
                fixture.gateway.find(new Lookup("stripe", ExternalIds.of(DUPLICATE, PAID_BY))),
                List.of(refund("k1")),
                List.of());
        fixture.callback(DUPLICATE);

        assertThat(fixture.refunds()).extracting(Operation.Refund::payment).containsExactly(PAID_BY);
        assertThat(reason(fixture)).isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    @Test
    void staysWhileTheGatewayDoesNotKnowThePaidBy() {
        PaymentFixture fixture = PaymentFixture.paidBySecondTry(REFUND);
        fixture.gateway.forget(PAID_BY);

        fixture.turnsUp();

        assertThat(fixture.refunds()).isEmpty();
        assertThat(reason(fixture)).isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    @Test
    void staysWhereTheStoreNamesAPayerThatCapturedNothing() {
        PaymentFixture fixture = PaymentFixture.paidBySecondTry(REFUND);
        fixture.becomes(it -> it.captured(0), PAID_BY);

        fixture.turnsUp();

        assertThat(fixture.refunds()).isEmpty();
    }

    /** Another plugin took a part only; the order may need the rest. */
    @Test
    void staysWhileThePaidByHoldsLessThanTheOrderAsks() {
        Given given = Given.given(OrderBuilder.anOrder().paidBy("pi_plugin"));
        given.reconciles(
                given.observed(Duration.ZERO, PaymentBuilder.stripe("pi_plugin").captured(1000)),
                List.of(PaymentFixture.pay("k1")),
                List.of());

        Reconciliation both = given.sees(
                PaymentBuilder.stripe("pi_plugin").captured(1000),
                PaymentBuilder.stripe("pi_1").tagged().captured());

        assertThat(both.due()).isEmpty();
        assertThat(given.review()).isPresent();
    }

    /** The order was paid in full, and edited since. */
    @Test
    void goesBackAlsoWhereTheOrderAsksMoreNow() {
        PaymentFixture fixture = PaymentFixture.paidBySecondTry(REFUND);
        fixture.given.becomes(new OrderBuilder(fixture.given.order()).total("99.00", "EUR"));

        fixture.turnsUp();

        assertThat(fixture.refunds()).extracting(Operation.Refund::payment).containsExactly(DUPLICATE);
    }

    @Test
    void thatAnotherPluginMadeIsNeverRefundedByARule() {
        PaymentFixture fixture = PaymentFixture.paid();
        fixture.gateway.says(PaymentBuilder.stripe("pi_9").captured().claimed());

        fixture.callback("pi_9");

        assertThat(fixture.refunds()).isEmpty();
        assertThat(reason(fixture)).isEqualTo(Reason.DUPLICATE_PAYMENT);
    }

    /** A restored ledger has forgotten who made it: it may have forgotten that it was given back, too. */
    @Test
    void S31_thatTheLedgerDoesNotRememberIsAskedAbout() {
        PaymentFixture fixture = PaymentFixture.paid();
        fixture.gateway.says(PaymentBuilder.stripe("pi_9")
                .tagged("", OrderBuilder.SITE, OrderBuilder.NUMBER, OrderBuilder.KEY, 7)
                .captured());

        fixture.callback("pi_9");

        assertThat(fixture.refunds()).isEmpty();
        assertThat(reason(fixture)).isEqualTo(Reason.REFUND_DUE);
    }

    @Test
    void beyondTheFirstGoesBackToo() {
        PaymentFixture fixture = PaymentFixture.paidBySecondTry(REFUND);
        fixture.gateway.says(PaymentFixture.first().captured());
        fixture.gateway.says(PaymentBuilder.stripe("pi_1001_1b").tagged().captured());

        fixture.callback(DUPLICATE, "pi_1001_1b");

        assertThat(fixture.refunds())
                .extracting(Operation.Refund::payment)
                .containsExactlyInAnyOrder(DUPLICATE, "pi_1001_1b");
        assertThat(fixture.at(PAID_BY).net().minor()).isEqualTo(4990);
    }

    @Test
    void goesBackWithoutWhatTheMerchantRefundedBefore() {
        PaymentFixture fixture = PaymentFixture.paidBySecondTry(REFUND);
        fixture.gateway.says(PaymentFixture.first().captured().refund("re_9", Reversal.State.DONE, 1000));

        fixture.callback(DUPLICATE);

        assertThat(fixture.refunds()).extracting(Operation.Refund::money).containsExactly(new Money(3990, "EUR"));
    }

    @Test
    void isAskedAboutWhereTheMerchantWantsThat() {
        PaymentFixture fixture = PaymentFixture.paidTwice(ASK);

        assertThat(fixture.refunds()).isEmpty();
        assertThat(reason(fixture)).isEqualTo(Reason.REFUND_DUE);
    }

    @Test
    void thatWasAskedAboutIsNotRefundedWhenThePolicyChanges() {
        PaymentFixture fixture = PaymentFixture.paidTwice(ASK);
        fixture.decides(new ReviewAction.Dismiss());

        fixture.given.want(REFUND);
        fixture.callback(DUPLICATE);

        assertThat(fixture.refunds()).isEmpty();
        assertThat(fixture.given.review()).isEmpty();
    }

    @Test
    void thatIsOnItsWayGoesBackAlsoWhenThePolicyChanges() {
        PaymentFixture fixture = PaymentFixture.paidBySecondTry(REFUND);
        fixture.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));
        fixture.turnsUp();

        fixture.given.want(ASK);
        fixture.gateway.succeed(fixture.refunds().getFirst());
        fixture.callback(DUPLICATE);

        assertThat(fixture.given.review()).isEmpty();
        assertThat(fixture.given.lines()).contains("refund:re_1001_3#1=done");
    }
}
