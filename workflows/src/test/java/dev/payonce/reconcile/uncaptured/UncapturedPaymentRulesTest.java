package dev.payonce.reconcile.uncaptured;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.reason;
import static dev.payonce.reconcile.Given.refresh;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Fact;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.review.Review.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UncapturedPaymentRulesTest {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    @Nested
    class Holding {

        @ParameterizedTest
        @CsvSource({"PENDING, ON_HOLD", "FAILED, ON_HOLD", "ON_HOLD, ON_HOLD"})
        void anAuthorizationPutsTheOrderOnHold(Status before, Status after) {
            Given given = given(anOrder().status(before));

            Reconciliation reconciled =
                    given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());

            assertThat(given.status()).isEqualTo(after);
            assertThat(reconciled.next()).isEqualTo(refresh(Policy.RefreshIntervals.DEFAULT.first(), "pi_1"));
            assertThat(given.lines().contains("status:1")).isEqualTo(before != after);
        }

        @Test
        void anAuthorizationOfAnotherAmountIsAskedAbout() {
            Given given = given(anOrder());
            PaymentBuilder authorized =
                    PaymentBuilder.of("pi_1", new Money(4991, "EUR")).stage(Stage.AUTHORIZED);

            assertThat(reason(given.sees(authorized.tagged()))).isEqualTo(Reason.AMOUNT_DIFFERS);
            assertThat(given.review().orElseThrow().lines().getFirst()).contains("authorized 49.91 EUR", "49.90 EUR");
            assertThat(given.status()).isEqualTo(Status.PENDING);
        }

        @Test
        void theEndOfAnAuthorizationIsStored() {
            Given given = given(anOrder());
            PaymentBuilder authorized = stripe("pi_1").stage(Stage.AUTHORIZED).tagged();

            given.sees(authorized.until(given.now().plus(AN_HOUR)));

            assertThat(given.ledger().getFirst().fact())
                    .matches(fact -> fact instanceof Fact.PaymentObserved seen
                            && seen.until().orElseThrow().equals(given.now().plus(AN_HOUR)));
        }

        @Test
        void aPendingPaymentPutsTheOrderOnHoldAndIsRefreshed() {
            Given given = given(anOrder());

            Reconciliation reconciled =
                    given.sees(stripe("pi_1").stage(Stage.PENDING).tagged());

            assertThat(given.status()).isEqualTo(Status.ON_HOLD);
            assertThat(reconciled.next()).isEqualTo(refresh(Policy.RefreshIntervals.DEFAULT.first(), "pi_1"));
        }

        @Test
        void aVoucherThatTheShopperHasToPayIsRefreshed() {
            Given given = given(anOrder());

            Reconciliation reconciled = given.sees(
                    stripe("pi_1").stage(Stage.PENDING, WaitsFor.SHOPPER).tagged());

            assertThat(given.status()).isEqualTo(Status.ON_HOLD);
            assertThat(reconciled.next()).isEqualTo(refresh(Policy.RefreshIntervals.DEFAULT.first(), "pi_1"));
        }

        @Test
        void anApprovedPaymentWaitsForItsCapture() {
            Given given = given(anOrder());

            assertThat(reason(given.sees(stripe("pi_1").stage(Stage.APPROVED).tagged())))
                    .isEqualTo(Reason.CAPTURE_DUE);
        }
    }

    @Nested
    class LookingAgain {

        @Test
        void backsOffWhileTheGatewayIsAtWorkAndStaysBounded() {
            Given given = given(anOrder());
            PaymentBuilder atWork =
                    stripe("pi_1").stage(Stage.OPEN, WaitsFor.GATEWAY).tagged();

            assertThat(given.sees(atWork).next()).isEqualTo(refresh(Policy.RefreshIntervals.DEFAULT.first(), "pi_1"));
            assertThat(given.after(Duration.ofSeconds(29)).sees(atWork).next())
                    .isEqualTo(refresh(Policy.RefreshIntervals.DEFAULT.first(), "pi_1"));
            assertThat(given.after(Duration.ofSeconds(61)).sees(atWork).next())
                    .isEqualTo(refresh(Duration.ofSeconds(90), "pi_1"));
            assertThat(given.after(AN_HOUR).sees(atWork).next())
                    .isEqualTo(refresh(Policy.RefreshIntervals.DEFAULT.longest(), "pi_1"));
            assertThat(given.status()).isEqualTo(Status.PENDING);
        }

        /** A second payment at work at the gateway used to be forgotten once the order was paid. */
        @Test
        void goesOnForAnotherPluginsPaymentWhenTheOrderIsPaid() {
            Given given = given(anOrder());
            given.sees(stripe("pi_1").captured().tagged());

            Reconciliation reconciled =
                    given.sees(stripe("pi_2").stage(Stage.PENDING).claimed());

            assertThat(reconciled.next()).isEqualTo(refresh(Policy.RefreshIntervals.DEFAULT.first(), "pi_2"));
        }
    }

    @Nested
    class Unwanted {

        @ParameterizedTest
        @EnumSource(names = {"OPEN", "APPROVED", "PENDING", "AUTHORIZED"})
        void ourOwnPaymentIsToBeVoidedWhenAnotherHasPaid(Stage stage) {
            Given given = given(anOrder());
            given.sees(stripe("pi_1").captured().tagged());

            Reconciliation reconciled = given.sees(stripe("pi_2").stage(stage).tagged());

            if (stage == Stage.PENDING) { // A debit under way cannot be voided.
                assertThat(reason(reconciled)).isEqualTo(Reason.VOID_DUE);
                assertThat(given.review().orElseThrow().lines().getFirst()).contains("paid by another payment");
            } else {
                assertThat(voided(reconciled)).isEqualTo("pi_2");
            }
        }

        @ParameterizedTest
        @EnumSource(names = {"PROCESSING", "COMPLETED", "OTHER"})
        void A2_anAuthorizationOfAnOrderThatTheMerchantMovedGoesToReview(Status status) {
            Given given = given(anOrder().status(status));

            Reconciliation reconciled =
                    given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());

            assertThat(reconciled.due()).isEmpty();
            assertThat(reason(reconciled)).isEqualTo(Reason.CAPTURE_DUE);
            assertThat(given.status()).isEqualTo(status);
        }

        @ParameterizedTest
        @EnumSource(names = {"OPEN", "PENDING"})
        void A2_aPaymentThatMayStillComeGoesToReviewWhenTheOrderWasMarkedPaid(Stage stage) {
            Given given = given(anOrder().status(Status.PROCESSING));

            Reconciliation reconciled = given.sees(stripe("pi_1").stage(stage).tagged());

            assertThat(reconciled.due()).isEmpty();
            assertThat(reason(reconciled)).isEqualTo(Reason.VOID_DUE);
        }

        @ParameterizedTest
        @EnumSource(names = {"CANCELLED", "REFUNDED"})
        void ourOwnPaymentIsToBeVoidedWhenTheOrderWantsNone(Status status) {
            Given given = given(anOrder().status(status));

            Reconciliation reconciled =
                    given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());

            assertThat(voided(reconciled)).isEqualTo("pi_1");
            assertThat(given.status()).isEqualTo(status);
        }

        @ParameterizedTest
        @CsvSource({"OPEN, false", "APPROVED, false", "AUTHORIZED, true"})
        void anotherPluginsPaymentOnlyMattersWhenItBindsMoney(Stage stage, boolean asks) {
            Given given = given(anOrder().status(Status.CANCELLED));

            Reconciliation reconciled = given.sees(stripe("pi_1").stage(stage).claimed());

            assertThat(reconciled.next() instanceof Next.NeedsReview).isEqualTo(asks);
        }

        @Test
        void isNotThePaidByItselfInAnOldRefresh() {
            Given given = given(anOrder());
            PaymentBuilder authorized = stripe("pi_1").stage(Stage.AUTHORIZED).tagged();
            given.sees(authorized);
            given.sees(stripe("pi_1").captured().tagged());

            Reconciliation reconciled = given.after(Duration.ofHours(1)).sees(Duration.ofMinutes(1), authorized);

            assertThat(reconciled.next()).isEqualTo(refresh(Duration.ZERO, "pi_1"));
            assertThat(reconciled.due()).isEmpty();
        }

        @Test
        void isWhatTheSameRefreshSawBesideTheCapture() {
            Given given = given(anOrder());

            Reconciliation reconciled = given.sees(
                    stripe("pi_1").stage(Stage.AUTHORIZED).tagged(),
                    stripe("pi_2").captured().tagged());

            assertThat(given.status()).isEqualTo(Status.PROCESSING);
            assertThat(voided(reconciled)).isEqualTo("pi_1");
        }

        @Test
        void goesToReviewWhenVoidingItFailed() {
            Given given = given(anOrder().status(Status.CANCELLED));
            for (int tries = 0; tries < Policy.VOIDS; tries++) {
                Reconciliation reconciled =
                        given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());
                given.reconciles(Observation.of(
                        new Outcome.Unknown(reconciled.due().getFirst().number(), "stripe-timeout", false)));
                given.after(Policy.ABSENT_AFTER);
                given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());
            }

            Reconciliation reconciled =
                    given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());

            assertThat(reconciled.due()).isEmpty();
            assertThat(reason(reconciled)).isEqualTo(Reason.VOID_DUE);
        }
    }

    private static String voided(Reconciliation reconciled) {
        return reconciled.due().stream()
                .map(operation -> ((Operation.Void) operation).payment())
                .findFirst()
                .orElseThrow();
    }

    @Nested
    class Gone {

        private final Given given = given(anOrder());

        @Test
        void aBankDebitThatClosesFailsTheOrderThatWaitedForIt() {
            given.sees(stripe("pi_1").stage(Stage.PENDING, WaitsFor.GATEWAY).tagged());
            assertThat(given.status()).isEqualTo(Status.ON_HOLD);

            given.sees(stripe("pi_1").stage(Stage.CLOSED).tagged());

            assertThat(given.status()).isEqualTo(Status.FAILED);
        }

        /** An observation of minutes ago may have been overtaken. */
        @Test
        void anOldObservationMovesNothing() {
            given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());
            given.after(Duration.ofHours(1));

            Reconciliation old = given.sees(
                    Duration.ofMinutes(10), stripe("pi_1").stage(Stage.CLOSED).tagged());

            assertThat(given.status()).isEqualTo(Status.ON_HOLD);
            assertThat(old.next()).isEqualTo(Given.refresh(Duration.ZERO, "pi_1"));
        }
    }
}
