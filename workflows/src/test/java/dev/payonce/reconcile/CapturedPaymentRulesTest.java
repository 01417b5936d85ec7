package dev.payonce.reconcile;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.reason;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Fact;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal.State;
import dev.payonce.review.Review;
import dev.payonce.review.Review.Reason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CapturedPaymentRulesTest {

    @Nested
    class AnUnpaidOrder {

        @ParameterizedTest
        @EnumSource(names = {"PENDING", "FAILED", "ON_HOLD", "CANCELLED"})
        void isPaidByWhatWasAsked(Status status) {
            Given given = given(anOrder().status(status));

            Reconciliation reconciled =
                    given.sees(stripe("pi_1").transaction("ch_1").captured().tagged());

            assertThat(given.status()).isEqualTo(Status.PROCESSING);
            assertThat(given.lines()).containsExactly("payment:pi_1#1=captured", "paid");
            assertThat(reconciled.next()).isEqualTo(new Next.Rest());
            assertThat(given.ledger().getLast().fact())
                    .isEqualTo(new Fact.Paid(
                            status,
                            "stripe",
                            "pi_1",
                            "ch_1",
                            dev.payonce.order.ExternalIds.of("pi_1", "ch_1"),
                            new Money(4990, "EUR"),
                            Optional.of(new Money(4990, "EUR")),
                            false));
        }

        /** Of three decimals gateways take two, so the shop's plugin rounds or cuts: 10.005 KWD are 10.00 or 10.01. */
        @ParameterizedTest
        @CsvSource({
            "KWD, 10.005, 10000, false, true",
            "KWD, 10.005, 10010, false, true",
            "BHD, 10.009, 10000, false, true",
            "BHD, 10.010, 10000, false, false",
            "OMR, 10.000, 10010, false, false",
            "KWD, 10.005, 10004, true, false",
            "JPY, 1005, 1007, false, false"
        })
        void J34_isPaidByWhatAnotherPluginRoundedInACurrencyOfThreeDecimals(
                String currency, String total, long captured, boolean tagged, boolean paid) {
            Given given = given(anOrder().total(total, currency));
            PaymentBuilder payment =
                    PaymentBuilder.of("pi_1", new Money(captured, currency)).captured();

            Reconciliation reconciled = given.sees(tagged ? payment.tagged() : payment.claimed());

            assertThat(given.status()).isEqualTo(paid ? Status.PROCESSING : Status.PENDING);
            if (!paid) {
                assertThat(reason(reconciled)).isEqualTo(Reason.AMOUNT_DIFFERS);
            }
        }

        @Test
        void isPaidHoweverLongAgoItWasSeen() {
            Given given = given(anOrder());

            given.sees(Duration.ofHours(30), stripe("pi_1").captured().claimed());

            assertThat(given.status()).isEqualTo(Status.PROCESSING);
        }

        @ParameterizedTest
        @CsvSource({
            "4990, EUR, true, true",
            "4991, EUR, false, true",
            "4989, EUR, false, true",
            "4991, EUR, true, false",
            "4992, EUR, false, false",
            "4988, EUR, false, false",
            "4990, USD, false, false",
        })
        void toleratesOneMinorUnitOfAnotherPluginsRounding(long minor, String currency, boolean tagged, boolean pays) {
            Given given = given(anOrder());
            PaymentBuilder captured =
                    PaymentBuilder.of("pi_1", new Money(minor, currency)).captured();

            given.sees(tagged ? captured.tagged() : captured.claimed());

            assertThat(given.status()).isEqualTo(pays ? Status.PROCESSING : Status.PENDING);
        }

        @Test
        void isNotPaidByAnotherAmountAndBothValuesAreShown() {
            Given given = given(anOrder());

            Reconciliation reconciled = given.sees(stripe("pi_1").captured(4890).tagged());

            assertThat(given.status()).isEqualTo(Status.PENDING);
            assertThat(reason(reconciled)).isEqualTo(Reason.AMOUNT_DIFFERS);
            assertThat(given.review().orElseThrow().lines().getFirst()).contains("48.90 EUR", "49.90 EUR");
        }

        @Test
        void thatCostsNothingOrWhoseTotalCannotBeReadIsNeverPaid() {
            Given free = given(anOrder().total("0", "EUR"));
            Given unreadable = given(anOrder().total(Optional.empty()));

            assertThat(reason(free.sees(PaymentBuilder.of("pi_1", new Money(1, "EUR"))
                            .captured()
                            .claimed())))
                    .isEqualTo(Reason.AMOUNT_DIFFERS);
            assertThat(reason(unreadable.sees(stripe("pi_1").captured().claimed())))
                    .isEqualTo(Reason.AMOUNT_DIFFERS);
            assertThat(unreadable.review().orElseThrow().lines().getFirst()).contains("cannot be read");
        }

        @Test
        void staysUnpaidWhenTheMoneyWasGivenBackBefore() {
            Given given = given(anOrder());

            Reconciliation reconciled = given.sees(
                    stripe("pi_1").captured().refund("re_1", State.DONE, 4990).claimed());

            assertThat(given.status()).isEqualTo(Status.PENDING);
            assertThat(reconciled.next()).isEqualTo(new Next.Rest());
            assertThat(given.lines()).contains("refund:re_1#1=done").doesNotContain("paid");
        }

        @Test
        void isPaidEvenIfPartWasGivenBackBefore() {
            Given given = given(anOrder());

            given.sees(
                    stripe("pi_1").captured().refund("re_1", State.DONE, 1000).claimed());

            assertThat(given.status()).isEqualTo(Status.PROCESSING);
        }

        @ParameterizedTest
        @CsvSource({"OPEN, 4990, true", "LOST, 1000, true", "WON, 4990, false"})
        void isNotPaidByMoneyThatIsDisputed(State state, long minor, boolean asks) {
            Given given = given(anOrder());

            Reconciliation reconciled = given.sees(
                    stripe("pi_1").captured().dispute("dp_1", state, minor).claimed());

            assertThat(reconciled.next() instanceof Next.NeedsReview).isEqualTo(asks);
            assertThat(given.status()).isEqualTo(asks ? Status.PENDING : Status.PROCESSING);
            assertThat(given.review().map(Review::reason))
                    .isEqualTo(asks ? Optional.of(Reason.DISPUTED) : Optional.empty());
        }
    }

    @Nested
    class AfterACancellation {

        @ParameterizedTest
        @CsvSource({"REFUND, REFUND_DUE", "REVIEW, ORDER_NOT_PAYABLE"})
        void S16_theStoresPolicyDecides(Policy.LateSuccess policy, Reason reason) {
            Given given = given(anOrder().status(Status.CANCELLED), policy);

            assertThat(reason(given.sees(stripe("pi_1").captured().tagged()))).isEqualTo(reason);
            assertThat(given.status()).isEqualTo(Status.CANCELLED);
        }
    }
}
