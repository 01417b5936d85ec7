package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Reversal.Kind;
import dev.payonce.payment.Reversal.State;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.review.Review;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests of a program that pays or completes a held order, since it had read the order before the hold. */
class StaleReleasesTest {

    private static final PaymentBuilder PAID = stripe("pi_1").captured().claimed();

    private static Given held(Kind kind) {
        Given given = given(anOrder(), Given.terms(Policy.Inquiry.HOLD));
        given.sees(PAID);
        given.sees(sign(kind));
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
        return given;
    }

    private static PaymentBuilder sign(Kind kind) {
        return sign(kind, kind == Kind.FRAUD_WARNING ? State.DONE : State.OPEN);
    }

    private static PaymentBuilder sign(Kind kind, State state) {
        return PAID.back(
                new Reversal("sign_" + kind, kind, state, new Money(4990, "EUR"), Optional.empty(), Optional.empty()));
    }

    /** WooCommerce's {@code payment_complete()} sets Processing, or Completed for goods that are not shipped. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REFUND")
    void programThatPaysAHeldOrderDoesNotReleaseItAtOnceAndDoesTheSecondTime(Kind kind) {
        for (Status written : List.of(Status.PROCESSING, Status.COMPLETED)) {
            Given given = held(kind);

            given.becomes(written).sees(sign(kind));
            assertThat(given.status()).isEqualTo(Status.ON_HOLD);
            given.sees(sign(kind));
            assertThat(given.lines())
                    .filteredOn(line -> line.startsWith("status:"))
                    .hasSize(2);

            given.becomes(written).sees(sign(kind));
            assertThat(given.status()).isEqualTo(written);
            assertThat(given.notes()).last().asString().endsWith("RELEASED");
        }
    }

    /** Such an order would be cancelled by WooCommerce's cron as unpaid. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REFUND")
    void programThatSetsAHeldOrderBackToPendingDoesNotReleaseItHoweverLate(Kind kind) {
        Given given = held(kind).after(Policy.STALE_WRITE_WITHIN);

        for (int times = 2; times < 4; times++) {
            given.becomes(Status.PENDING).sees(sign(kind));

            assertThat(given.status()).isEqualTo(Status.ON_HOLD);
            assertThat(given.lines()).contains("paid#" + times);
            assertThat(given.review()).isEmpty();
        }
    }

    @Test
    void disputedOrderThatWasFailedBeforeItWasPaidIsNotLeftFailedByAStaleWriter() {
        Given given = given(anOrder().status(Status.FAILED));
        given.sees(PAID);
        given.sees(sign(Kind.DISPUTE));

        given.becomes(Status.FAILED).sees(sign(Kind.DISPUTE));

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    /** A part of it is lost, so the rest of the order is an operator's decision. */
    @Test
    void orderThatIsSetBackAfterItsDisputeWasLostInPartGoesToReview() {
        Given given = held(Kind.DISPUTE);
        PaymentBuilder lost = PAID.dispute("sign_DISPUTE", State.LOST, 1000);
        given.sees(lost);

        given.becomes(Status.PENDING).sees(lost);

        assertThat(given.status()).isEqualTo(Status.PENDING);
        assertThat(given.review().orElseThrow().reason()).isEqualTo(Review.Reason.AMOUNT_DIFFERS);
    }

    @Test
    void programThatComesLaterHasReleasedTheOrder() {
        Given given = held(Kind.FRAUD_REVIEW);

        given.after(Policy.STALE_WRITE_WITHIN).becomes(Status.PROCESSING).sees(sign(Kind.FRAUD_REVIEW));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void lookupThatIsTooOldIsRefreshedBeforeTheOrderIsHeldAgain() {
        Given given = held(Kind.FRAUD_REVIEW).becomes(Status.PROCESSING);

        given.sees(Duration.ofSeconds(31), PAID);
        assertThat(given.status()).isEqualTo(Status.PROCESSING);

        given.sees(PAID);
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    @Test
    void approvalThatIsSeenWithTheMoveLeavesTheOrderWhereItIs() {
        Given given = held(Kind.FRAUD_REVIEW).becomes(Status.COMPLETED);

        given.sees(sign(Kind.FRAUD_REVIEW, State.WON));

        assertThat(given.status()).isEqualTo(Status.COMPLETED);
        assertThat(given.lines()).filteredOn(line -> line.startsWith("status:")).hasSize(2);
    }

    @Test
    void refundThatIsSeenWithTheMoveLeavesTheOrderRefunded() {
        Given given = held(Kind.FRAUD_REVIEW).becomes(Status.PROCESSING);

        given.sees(sign(Kind.FRAUD_REVIEW, State.LOST).refund("re_1", State.DONE, 4990));

        assertThat(given.status()).isEqualTo(Status.REFUNDED);
    }

    @Test
    void approvalAfterTheSecondHoldPutsTheOrderWhereTheProgramHadPutIt() {
        Given given = held(Kind.FRAUD_REVIEW).becomes(Status.COMPLETED);
        given.sees(sign(Kind.FRAUD_REVIEW));

        given.sees(sign(Kind.FRAUD_REVIEW, State.WON));

        assertThat(given.status()).isEqualTo(Status.COMPLETED);
    }

    /** The order was in processing when the issuer warned, so the program's Completed does not answer the warning. */
    @Test
    void approvalDoesNotLiftTheSecondHoldOfAWarning() {
        Given given = held(Kind.FRAUD_WARNING).becomes(Status.COMPLETED);
        given.sees(sign(Kind.FRAUD_REVIEW));

        given.sees(sign(Kind.FRAUD_REVIEW, State.WON));

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    /** The merchant wants notes only, by now. */
    @Test
    void orderIsNotHeldAgainWhereTheMerchantWantsNotesOnly() {
        Given given = held(Kind.FRAUD_REVIEW).becomes(Status.PROCESSING);
        given.want(Given.terms(Policy.FraudSigns.NOTE));

        given.sees(sign(Kind.FRAUD_REVIEW));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }
}
