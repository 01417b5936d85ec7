package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.reason;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Policy;
import dev.payonce.request.PaymentResult;
import dev.payonce.review.Review.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests of cases 25 and 26: each dispute reaches a person, and an inquiry is none. */
class I_DisputesTest {

    private static final PaymentBuilder PAID = stripe("pi_1").captured().claimed();

    private static Given paid(Policy.Terms terms) {
        Given given = given(anOrder(), terms);
        given.sees(PAID);
        return given;
    }

    private static Given paid() {
        return paid(Policy.Terms.DEFAULT);
    }

    private static PaymentBuilder inquiry(State state) {
        return PAID.back(new Reversal(
                "dp_1", Reversal.Kind.INQUIRY, state, new Money(4990, "EUR"), Optional.empty(), Optional.empty()));
    }

    /** Another payment of the order is in review, too: the review names both. */
    @Test
    void I25_DisputeAsksAlsoWhereAnotherPaymentIsInReview() {
        Given given = paid().becomes(Status.OTHER);

        given.sees(
                PAID.dispute("dp_1", State.OPEN, 4990), stripe("pi_2").claimed().stage(Stage.AUTHORIZED));

        assertThat(given.review().orElseThrow().lines()).hasSize(2);
    }

    /** No rule may move it, and the bank waits for an answer. */
    @ParameterizedTest
    @EnumSource(names = {"OTHER", "ON_HOLD", "CANCELLED", "FAILED"})
    void I25_DisputeOfAnOrderThatNoRuleMovesAsks(Status status) {
        Given given = paid().becomes(status);

        assertThat(reason(given.sees(PAID.dispute("dp_1", State.OPEN, 4990)))).isEqualTo(Reason.DISPUTED);
        assertThat(given.status()).isEqualTo(status);
        assertThat(given.notes()).last().asString().contains("dp_1");
    }

    @Test
    void I25_DisputeOfAPaymentThatDidNotPayTheOrderAsks() {
        Given given = paid();
        PaymentBuilder second = stripe("pi_2").captured().claimed();

        assertThat(reason(given.sees(PAID, second.dispute("dp_2", State.OPEN, 4990))))
                .isEqualTo(Reason.DUPLICATE_PAYMENT);
        assertThat(given.review().orElseThrow().lines())
                .as("one matter, one line")
                .hasSize(1);
        assertThat(given.notes()).last().asString().contains("dp_2");
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void I25_DisputeThatPutTheOrderOnHoldIsNoReview() {
        Given given = paid();
        PaymentBuilder disputed = PAID.dispute("dp_1", State.OPEN, 4990);
        given.sees(disputed);

        given.sees(disputed);

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
        assertThat(given.review()).isEmpty();
    }

    @Test
    void I25_APreventedDisputeIsANote() {
        Given given = paid();

        given.sees(PAID.dispute("dp_1", State.PREVENTED, 4990));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.review()).isEmpty();
        assertThat(given.notes()).last().asString().contains("dp_1");
    }

    @Test
    void I25_InquiryIsANoteAndItsMoneyCanBeRefunded() {
        PaymentFixture fixture = PaymentFixture.paid();
        fixture.becomes(
                it -> it.back(new Reversal(
                        "dp_1",
                        Reversal.Kind.INQUIRY,
                        State.OPEN,
                        new Money(4990, "EUR"),
                        Optional.empty(),
                        Optional.empty())),
                "pi_1001_1");
        fixture.callback("pi_1001_1");

        assertThat(fixture.given.status()).isEqualTo(Status.PROCESSING);
        assertThat(fixture.given.review()).isEmpty();
        assertThat(fixture.given.notes()).last().asString().contains("dp_1");
        assertThat(fixture.asks(PaymentFixture.refund("r1")).is(PaymentResult.State.REFUNDED))
                .isTrue();
    }

    @Test
    void I25_InquiryHoldsTheOrderWhereTheMerchantWantsThatAndItsEndReleasesIt() {
        Given given = paid(Given.terms(Policy.Inquiry.HOLD));

        given.sees(inquiry(State.OPEN));
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        given.sees(inquiry(State.WON));
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    /** The bank goes on under the same id. */
    @Test
    void I25_InquiryThatBecomesADisputePutsTheOrderOnHold() {
        Given given = paid();
        given.sees(inquiry(State.OPEN));

        given.sees(PAID.dispute("dp_1", State.OPEN, 4990));

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    @ParameterizedTest
    @CsvSource({"false, PROCESSING", "true, ON_HOLD"})
    void I26_PartialDisputeLostAsksAndTheOrderStays(boolean openBefore, Status status) {
        Given given = paid();
        if (openBefore) {
            given.sees(PAID.dispute("dp_1", State.OPEN, 1000));
        }

        assertThat(reason(given.sees(PAID.dispute("dp_1", State.LOST, 1000)))).isEqualTo(Reason.DISPUTED);
        assertThat(given.status()).isEqualTo(status);
        assertThat(given.review().orElseThrow().lines())
                .containsExactly("Dispute dp_1 of 10.00 EUR is lost, and pi_1 holds 39.90 EUR");
    }

    @Test
    void I26_PartialDisputesThatAddUpToEverythingFailTheOrder() {
        Given given = paid();

        given.sees(PAID.dispute("dp_1", State.LOST, 1000).dispute("dp_2", State.LOST, 3990));

        assertThat(given.status()).isEqualTo(Status.FAILED);
    }

    /** The shop's own plugin would not fail an order of which most was refunded on purpose. */
    @Test
    void I26_TheRestBesideARefundIsLostAndAsks() {
        Given given = paid();
        given.sees(PAID.refund("re_1", State.DONE, 3990));

        PaymentBuilder lost = PAID.refund("re_1", State.DONE, 3990).dispute("dp_1", State.LOST, 1000);

        assertThat(reason(given.sees(lost))).isEqualTo(Reason.DISPUTED);
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void I26_NotesOnlyMeansNoReviewEither() {
        Given given =
                paid(Given.terms(Policy.LateSuccess.REOPEN, Policy.DuplicatePayment.REFUND, 20, Policy.Disputes.NOTE));

        given.sees(PAID.dispute("dp_1", State.LOST, 1000));

        assertThat(given.review()).isEmpty();
        assertThat(given.notes()).last().asString().contains("dp_1");
    }
}
