package dev.payonce.reconcile;

import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Entry;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.Policy.Disputes;
import dev.payonce.reconcile.Policy.DuplicatePayment;
import dev.payonce.reconcile.Policy.LateSuccess;
import dev.payonce.reconcile.Policy.Terms;
import dev.payonce.review.Review.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When rules stop giving money back: in vain, or too often. */
class DuplicatePaymentRulesTest {

    private static final Terms REFUND = Terms.DEFAULT;
    private static final String DUPLICATE = "pi_1001_1";
    private static final String PAID_BY = "pi_1001_2";

    private static Reason reason(PaymentFixture till) {
        return till.given.review().orElseThrow().reason();
    }

    private static Terms perHour(int refunds) {
        return new Terms(LateSuccess.REOPEN, DuplicatePayment.REFUND, refunds, Disputes.STATUS);
    }

    @Nested
    class WhoseRefundFails {

        private PaymentFixture declining(Outcome.Declined no) {
            PaymentFixture till = PaymentFixture.paidBySecondTry(REFUND);
            till.gateway.does(it -> new Outcome.Declined(it.number(), no.code(), no.mayRetry()));
            till.turnsUp();
            return till;
        }

        @Test
        void isTriedAgainAfterAWhileAndAFewTimesOnlyThenAsked() {
            PaymentFixture till = declining(new Outcome.Declined(0, "balance_insufficient", true));
            assertThat(till.refunds()).hasSize(1);

            for (int tries = 2; tries <= Policy.REFUNDS; tries++) {
                till.refreshes();
                assertThat(till.refunds()).hasSize(tries - 1);
                till.after(Policy.REFUND_AGAIN).refreshes();
                assertThat(till.refunds()).hasSize(tries);
            }
            till.after(Policy.REFUND_AGAIN).refreshes();

            assertThat(till.refunds()).hasSize(Policy.REFUNDS);
            assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
            assertThat(till.given.review().orElseThrow().lines().getFirst()).contains("balance_insufficient");
        }

        @Test
        void isAskedAboutAtOnceWhenAnotherTryWillNotHelp() {
            PaymentFixture till = declining(new Outcome.Declined(0, "charge_too_old", false));

            assertThat(till.refunds()).hasSize(1);
            assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
        }

        @Test
        void afterItHadSucceededIsAPersonsMatter() {
            PaymentFixture till = PaymentFixture.paidTwice(REFUND);
            till.refundIs(DUPLICATE, Reversal.State.FAILED);

            till.after(Policy.REFUND_AGAIN).callback(DUPLICATE);

            assertThat(till.refunds()).hasSize(1);
            assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
            assertThat(till.given.review().orElseThrow().lines()).hasSize(2);
        }

        @Test
        void beforeItHadSucceededIsTriedAgain() {
            PaymentFixture till = PaymentFixture.paidBySecondTry(REFUND);
            till.gateway.does(it -> {
                till.gateway.succeed(it);
                till.refundIs(DUPLICATE, Reversal.State.PENDING);
                return new Outcome.Seen(it.number(), till.at(DUPLICATE));
            });
            till.turnsUp();
            till.refundIs(DUPLICATE, Reversal.State.FAILED);

            till.after(Policy.REFUND_AGAIN).callback(DUPLICATE);

            assertThat(till.refunds()).hasSize(2);
        }

        @Test
        void isNotSentAfterTheTimeInWhichItWasTrue() {
            PaymentFixture till = PaymentFixture.paidTwice(REFUND);

            OperationHeader header = till.refunds().getFirst().header();
            assertThat(Duration.between(header.at(), header.notAfter())).isEqualTo(Policy.CHARGE_WITHIN);
        }
    }

    @Nested
    class InATimeOfMany {

        @Test
        void isAskedAboutAboveTheMerchantsNumber() {
            PaymentFixture till = PaymentFixture.paidTwice(perHour(0));

            assertThat(till.refunds()).isEmpty();
            assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
        }

        @Test
        void goesBackUpToTheMerchantsNumberAlsoAtOnce() {
            PaymentFixture till = PaymentFixture.paidBySecondTry(perHour(1));
            till.gateway.says(PaymentFixture.first().captured());
            till.gateway.says(PaymentBuilder.stripe("pi_1001_1b").tagged().captured());

            till.callback(DUPLICATE, "pi_1001_1b");

            assertThat(till.refunds()).hasSize(1);
            assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
        }

        @Test
        void wasAskedAboutAndStaysAPersonsMatterWhenTheHourIsOver() {
            PaymentFixture till = PaymentFixture.paidTwice(perHour(0));
            till.given.want(REFUND);

            till.after(Duration.ofHours(2)).refreshes();

            assertThat(till.refunds()).isEmpty();
            assertThat(reason(till)).isEqualTo(Reason.REFUND_DUE);
        }

        @Test
        void countsNoRefundThatSomebodyAskedFor() {
            PaymentFixture till = PaymentFixture.paidBySecondTry(perHour(1));
            till.asks(refund("k1", 100));
            assertThat(till.refunds()).hasSize(1);

            till.becomes(it -> it.returns(List.of()), PAID_BY);
            assertThat(till.given.ledger().stream().filter(Entry::isAutomaticRefund))
                    .isEmpty();
        }
    }
}
