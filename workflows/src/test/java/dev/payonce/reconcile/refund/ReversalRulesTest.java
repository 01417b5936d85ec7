package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.reason;
import static dev.payonce.reconcile.Given.refresh;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Reversal.State;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.review.Review.Reason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReversalRulesTest {

    private static final PaymentBuilder PAID = stripe("pi_1").captured().claimed();
    private static final Duration STALE = Duration.ofSeconds(31);

    private static Given aPaidOrder() {
        Given given = given(anOrder());
        given.sees(PAID);
        return given;
    }

    @Nested
    class Refunds {

        @ParameterizedTest
        @EnumSource(names = {"PROCESSING", "COMPLETED", "ON_HOLD"})
        void ofEverythingRefundTheOrder(Status paid) {
            Given given = aPaidOrder().becomes(paid);

            Reconciliation reconciled =
                    given.sees(PAID.refund("re_1", State.DONE, 1000).refund("re_2", State.DONE, 3990));

            assertThat(given.status()).isEqualTo(Status.REFUNDED);
            assertThat(given.lines()).endsWith("refund:re_1#1=done", "refund:re_2#1=done", "status:4");
            assertThat(reconciled.view().status()).isEqualTo(PaymentSummary.Status.REFUNDED);
            assertThat(reconciled.next()).isEqualTo(new Next.Rest());
        }

        @ParameterizedTest
        @CsvSource({"DONE, 4989", "PENDING, 4990", "FAILED, 4990"})
        void ofLessThanEverythingAreOnlyRecorded(State state, long minor) {
            Given given = aPaidOrder();

            given.sees(PAID.refund("re_1", state, minor));

            assertThat(given.status()).isEqualTo(Status.PROCESSING);
            assertThat(given.lines()).endsWith("refund:re_1#1=" + state.name().toLowerCase(java.util.Locale.ROOT));
        }

        @Test
        void thatSucceededNameTheMoveAndNotOneThatFailed() {
            Given given = aPaidOrder();

            given.sees(PAID.refund("re_1", State.DONE, 4990).refund("re_2", State.FAILED, 10));

            assertThat(given.lines().getLast()).isEqualTo("status:4");
        }

        @Test
        void areNotDoneWhileADisputeOrAPendingOneMakesUpTheRest() {
            Given given = aPaidOrder();

            given.sees(PAID.refund("re_1", State.DONE, 4000)
                    .refund("re_2", State.PENDING, 990)
                    .dispute("dp_1", State.WON, 4990));

            assertThat(given.status()).isEqualTo(Status.PROCESSING);
        }

        @Test
        void inAnotherCurrencyCannotBeCounted() {
            Given given = aPaidOrder();
            Reversal dollars = new Reversal(
                    "re_1",
                    Reversal.Kind.REFUND,
                    State.DONE,
                    new Money(4990, "USD"),
                    Optional.empty(),
                    Optional.empty());

            given.sees(PAID.back(dollars));

            assertThat(given.status()).isEqualTo(Status.PROCESSING);
        }

        @Test
        void thatWereObservedLongAgoAreRefreshedFirst() {
            Given given = aPaidOrder();

            Reconciliation reconciled = given.sees(STALE, PAID.refund("re_1", State.DONE, 4990));

            assertThat(given.status()).isEqualTo(Status.PROCESSING);
            assertThat(reconciled.next()).isEqualTo(refresh(Duration.ZERO, "pi_1"));
        }

        @Test
        void ofAnotherPaymentThanThePaidByMoveNothing() {
            Given given = aPaidOrder();

            given.sees(
                    stripe("pi_2").captured().refund("re_1", State.DONE, 4990).claimed());

            assertThat(given.status()).isEqualTo(Status.PROCESSING);
            assertThat(given.lines()).contains("refund:re_1#1=done");
        }

        @ParameterizedTest
        @EnumSource(names = {"CANCELLED", "REFUNDED", "OTHER"})
        void leaveAnOrderAloneThatAnotherProgramMovedOn(Status status) {
            Given given = aPaidOrder().becomes(status);

            given.sees(PAID.refund("re_1", State.DONE, 4990));

            assertThat(given.status()).isEqualTo(status);
        }

        @Test
        void areWrittenDownOnceForEachStateEvenIfAStateComesBack() {
            Given given = aPaidOrder();
            State[] states = {State.PENDING, State.PENDING, State.DONE, State.FAILED, State.DONE};

            for (State state : states) {
                given.sees(PAID.refund("re_1", state, 1000));
            }

            assertThat(given.lines().stream().filter(line -> line.startsWith("refund:")))
                    .containsExactly(
                            "refund:re_1#1=pending",
                            "refund:re_1#2=done",
                            "refund:re_1#3=failed",
                            "refund:re_1#4=done");
        }

        @Test
        void thatFailAfterTheySucceededAreAskedAbout() {
            Given given = aPaidOrder();
            given.sees(PAID.refund("re_1", State.DONE, 1000));

            Reconciliation reconciled = given.sees(PAID.refund("re_1", State.FAILED, 1000));

            assertThat(reason(reconciled)).isEqualTo(Reason.REFUND_FAILED);
            assertThat(given.review().orElseThrow().lines().getFirst())
                    .contains("re_1", "10.00 EUR", "after it had succeeded");
        }

        @Test
        void thatFailAtOnceAreOnlyRecorded() {
            Given given = aPaidOrder();
            given.sees(PAID.refund("re_1", State.PENDING, 1000));

            assertThat(given.sees(PAID.refund("re_1", State.FAILED, 1000)).next())
                    .isEqualTo(new Next.Rest());
        }

        /** The store shows "refunded" and the money is still there: this used to pass without a review. */
        @Test
        void thatFailAtOnceOfAnOrderThatTheStoreCallsRefundedAreAskedAbout() {
            Given given = aPaidOrder().becomes(Status.REFUNDED);

            assertThat(reason(given.sees(PAID.refund("re_1", State.FAILED, 4990))))
                    .isEqualTo(Reason.REFUND_FAILED);
            assertThat(given.review().orElseThrow().lines().getFirst()).endsWith("failed");
        }

        @Test
        void thatFailedAskNoMoreWhenAnotherOneGaveTheMoneyBack() {
            Given given = aPaidOrder();
            given.sees(PAID.refund("re_1", State.DONE, 4990));
            given.sees(PAID.refund("re_1", State.FAILED, 4990));

            Reconciliation reconciled =
                    given.sees(PAID.refund("re_1", State.FAILED, 4990).refund("re_2", State.DONE, 4990));

            assertThat(reconciled.next()).isEqualTo(new Next.Rest());
        }

        /** One move for ever used to stand for all refunds of a payment. */
        @Test
        void moveTheOrderAgainWhenTheFirstFailedAndItWasSetBack() {
            Given given = aPaidOrder();
            given.sees(PAID.refund("re_1", State.DONE, 4990));
            given.sees(PAID.refund("re_1", State.FAILED, 4990));
            given.becomes(Status.PROCESSING);

            given.sees(PAID.refund("re_1", State.FAILED, 4990).refund("re_2", State.DONE, 4990));

            assertThat(given.status()).isEqualTo(Status.REFUNDED);
        }

        /** The amount is the gateway's; it must not be able to make a settlement throw. */
        @Test
        void ofNonsenseAmountsNeverThrow() {
            Given given = aPaidOrder();
            PaymentBuilder payment = PAID;
            for (int i = 0; i < 10_000; i += 997) {
                payment = payment.refund("re_" + i, State.DONE, Money.LARGEST_MINOR)
                        .refund("re_-" + i, State.DONE, -Money.LARGEST_MINOR);
            }

            given.sees(payment);

            assertThat(given.status()).isEqualTo(Status.REFUNDED);
        }
    }

    /** Two states of one reversal in one observation used to be written again at every refresh. */
    @Test
    void aReturnThatIsListedTwiceIsOne() {
        Given given = aPaidOrder();
        PaymentBuilder twice = PAID.refund("re_1", State.PENDING, 100).refund("re_1", State.DONE, 100);

        given.sees(twice);
        given.sees(twice);

        assertThat(given.lines()).endsWith("refund:re_1#1=done");
        assertThat(twice.made().net().minor()).isEqualTo(4890);
    }

    @Test
    void aRefundAndADisputeOfOneNameAreTwo() {
        PaymentBuilder both = PAID.refund("x_1", State.DONE, 100).dispute("x_1", State.LOST, 100);

        assertThat(both.made().net().minor()).isEqualTo(4790);
        assertThat(PAID.dispute("x_1", State.OPEN, 100).made().net().minor()).isEqualTo(4990);
        assertThat(PAID.refund("x_1", State.DONE, 9999).made().net().minor()).isZero();
    }
}
