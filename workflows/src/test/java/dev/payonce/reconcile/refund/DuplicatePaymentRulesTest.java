package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Entry;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Policy.Disputes;
import dev.payonce.reconcile.Policy.DuplicatePayment;
import dev.payonce.reconcile.Policy.LateSuccess;
import dev.payonce.reconcile.Policy.Terms;
import dev.payonce.review.Review.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The tests of the end of refunds by rules: after all retries, or too often. */
class DuplicatePaymentRulesTest {

    private static final Terms REFUND = Terms.DEFAULT;
    private static final String DUPLICATE = "pi_1001_1";
    private static final String PAID_BY = "pi_1001_2";

    private static Reason reason(PaymentFixture fixture) {
        return fixture.given.review().orElseThrow().reason();
    }

    private static Terms perHour(int refunds) {
        return Given.terms(LateSuccess.REOPEN, DuplicatePayment.REFUND, refunds, Disputes.STATUS);
    }

    @Nested
    class WhoseRefundFails {

        private PaymentFixture declining(Outcome.Declined no) {
            PaymentFixture fixture = PaymentFixture.paidBySecondTry(REFUND);
            fixture.gateway.does(it -> new Outcome.Declined(it.number(), no.code(), no.mayRetry()));
            fixture.turnsUp();
            return fixture;
        }

        @Test
        void isTriedAgainAfterAWhileAndAFewTimesOnlyThenAsked() {
            PaymentFixture fixture = declining(new Outcome.Declined(0, "balance_insufficient", true));
            assertThat(fixture.refunds()).hasSize(1);

            for (int tries = 2; tries <= Policy.REFUNDS; tries++) {
                fixture.refreshes();
                assertThat(fixture.refunds()).hasSize(tries - 1);
                fixture.after(Policy.REFUND_AGAIN).refreshes();
                assertThat(fixture.refunds()).hasSize(tries);
            }
            fixture.after(Policy.REFUND_AGAIN).refreshes();

            assertThat(fixture.refunds()).hasSize(Policy.REFUNDS);
            assertThat(reason(fixture)).isEqualTo(Reason.REFUND_DUE);
            assertThat(fixture.given.review().orElseThrow().lines().getFirst()).contains("balance_insufficient");
        }

        @Test
        void isAskedAboutAtOnceWhenAnotherTryWillNotHelp() {
            PaymentFixture fixture = declining(new Outcome.Declined(0, "charge_too_old", false));

            assertThat(fixture.refunds()).hasSize(1);
            assertThat(reason(fixture)).isEqualTo(Reason.REFUND_DUE);
        }

        @Test
        void afterItHadSucceededIsAPersonsMatter() {
            PaymentFixture fixture = PaymentFixture.paidTwice(REFUND);
            fixture.refundIs(DUPLICATE, Reversal.State.FAILED);

            fixture.after(Policy.REFUND_AGAIN).callback(DUPLICATE);

            assertThat(fixture.refunds()).hasSize(1);
            assertThat(reason(fixture)).isEqualTo(Reason.REFUND_DUE);
            assertThat(fixture.given.review().orElseThrow().lines()).hasSize(2);
        }

        @Test
        void beforeItHadSucceededIsTriedAgain() {
            PaymentFixture fixture = PaymentFixture.paidBySecondTry(REFUND);
            fixture.gateway.does(it -> {
                fixture.gateway.succeed(it);
                fixture.refundIs(DUPLICATE, Reversal.State.PENDING);
                return new Outcome.Seen(it.number(), fixture.at(DUPLICATE));
            });
            fixture.turnsUp();
            fixture.refundIs(DUPLICATE, Reversal.State.FAILED);

            fixture.after(Policy.REFUND_AGAIN).callback(DUPLICATE);

            assertThat(fixture.refunds()).hasSize(2);
        }

        @Test
        void isNotSentAfterTheTimeInWhichItWasTrue() {
            PaymentFixture fixture = PaymentFixture.paidTwice(REFUND);

            OperationHeader header = fixture.refunds().getFirst().header();
            assertThat(Duration.between(header.at(), header.notAfter())).isEqualTo(Policy.CHARGE_WITHIN);
        }
    }

    @Nested
    class InATimeOfMany {

        @Test
        void isAskedAboutAboveTheMerchantsNumber() {
            PaymentFixture fixture = PaymentFixture.paidTwice(perHour(0));

            assertThat(fixture.refunds()).isEmpty();
            assertThat(reason(fixture)).isEqualTo(Reason.REFUND_DUE);
        }

        @Test
        void goesBackUpToTheMerchantsNumberAlsoAtOnce() {
            PaymentFixture fixture = PaymentFixture.paidBySecondTry(perHour(1));
            fixture.gateway.says(PaymentFixture.first().captured());
            fixture.gateway.says(PaymentBuilder.stripe("pi_1001_1b").tagged().captured());

            fixture.callback(DUPLICATE, "pi_1001_1b");

            assertThat(fixture.refunds()).hasSize(1);
            assertThat(reason(fixture)).isEqualTo(Reason.REFUND_DUE);
        }

        @Test
        void wasAskedAboutAndStaysAPersonsMatterWhenTheHourIsOver() {
            PaymentFixture fixture = PaymentFixture.paidTwice(perHour(0));
            fixture.given.want(REFUND);

            fixture.after(Duration.ofHours(2)).refreshes();

            assertThat(fixture.refunds()).isEmpty();
            assertThat(reason(fixture)).isEqualTo(Reason.REFUND_DUE);
        }

        @Test
        void countsNoRequestedRefund() {
            PaymentFixture fixture = PaymentFixture.paidBySecondTry(perHour(1));
            fixture.asks(refund("k1", 100));
            assertThat(fixture.refunds()).hasSize(1);

            fixture.becomes(it -> it.returns(List.of()), PAID_BY);
            assertThat(fixture.given.ledger().stream().filter(Entry::isAutomaticRefund))
                    .isEmpty();
        }
    }
}
