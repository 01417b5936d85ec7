package dev.payonce.payment;

import static dev.payonce.payment.Till.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.payment.Payment.Return;
import dev.payonce.payment.Policy.Disputes;
import dev.payonce.payment.Policy.ExtraPayment;
import dev.payonce.payment.Policy.LateSuccess;
import dev.payonce.payment.Policy.Terms;
import dev.payonce.payment.Question.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When rules stop giving money back: in vain, or too often. */
class SurplusTest {

    private static final Terms REFUND = Terms.DEFAULT;
    private static final String EXTRA = "pi_1001_1";
    private static final String PAYER = "pi_1001_2";

    private static Reason reason(Till till) {
        return till.given.question().orElseThrow().reason();
    }

    private static Terms perHour(int refunds) {
        return new Terms(LateSuccess.REOPEN, ExtraPayment.REFUND, refunds, Disputes.STATUS);
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

            till.becomes(it -> it.returns(List.of()), PAYER);
            assertThat(till.given.ledger().stream().filter(Entry::isAutomaticRefund))
                    .isEmpty();
        }
    }
}
