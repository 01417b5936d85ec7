package dev.payonce.payment;

import static dev.payonce.payment.APayment.stripe;
import static dev.payonce.payment.AnOrder.anOrder;
import static dev.payonce.payment.CapturesTest.reason;
import static dev.payonce.payment.Given.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.order.Names;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment.Stage;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Question.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PendingsTest {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    @Nested
    class Holding {

        @ParameterizedTest
        @CsvSource({"PENDING, ON_HOLD", "FAILED, ON_HOLD", "ON_HOLD, ON_HOLD"})
        void anAuthorizationPutsTheOrderOnHold(Status before, Status after) {
            Given given = given(anOrder().status(before));

            Settlement settled =
                    given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());

            assertThat(given.status()).isEqualTo(after);
            assertThat(settled.next()).isEqualTo(look(Policy.Pauses.DEFAULT.first(), "pi_1"));
            assertThat(given.lines().contains("moved:pi_1#1=authorized")).isEqualTo(before != after);
        }

        @Test
        void anAuthorizationOfAnotherAmountIsAskedAbout() {
            Given given = given(anOrder());
            APayment authorized = APayment.of("pi_1", new Money(4991, "EUR")).stage(Stage.AUTHORIZED);

            assertThat(reason(given.sees(authorized.tagged()))).isEqualTo(Reason.AMOUNT_DIFFERS);
            assertThat(given.question().orElseThrow().lines().getFirst()).contains("authorized 49.91 EUR", "49.90 EUR");
            assertThat(given.status()).isEqualTo(Status.PENDING);
        }

        @Test
        void whenAnAuthorizationExpiresIsRemembered() {
            Given given = given(anOrder());
            APayment authorized = stripe("pi_1").stage(Stage.AUTHORIZED).tagged();

            given.sees(authorized.until(given.now().plus(AN_HOUR)));

            assertThat(given.ledger().getFirst().fact())
                    .matches(fact -> fact instanceof Fact.Sighted seen
                            && seen.until().orElseThrow().equals(given.now().plus(AN_HOUR)));
        }

        @Test
        void aPendingPaymentPutsTheOrderOnHoldAndIsLookedAtAgain() {
            Given given = given(anOrder());

            Settlement settled = given.sees(stripe("pi_1").stage(Stage.PENDING).tagged());

            assertThat(given.status()).isEqualTo(Status.ON_HOLD);
            assertThat(settled.next()).isEqualTo(look(Policy.Pauses.DEFAULT.first(), "pi_1"));
        }

        @Test
        void aVoucherThatTheShopperHasToPayIsLookedAtAgain() {
            Given given = given(anOrder());

            Settlement settled = given.sees(
                    stripe("pi_1").stage(Stage.PENDING, WaitsFor.SHOPPER).tagged());

            assertThat(given.status()).isEqualTo(Status.ON_HOLD);
            assertThat(settled.next()).isEqualTo(look(Policy.Pauses.DEFAULT.first(), "pi_1"));
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
            APayment atWork = stripe("pi_1").stage(Stage.OPEN, WaitsFor.GATEWAY).tagged();

            assertThat(given.sees(atWork).next()).isEqualTo(look(Policy.Pauses.DEFAULT.first(), "pi_1"));
            assertThat(given.after(Duration.ofSeconds(29)).sees(atWork).next())
                    .isEqualTo(look(Policy.Pauses.DEFAULT.first(), "pi_1"));
            assertThat(given.after(Duration.ofSeconds(61)).sees(atWork).next())
                    .isEqualTo(look(Duration.ofSeconds(90), "pi_1"));
            assertThat(given.after(AN_HOUR).sees(atWork).next())
                    .isEqualTo(look(Policy.Pauses.DEFAULT.longest(), "pi_1"));
            assertThat(given.status()).isEqualTo(Status.PENDING);
        }

        /** A second payment at work at the gateway used to be forgotten once the order was paid. */
        @Test
        void goesOnForAnotherPluginsPaymentWhenTheOrderIsPaid() {
            Given given = given(anOrder());
            given.sees(stripe("pi_1").captured().tagged());

            Settlement settled = given.sees(stripe("pi_2").stage(Stage.PENDING).claimed());

            assertThat(settled.next()).isEqualTo(look(Policy.Pauses.DEFAULT.first(), "pi_2"));
        }
    }

    @Nested
    class Unwanted {

        @ParameterizedTest
        @EnumSource(names = {"OPEN", "APPROVED", "PENDING", "AUTHORIZED"})
        void ourOwnPaymentIsToBeVoidedWhenAnotherHasPaid(Stage stage) {
            Given given = given(anOrder());
            given.sees(stripe("pi_1").captured().tagged());

            Settlement settled = given.sees(stripe("pi_2").stage(stage).tagged());

            if (stage == Stage.PENDING) { // A debit under way cannot be voided.
                assertThat(reason(settled)).isEqualTo(Reason.VOID_DUE);
                assertThat(given.question().orElseThrow().lines().getFirst()).contains("paid by another payment");
            } else {
                assertThat(voided(settled)).isEqualTo("pi_2");
            }
        }

        @ParameterizedTest
        @EnumSource(names = {"CANCELLED", "REFUNDED", "OTHER", "PROCESSING", "COMPLETED"})
        void ourOwnPaymentIsToBeVoidedWhenTheOrderWantsNone(Status status) {
            Given given = given(anOrder().status(status));

            Settlement settled =
                    given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());

            assertThat(voided(settled)).isEqualTo("pi_1");
            assertThat(given.status()).isEqualTo(status);
        }

        @ParameterizedTest
        @CsvSource({"OPEN, false", "APPROVED, false", "AUTHORIZED, true"})
        void anotherPluginsPaymentOnlyMattersWhenItBindsMoney(Stage stage, boolean asks) {
            Given given = given(anOrder().status(Status.CANCELLED));

            Settlement settled = given.sees(stripe("pi_1").stage(stage).claimed());

            assertThat(settled.next() instanceof Next.Ask).isEqualTo(asks);
        }

        @Test
        void isNotThePayerItselfInAnOldLook() {
            Given given = given(anOrder().paidBy("pi_1"));

            Settlement settled =
                    given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());

            assertThat(settled.next()).isEqualTo(new Next.Rest());
        }

        @Test
        void isWhatTheSameLookSawBesideTheCapture() {
            Given given = given(anOrder());

            Settlement settled = given.sees(
                    stripe("pi_1").stage(Stage.AUTHORIZED).tagged(),
                    stripe("pi_2").captured().tagged());

            assertThat(given.status()).isEqualTo(Status.PROCESSING);
            assertThat(voided(settled)).isEqualTo("pi_1");
        }

        @Test
        void isAPersonsMatterWhenVoidingItWasInVain() {
            Given given = given(anOrder().status(Status.CANCELLED));
            for (int tries = 0; tries < Policy.VOIDS; tries++) {
                Settlement settled =
                        given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());
                given.settles(Observation.of(
                        new Outcome.Unknown(settled.due().getFirst().number(), "stripe-timeout", false)));
                given.after(Policy.ABSENT_AFTER);
                given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());
            }

            Settlement settled =
                    given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());

            assertThat(settled.due()).isEmpty();
            assertThat(reason(settled)).isEqualTo(Reason.VOID_DUE);
        }
    }

    private static String voided(Settlement settled) {
        return settled.due().stream()
                .map(operation -> ((Operation.Void) operation).payment())
                .findFirst()
                .orElseThrow();
    }

    static Next.Look look(Duration after, String... objects) {
        return new Next.Look(after, List.of(new Lookup("stripe", Names.of(objects))));
    }
}
