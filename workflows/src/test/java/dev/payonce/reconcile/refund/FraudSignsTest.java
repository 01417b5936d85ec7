package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Fact;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Reversal.Kind;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests of fraud reviews and fraud warnings: they hold an order, and never give its money back. */
class FraudSignsTest {

    private static final PaymentBuilder PAID = stripe("pi_1").captured().claimed();
    private static final Policy.Terms NOTES = Given.terms(Policy.FraudSigns.NOTE);

    private static Given aPaidOrder() {
        Given given = given(anOrder());
        given.sees(PAID);
        return given;
    }

    private static PaymentBuilder review(PaymentBuilder payment, State state) {
        return sign(payment, "prv_1", Kind.FRAUD_REVIEW, state);
    }

    private static PaymentBuilder warning(PaymentBuilder payment) {
        return sign(payment, "issfr_1", Kind.FRAUD_WARNING, State.DONE);
    }

    private static PaymentBuilder sign(PaymentBuilder payment, String id, Kind kind, State state) {
        return payment.back(new Reversal(id, kind, state, new Money(4990, "EUR"), Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESSING", "COMPLETED"})
    void reviewPutsThePaidOrderOnHoldAndItsApprovalPutsItBack(Status paid) {
        Given given = aPaidOrder().becomes(paid);

        given.sees(review(PAID, State.OPEN));
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        given.sees(review(PAID, State.WON));
        assertThat(given.status()).isEqualTo(paid);
        assertThat(given.review()).isEmpty();
    }

    /** The review opens before the callback of the capture is read. */
    @Test
    void reviewThatIsSeenWithTheCaptureHoldsTheOrderThatItPays() {
        Given given = given(anOrder());

        given.sees(review(PAID, State.OPEN));

        assertThat(given.lines()).contains("paid");
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    /** The review opens on an authorization; the capture comes later, in a lookup that does not show the review. */
    @Test
    void reviewOfAnAuthorizationHoldsTheOrderOnceItIsCaptured() {
        Given given = given(anOrder());
        PaymentBuilder authorized = stripe("pi_1").stage(Stage.AUTHORIZED).claimed();
        given.sees(review(authorized, State.OPEN));
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        given.sees(PAID);

        assertThat(given.lines()).contains("paid");
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    /** A payment names its review for ever, so it shows an open one after the close. */
    @Test
    void reviewThatClosedBeforeItWasSeenOpenHoldsNothing() {
        Given given = aPaidOrder();

        given.sees(review(PAID, State.WON));
        given.sees(review(PAID, State.OPEN));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.lines()).contains("fraud_review:prv_1#1=won").noneMatch(line -> line.contains("open"));
    }

    @Test
    void reviewThatIsShownOpenAfterItsApprovalDoesNotHoldAgain() {
        Given given = aPaidOrder();
        given.sees(review(PAID, State.OPEN));
        given.sees(review(PAID, State.WON));

        given.sees(review(PAID, State.OPEN));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    /** Refunded and disputed reviews close, too. */
    @Test
    void reviewThatClosesWithoutApprovalKeepsTheHold() {
        Given given = aPaidOrder();
        given.sees(review(PAID, State.OPEN));

        given.sees(review(PAID, State.LOST));

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
        assertThat(given.notes()).endsWith("fraud_review:prv_1#2=lost");
    }

    @Test
    void reviewThatClosesByARefundLeavesTheOrderRefunded() {
        Given given = aPaidOrder();
        given.sees(review(PAID, State.OPEN));

        given.sees(review(PAID, State.LOST).refund("re_1", State.DONE, 4990));

        assertThat(given.status()).isEqualTo(Status.REFUNDED);
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESSING", "CANCELLED", "COMPLETED"})
    void merchantWhoMovesAHeldOrderHasDecided(Status chosen) {
        Given given = aPaidOrder();
        given.sees(review(PAID, State.OPEN));
        given.after(Policy.STALE_WRITE_WITHIN).becomes(chosen);

        given.sees(review(PAID, State.OPEN));
        assertThat(given.status()).isEqualTo(chosen);

        given.sees(review(PAID, State.WON));
        assertThat(given.status()).isEqualTo(chosen);
    }

    /** The shop's cron had cancelled the unpaid order; its payment succeeds late, and in review. */
    @Test
    void reviewOfALateSuccessHoldsTheReopenedOrder() {
        Given given = given(anOrder().status(Status.CANCELLED));

        given.sees(review(PAID, State.OPEN));

        assertThat(given.lines()).contains("paid");
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    @Test
    void reviewOfAnotherOrdersPaymentHoldsNothing() {
        Given given = aPaidOrder();
        PaymentBuilder others = stripe("pi_2").captured().claimed("0".repeat(32), "4711", OrderBuilder.SITE);

        given.sees(review(others, State.OPEN));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    /** The payment did not pay the order, so nothing is shipped for it. */
    @Test
    void reviewOfADuplicatePaymentDoesNotHoldTheOrder() {
        Given given = aPaidOrder();

        given.sees(PAID, review(stripe("pi_2").captured().claimed(), State.OPEN));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void approvalDoesNotLiftTheHoldOfAnOpenDispute() {
        Given given = aPaidOrder();
        given.sees(review(PAID, State.OPEN));
        given.sees(review(PAID, State.OPEN).dispute("dp_1", State.OPEN, 4990));
        assertThat(given.review()).isEmpty();

        given.sees(review(PAID, State.WON).dispute("dp_1", State.OPEN, 4990));
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        given.sees(review(PAID, State.WON).dispute("dp_1", State.WON, 4990));
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void wonDisputeDoesNotLiftTheHoldOfAnOpenReview() {
        Given given = aPaidOrder();
        given.sees(review(PAID, State.OPEN));
        given.sees(review(PAID, State.OPEN).dispute("dp_1", State.OPEN, 4990));

        given.sees(review(PAID, State.OPEN).dispute("dp_1", State.WON, 4990));
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        given.sees(review(PAID, State.WON).dispute("dp_1", State.WON, 4990));
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void warningHoldsAnOrderInProcessingAndRefundsNothing() {
        Given given = aPaidOrder();

        given.sees(warning(PAID));

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
        assertThat(given.review()).isEmpty();
        assertThat(given.ledger()).noneMatch(line -> line.fact() instanceof Fact.OperationCreated);
    }

    @Test
    void warningAboutACompletedOrderIsANote() {
        Given given = aPaidOrder().becomes(Status.COMPLETED);

        given.sees(warning(PAID));

        assertThat(given.status()).isEqualTo(Status.COMPLETED);
        assertThat(given.notes()).endsWith("fraud_warning:issfr_1#1=done");
    }

    /** Only a lookup of the warning itself shows it, so a later one of the payment does not. */
    @Test
    void warningBeforeTheCaptureHoldsTheOrderOnceItIsPaid() {
        Given given = given(anOrder());
        given.sees(warning(stripe("pi_1").claimed()));

        given.sees(PAID);

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    @Test
    void earlierApprovalDoesNotLiftTheHoldOfAWarning() {
        Given given = aPaidOrder();
        given.sees(review(PAID, State.OPEN));
        given.sees(review(PAID, State.WON));
        given.sees(warning(PAID));

        given.sees(review(PAID, State.WON));

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    /** Its review was closed before it was seen, so that approval has lifted nothing yet. */
    @Test
    void approvalBeforeAWarningDoesNotLiftItsHold() {
        Given given = aPaidOrder();
        given.sees(review(PAID, State.WON));
        given.sees(warning(PAID));

        given.sees(PAID);

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    @Test
    void signThatHasHeldItsOrderAsksForNoRefresh() {
        Given given = aPaidOrder();
        given.sees(review(PAID, State.OPEN));
        given.becomes(Status.PROCESSING);
        given.after(Duration.ofHours(1));

        assertThat(given.sees(Duration.ofSeconds(31), PAID).next()).isEqualTo(new Next.Rest());
    }

    @Test
    void signsThatWereObservedLongAgoAreRefreshedFirst() {
        Given given = aPaidOrder();
        given.after(Duration.ofHours(1));

        given.sees(Duration.ofSeconds(31), review(PAID, State.OPEN));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void signsAreNotesWhereTheMerchantWantsNotesOnly() {
        Given given = given(anOrder(), NOTES);
        given.sees(PAID);

        given.sees(review(PAID, State.OPEN));
        given.sees(warning(review(PAID, State.WON)));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.notes())
                .endsWith("fraud_review:prv_1#1=open", "fraud_review:prv_1#2=won", "fraud_warning:issfr_1#1=done");
    }
}
