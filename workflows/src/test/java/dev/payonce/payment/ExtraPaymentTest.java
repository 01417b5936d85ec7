package dev.payonce.payment;

import static dev.payonce.payment.Till.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.order.Names;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Operation.Refund.Cause;
import dev.payonce.payment.Operation.Refund.Why;
import dev.payonce.payment.Payment.Return;
import dev.payonce.payment.Policy.Disputes;
import dev.payonce.payment.Policy.ExtraPayment;
import dev.payonce.payment.Policy.LateSuccess;
import dev.payonce.payment.Policy.Terms;
import dev.payonce.payment.Question.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A second payment of an order that another one has paid. */
class ExtraPaymentTest {

    private static final Terms REFUND = Terms.DEFAULT;
    private static final Terms ASK = new Terms(LateSuccess.ASK, ExtraPayment.ASK, 20, Disputes.STATUS);
    private static final String EXTRA = "pi_1001_1";
    private static final String PAYER = "pi_1001_2";

    private static Reason reason(Till till) {
        return till.given.question().orElseThrow().reason();
    }

    @Test
    void S02_goesBackOnceByItsOwnOperationWithANote() {
        Till till = Till.paidTwice(REFUND);

        Operation.Refund sent = till.refunds().getFirst();
        assertThat(sent.payment()).isEqualTo(EXTRA);
        assertThat(sent.money()).isEqualTo(new Money(4990, "EUR"));
        assertThat(sent.cause()).isEqualTo(Cause.EXTRA);
        assertThat(sent.why()).isEqualTo(Why.DUPLICATE);
        assertThat(till.given.question()).isEmpty();
        assertThat(till.given.status()).isEqualTo(Status.PROCESSING);
        assertThat(till.given.notes()).endsWith("operation:3", "refund:re_1001_3#1=done");

        till.callback(EXTRA, PAYER);
        assertThat(till.refunds()).hasSize(1);
        assertThat(till.last().next()).isEqualTo(new Next.Rest());
    }

    @Test
    void goesBackOnlyAfterALookAtThePayer() {
        Till till = Till.paidBySecondTry(REFUND);
        till.becomes(it -> it.refund("re_9", Return.State.DONE, 100), PAYER);

        till.turnsUp();

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.EXTRA_PAYMENT);
    }

    @Test
    void staysWhileThePayerIsDisputed() {
        Till till = Till.paidBySecondTry(REFUND);
        till.becomes(it -> it.dispute("dp_9", Return.State.OPEN, 4990), PAYER);

        till.turnsUp();

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.EXTRA_PAYMENT);
    }

    @Test
    void staysWhileItIsDisputedItself() {
        Till till = Till.paidBySecondTry(REFUND);
        till.gateway.says(Till.first().captured().dispute("dp_9", Return.State.OPEN, 4990));

        till.callback(EXTRA);

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.EXTRA_PAYMENT);
    }

    /** Whoever refunds the order at this moment may mean just this money. */
    @Test
    void staysWhileSomebodyAsksForARefundOfTheOrder() {
        Till till = Till.paidBySecondTry(REFUND);
        till.gateway.says(Till.first().captured());

        till.given.settles(
                till.gateway.find(new Lookup("stripe", Names.of(EXTRA, PAYER))), List.of(refund("k1")), List.of());
        till.callback(EXTRA);

        assertThat(till.refunds()).extracting(Operation.Refund::payment).containsExactly(PAYER);
        assertThat(reason(till)).isEqualTo(Reason.EXTRA_PAYMENT);
    }

    @Test
    void staysWhileTheGatewayDoesNotKnowThePayer() {
        Till till = Till.paidBySecondTry(REFUND);
        till.gateway.forget(PAYER);

        till.turnsUp();

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.EXTRA_PAYMENT);
    }

    @Test
    void staysWhereTheStoreNamesAPayerThatCapturedNothing() {
        Till till = Till.paidBySecondTry(REFUND);
        till.becomes(it -> it.captured(0), PAYER);

        till.turnsUp();

        assertThat(till.refunds()).isEmpty();
    }

    @Test
    void thatAnotherPluginMadeIsNeverRefundedByARule() {
        Till till = Till.paid();
        till.gateway.says(APayment.stripe("pi_9").captured().claimed());

        till.callback("pi_9");

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.EXTRA_PAYMENT);
    }

    /** A restored ledger has forgotten who made it: it may have forgotten that it was given back, too. */
    @Test
    void S31_thatTheLedgerDoesNotRememberIsAskedAbout() {
        Till till = Till.paid();
        till.gateway.says(APayment.stripe("pi_9")
                .tagged("", AnOrder.SITE, AnOrder.NUMBER, AnOrder.KEY, 7)
                .captured());

        till.callback("pi_9");

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
    }

    @Test
    void beyondTheFirstGoesBackToo() {
        Till till = Till.paidBySecondTry(REFUND);
        till.gateway.says(Till.first().captured());
        till.gateway.says(APayment.stripe("pi_1001_1b").tagged().captured());

        till.callback(EXTRA, "pi_1001_1b");

        assertThat(till.refunds()).extracting(Operation.Refund::payment).containsExactlyInAnyOrder(EXTRA, "pi_1001_1b");
        assertThat(till.at(PAYER).net().minor()).isEqualTo(4990);
    }

    @Test
    void goesBackWithoutWhatSomebodyGaveBackBefore() {
        Till till = Till.paidBySecondTry(REFUND);
        till.gateway.says(Till.first().captured().refund("re_9", Return.State.DONE, 1000));

        till.callback(EXTRA);

        assertThat(till.refunds()).extracting(Operation.Refund::money).containsExactly(new Money(3990, "EUR"));
    }

    @Test
    void isAskedAboutWhereTheMerchantWantsThat() {
        Till till = Till.paidTwice(ASK);

        assertThat(till.refunds()).isEmpty();
        assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
    }

    @Test
    void thatWasAskedAboutIsNotRefundedWhenThePolicyChanges() {
        Till till = Till.paidTwice(ASK);
        till.decides(new Choice.Dismiss());

        till.given.want(REFUND);
        till.callback(EXTRA);

        assertThat(till.refunds()).isEmpty();
        assertThat(till.given.question()).isEmpty();
    }

    @Test
    void thatIsOnItsWayGoesBackAlsoWhenThePolicyChanges() {
        Till till = Till.paidBySecondTry(REFUND);
        till.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));
        till.turnsUp();

        till.given.want(ASK);
        till.gateway.succeed(till.refunds().getFirst());
        till.callback(EXTRA);

        assertThat(till.given.question()).isEmpty();
        assertThat(till.given.lines()).contains("refund:re_1001_3#1=done");
    }
}
