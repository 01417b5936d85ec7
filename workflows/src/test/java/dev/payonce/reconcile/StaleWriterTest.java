package dev.payonce.reconcile;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.reason;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Fact;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal.State;
import dev.payonce.review.Review.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests of a paid order that another program sets back to unpaid: by accident, or on purpose. */
class StaleWriterTest {

    @Test
    void S40_isOverruledAsOftenAsItComes() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().claimed());

        for (int times = 2; times < 4; times++) {
            given.becomes(Status.PENDING).sees(stripe("pi_1").captured().claimed());

            assertThat(given.status()).isEqualTo(Status.PROCESSING);
            assertThat(given.ledger().getLast()).matches(line -> line.fact() instanceof Fact.Paid paid && paid.again());
            assertThat(given.lines().getLast()).isEqualTo("paid#" + times);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLETED", "REFUNDED", "OTHER"})
    void isOnlyWhoSetsAPaidOrderBackToUnpaid(Status meant) {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().claimed());

        Reconciliation reconciled =
                given.becomes(meant).sees(stripe("pi_1").captured().claimed());

        assertThat(given.status()).isEqualTo(meant);
        assertThat(reconciled.next()).isEqualTo(new Next.Rest());
    }

    @Test
    void ofAnOrderThatThePluginPaidIsOverruledToo() {
        Given given = given(anOrder().paidBy("pi_1").status(Status.PENDING));

        given.sees(stripe("pi_1").captured().claimed());

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void ofAnOrderThatThePluginPaidWithAnotherAmountIsAskedAbout() {
        Given given = given(anOrder().paidBy("pi_1").status(Status.PENDING));

        assertThat(reason(given.sees(stripe("pi_1").captured(100).claimed()))).isEqualTo(Reason.AMOUNT_DIFFERS);
        assertThat(given.status()).isEqualTo(Status.PENDING);
    }

    @Test
    void isNotSuspectedWhenTheMoneyIsGone() {
        Given given = given(anOrder().paidBy("pi_1").status(Status.PENDING));

        given.sees(stripe("pi_1").captured().refund("re_1", State.DONE, 4990).claimed());

        assertThat(given.status()).isEqualTo(Status.PENDING);
    }

    /** The shop's plugin fails an order whose dispute is lost; that used to be taken for an accident. */
    @ParameterizedTest
    @EnumSource(names = {"OPEN", "LOST"})
    void isNotSuspectedWhileThePaymentIsDisputed(State state) {
        Given given = given(anOrder().paidBy("pi_1").status(Status.FAILED));

        given.sees(stripe("pi_1").captured().dispute("dp_1", state, 1000).claimed());

        assertThat(given.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void isNotSuspectedAfterARefundAlsoIfItFailsLater() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().claimed());
        given.sees(stripe("pi_1").captured().refund("re_1", State.DONE, 4990).claimed());

        Reconciliation reconciled = given.becomes(Status.PENDING)
                .sees(stripe("pi_1")
                        .captured()
                        .refund("re_1", State.FAILED, 4990)
                        .claimed());

        assertThat(given.status()).isEqualTo(Status.PENDING);
        assertThat(reason(reconciled)).isEqualTo(Reason.REFUND_FAILED);
    }

    @Test
    void ofAnOrderThatWasRefundedAndPaidAgainIsOverruledWithTheNewPayersMoney() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().tagged());
        given.sees(stripe("pi_1").captured().refund("re_1", State.DONE, 4990).tagged());
        given.becomes(anOrder().paidBy("pi_2"));
        PaymentBuilder disputed =
                stripe("pi_2").captured(100).dispute("dp_1", State.OPEN, 100).claimed();
        PaymentBuilder won =
                stripe("pi_2").captured(100).dispute("dp_1", State.WON, 100).claimed();
        given.sees(disputed);
        given.sees(won);

        Reconciliation reconciled = given.becomes(Status.PENDING).sees(won);

        assertThat(given.status()).isEqualTo(Status.PENDING);
        assertThat(reason(reconciled)).isEqualTo(Reason.AMOUNT_DIFFERS);
    }

    @Test
    void isNotSuspectedAfterDisputesThatWereLostInParts() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().claimed());
        PaymentBuilder lost = stripe("pi_1")
                .captured()
                .dispute("dp_1", State.LOST, 1000)
                .dispute("dp_2", State.LOST, 3990)
                .claimed();
        given.sees(lost);

        given.sees(lost);

        assertThat(given.status()).isEqualTo(Status.FAILED);
    }

    /** A won dispute once left the order unpaid, as if its merchant had asked for that. */
    @Test
    void isOverruledAfterAWonDispute() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().claimed());
        given.sees(stripe("pi_1").captured().dispute("dp_1", State.OPEN, 4990).claimed());
        PaymentBuilder won =
                stripe("pi_1").captured().dispute("dp_1", State.WON, 4990).claimed();
        given.sees(won);

        given.becomes(Status.PENDING).sees(won);

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }
}
