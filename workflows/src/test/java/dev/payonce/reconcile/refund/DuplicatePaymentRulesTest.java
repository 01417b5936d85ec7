package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Entry;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Policy.Disputes;
import dev.payonce.reconcile.Policy.DuplicatePayment;
import dev.payonce.reconcile.Policy.LateSuccess;
import dev.payonce.reconcile.Policy.Terms;
import dev.payonce.reconcile.Reconciliation;
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
            assertThat(fixture.last().next()).as("the payment is not forgotten").isInstanceOf(Next.RefreshAfter.class);

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

    /** The order is paid, the duplicate is ours, and only a part of what is to be known was observed. */
    @Nested
    class WaitsForItsObservations {

        private final PaymentBuilder payer = PaymentBuilder.stripe("pi_payer").captured();
        private final PaymentBuilder duplicate =
                PaymentBuilder.stripe("pi_again").tagged().captured();

        @Test
        void ofThePayerAtItsOwnGateway() {
            Given given = Given.given(OrderBuilder.anOrder());
            given.sees(payer.claimed().at("other"));

            assertThat(given.sees(duplicate).next())
                    .isEqualTo(new Next.RefreshAfter(
                            Duration.ZERO, List.of(Lookup.of("other", "pi_payer"), Lookup.of("stripe", "pi_again"))));
        }

        @Test
        void ofAPayerThatOnlyTheOrderNames() {
            Given given = Given.given(OrderBuilder.anOrder().paidBy("pi_payer"));

            assertThat(given.sees(duplicate).next()).isEqualTo(Given.refresh(Duration.ZERO, "pi_payer", "pi_again"));
        }

        @Test
        void ofThePayerJustNow() {
            PaymentFixture fixture = PaymentFixture.paidBySecondTry(REFUND);
            PaymentBuilder paidBy = new PaymentBuilder(fixture.at(PAID_BY));
            Given given = fixture.given.after(Duration.ofHours(1));

            Reconciliation old = given.reconciles(given.observed(Duration.ofMinutes(10), paidBy)
                    .and(given.observed(Duration.ZERO, PaymentFixture.first().captured())));

            assertThat(old.due()).isEmpty();
            assertThat(old.next()).isEqualTo(Given.refresh(Duration.ZERO, PAID_BY, DUPLICATE));
        }

        @Test
        void afterARefundThatTheMerchantRequestsAtTheSameMoment() {
            Given given = Given.given(OrderBuilder.anOrder());
            given.sees(payer.claimed());

            Reconciliation both = given.reconciles(
                    given.observed(Duration.ZERO, payer.claimed(), duplicate),
                    List.of(PaymentFixture.refund("r1", 100)),
                    List.of());

            assertThat(both.due())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Operation.Refund.class,
                            refund -> assertThat(refund.payment()).isEqualTo("pi_payer"));
            assertThat(both.next()).isInstanceOfSatisfying(Next.RefreshAfter.class, refresh -> {
                assertThat(refresh.after()).isZero();
                assertThat(refresh.what().getFirst().objects().contains("pi_again"))
                        .isTrue();
            });
        }
    }

    /** A callback named an object that Stripe did not know, and an operator was asked about that. */
    @Test
    void goesBackAlsoWhereAnotherMatterIsInReview() {
        PaymentFixture fixture = PaymentFixture.paidBySecondTry(REFUND);
        fixture.callback("pi_unknown");
        fixture.after(Policy.NOT_FOUND_FOR).callback("pi_unknown");
        assertThat(reason(fixture)).isEqualTo(Reason.NOT_FOUND);

        fixture.turnsUp();

        assertThat(fixture.refunds()).extracting(Operation.Refund::payment).containsExactly(DUPLICATE);
    }

    /** The refreshes that another payment's callback causes: of money that was to go back and stayed, and of no other. */
    @Nested
    class IsRefreshedWithAnotherPayment {

        private int lookupsOf(PaymentFixture fixture, String payment) {
            int before = lookups(fixture, payment);
            fixture.gateway.says(PaymentBuilder.stripe("pi_9").claimed().declined("card_declined"));
            fixture.callback("pi_9");
            return lookups(fixture, payment) - before;
        }

        private static int lookups(PaymentFixture fixture, String payment) {
            return (int) fixture.gateway.asked().stream()
                    .filter(what -> what.objects().contains(payment))
                    .count();
        }

        private PaymentFixture failed() {
            PaymentFixture fixture = PaymentFixture.paidTwice(REFUND);
            fixture.refundIs(DUPLICATE, Reversal.State.FAILED);
            return fixture;
        }

        @Test
        void whenItsRefundFailed() {
            PaymentFixture fixture = failed();
            fixture.callback(DUPLICATE);

            assertThat(lookupsOf(fixture, DUPLICATE)).isPositive();
        }

        @Test
        void butNotWhenItWentBackByHand() {
            PaymentFixture fixture = failed();
            fixture.becomes(it -> it.refund("re_hand", Reversal.State.DONE, 4990), DUPLICATE);
            fixture.callback(DUPLICATE);

            assertThat(lookupsOf(fixture, DUPLICATE)).isZero();
        }

        @Test
        void butNotWhenTheFailedRefundWasARequest() {
            PaymentFixture fixture = PaymentFixture.paid();
            fixture.gateway.does(it -> new Outcome.Declined(it.number(), "charge_too_old", false));
            fixture.asks(PaymentFixture.refund("r1", 100));

            assertThat(lookupsOf(fixture, DUPLICATE)).isZero();
        }
    }
}
