package dev.payonce.payment;

import static dev.payonce.payment.Till.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Operation.Refund.Cause;
import dev.payonce.payment.Operation.Refund.Why;
import dev.payonce.payment.Payment.Return;
import dev.payonce.payment.Policy.Disputes;
import dev.payonce.payment.Policy.ExtraPayment;
import dev.payonce.payment.Policy.LateSuccess;
import dev.payonce.payment.Policy.Terms;
import dev.payonce.payment.Question.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Money that was captured and that the order does not need. */
class SurplusTest {

    private static final Terms REFUND = Terms.DEFAULT;
    private static final Terms ASK = new Terms(LateSuccess.ASK, ExtraPayment.ASK, 20, Disputes.STATUS);
    private static final Terms LATE = new Terms(LateSuccess.REFUND, ExtraPayment.REFUND, 20, Disputes.STATUS);
    private static final String EXTRA = "pi_1001_1";
    private static final String PAYER = "pi_1001_2";

    private static Reason reason(Till till) {
        return till.given.question().orElseThrow().reason();
    }

    private static Terms perHour(int refunds) {
        return new Terms(LateSuccess.REOPEN, ExtraPayment.REFUND, refunds, Disputes.STATUS);
    }

    @Nested
    class OfASecondPayment {

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
                    till.gateway.find(new Lookup("stripe", dev.payonce.order.Names.of(EXTRA, PAYER))),
                    java.util.List.of(refund("k1")),
                    java.util.List.of());
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

            assertThat(till.refunds())
                    .extracting(Operation.Refund::payment)
                    .containsExactlyInAnyOrder(EXTRA, "pi_1001_1b");
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

    @Nested
    class WhoseRefundFails {

        private Till declining(Outcome.Declined no) {
            Till till = Till.paidBySecondTry(REFUND);
            till.gateway.does(it -> new Outcome.Declined(it.number(), no.code(), no.mayRetry()));
            till.turnsUp();
            return till;
        }

        @Test
        void isTriedAgainAfterAWhileAndAFewTimesOnlyThenAsked() {
            Till till = declining(new Outcome.Declined(0, "balance_insufficient", true));
            assertThat(till.refunds()).hasSize(1);

            for (int tries = 2; tries <= Policy.REFUNDS; tries++) {
                till.looks();
                assertThat(till.refunds()).hasSize(tries - 1);
                till.after(Policy.REFUND_AGAIN).looks();
                assertThat(till.refunds()).hasSize(tries);
            }
            till.after(Policy.REFUND_AGAIN).looks();

            assertThat(till.refunds()).hasSize(Policy.REFUNDS);
            assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
            assertThat(till.given.question().orElseThrow().lines().getFirst()).contains("balance_insufficient");
        }

        @Test
        void isAskedAboutAtOnceWhenAnotherTryWillNotHelp() {
            Till till = declining(new Outcome.Declined(0, "charge_too_old", false));

            assertThat(till.refunds()).hasSize(1);
            assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
        }

        @Test
        void afterItHadSucceededIsAPersonsMatter() {
            Till till = Till.paidTwice(REFUND);
            till.refundIs(EXTRA, Return.State.FAILED);

            till.after(Policy.REFUND_AGAIN).callback(EXTRA);

            assertThat(till.refunds()).hasSize(1);
            assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
            assertThat(till.given.question().orElseThrow().lines()).hasSize(2);
        }

        @Test
        void beforeItHadSucceededIsTriedAgain() {
            Till till = Till.paidBySecondTry(REFUND);
            till.gateway.does(it -> {
                till.gateway.succeed(it);
                till.refundIs(EXTRA, Return.State.PENDING);
                return new Outcome.Seen(it.number(), till.at(EXTRA));
            });
            till.turnsUp();
            till.refundIs(EXTRA, Return.State.FAILED);

            till.after(Policy.REFUND_AGAIN).callback(EXTRA);

            assertThat(till.refunds()).hasSize(2);
        }

        @Test
        void isNotSentAfterTheTimeInWhichItWasTrue() {
            Till till = Till.paidTwice(REFUND);

            Ticket ticket = till.refunds().getFirst().ticket();
            assertThat(Duration.between(ticket.at(), ticket.notAfter())).isEqualTo(Policy.CHARGE_WITHIN);
        }
    }

    @Nested
    class InATimeOfMany {

        @Test
        void isAskedAboutAboveTheMerchantsNumber() {
            Till till = Till.paidTwice(perHour(0));

            assertThat(till.refunds()).isEmpty();
            assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
        }

        @Test
        void goesBackUpToTheMerchantsNumberAlsoAtOnce() {
            Till till = Till.paidBySecondTry(perHour(1));
            till.gateway.says(Till.first().captured());
            till.gateway.says(APayment.stripe("pi_1001_1b").tagged().captured());

            till.callback(EXTRA, "pi_1001_1b");

            assertThat(till.refunds()).hasSize(1);
            assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
        }

        @Test
        void wasAskedAboutAndStaysAPersonsMatterWhenTheHourIsOver() {
            Till till = Till.paidTwice(perHour(0));
            till.given.want(REFUND);

            till.after(Duration.ofHours(2)).looks();

            assertThat(till.refunds()).isEmpty();
            assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
        }

        @Test
        void countsNoRefundThatSomebodyAskedFor() {
            Till till = Till.paidBySecondTry(perHour(1));
            till.asks(refund("k1", 100));
            assertThat(till.refunds()).hasSize(1);

            till.becomes(it -> it.returns(java.util.List.of()), PAYER);
            assertThat(till.given.ledger().stream().filter(Entry::isAutomaticRefund))
                    .isEmpty();
        }
    }

    @Nested
    class AfterACancellation {

        private Till cancelled(Terms terms) {
            Till till = Till.open();
            till.given.want(terms);
            till.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));
            till.asks(Till.pay("k1"));
            till.gateway.does(till.gateway::succeed);
            till.given.becomes(Status.CANCELLED);
            till.gateway.says(Till.first().captured());
            till.callback(EXTRA);
            return till;
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

    @Nested
    class ByDecision {

        private final Choice give = new Choice.RefundExtra("pi_9");

        private Till foreign() {
            Till till = Till.paid();
            till.gateway.says(APayment.stripe("pi_9").captured().claimed());
            till.callback("pi_9");
            return till;
        }

        @Test
        void goesBackWhoeverMadeIt() {
            Till till = foreign();

            till.decides(give);

            assertThat(till.refunds()).extracting(Operation.Refund::cause).containsExactly(Cause.DECIDED);
            assertThat(till.at("pi_9").net().minor()).isZero();
            assertThat(till.given.question()).isEmpty();
            assertThat(till.given.lines()).contains("decision:1", "question:1=closed");
        }

        @Test
        void S22_goesBackOnceHoweverOftenItIsDecided() {
            Till till = foreign();
            Decision ann = new Decision(1, give, "ann", "paid twice");
            Decision bob = new Decision(1, give, "bob", "paid twice");
            Observation seen = till.gateway.find(new Lookup("stripe", dev.payonce.order.Names.of("pi_9")));

            till.given.settles(seen, java.util.List.of(), java.util.List.of(ann, bob));
            till.given.settles(seen, java.util.List.of(), java.util.List.of(ann));
            till.callback("pi_9");

            assertThat(till.refunds()).hasSize(1);
        }

        @Test
        void isAskedAboutAgainWhenTheGatewaySaysNo() {
            Till till = foreign();
            till.gateway.does(it -> new Outcome.Refused(it.number(), "stripe-403"));

            till.decides(give);

            assertThat(till.given.question().orElseThrow().number()).isEqualTo(2);
            assertThat(till.given.question().orElseThrow().choices()).contains(give);
        }

        @Test
        void isNotPossibleAnyMoreOnceABankDisputesIt() {
            Till till = foreign();
            till.becomes(it -> it.dispute("dp_9", Return.State.OPEN, 4990), "pi_9");

            till.decides(give);

            assertThat(till.refunds()).isEmpty();
            assertThat(till.given.question()).isPresent();
            assertThat(till.given.question().orElseThrow().choices()).doesNotContain(give);
        }

        @ParameterizedTest
        @EnumSource(names = {"REFUNDED", "OTHER", "PROCESSING"})
        void isOfferedWhereverMoneyIsHeldThatTheOrderDoesNotNeed(Status status) {
            Till till = Till.open();
            till.given.becomes(status);
            till.gateway.says(APayment.stripe("pi_9").captured().claimed());

            till.callback("pi_9");

            assertThat(till.given.question().orElseThrow().choices()).contains(give);
        }

        @Test
        void isOfferedForAnAmountThatDiffersAndThenPaysNoMore() {
            Till till = Till.open();
            till.gateway.says(APayment.stripe("pi_9").captured(100).claimed());
            till.callback("pi_9");
            till.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));

            till.decides(give);

            assertThat(till.refunds()).hasSize(1);
            assertThat(till.asks(Till.pay("k1")).code()).isEqualTo("under_review");
        }

        @Test
        void isNotOfferedForAnotherOrdersMoney() {
            Till till = Till.open();
            till.gateway.says(
                    APayment.stripe("pi_9").captured().tagged("", AnOrder.SITE, AnOrder.NUMBER, "0".repeat(32), 1));

            till.callback("pi_9");

            assertThat(reason(till)).isEqualTo(Reason.ORDER_KEY_DIFFERS);
            assertThat(till.given.question().orElseThrow().choices()).doesNotContain(give);
        }
    }
}
