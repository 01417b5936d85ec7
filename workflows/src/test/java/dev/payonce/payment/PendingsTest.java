package dev.payonce.payment;

import static dev.payonce.payment.APayment.stripe;
import static dev.payonce.payment.AnOrder.anOrder;
import static dev.payonce.payment.CapturesTest.reason;
import static dev.payonce.payment.Given.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.order.Names;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment.Return.State;
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
            assertThat(settled.next()).isEqualTo(new Next.Rest());
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
            assertThat(settled.next()).isEqualTo(look(Policy.FIRST_LOOK, "pi_1"));
        }

        @Test
        void aVoucherThatTheShopperHasToPayRests() {
            Given given = given(anOrder());

            Settlement settled = given.sees(
                    stripe("pi_1").stage(Stage.PENDING, WaitsFor.SHOPPER).tagged());

            assertThat(given.status()).isEqualTo(Status.ON_HOLD);
            assertThat(settled.next()).isEqualTo(new Next.Rest());
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

            assertThat(given.sees(atWork).next()).isEqualTo(look(Policy.FIRST_LOOK, "pi_1"));
            assertThat(given.after(Duration.ofSeconds(29)).sees(atWork).next())
                    .isEqualTo(look(Policy.FIRST_LOOK, "pi_1"));
            assertThat(given.after(Duration.ofSeconds(61)).sees(atWork).next())
                    .isEqualTo(look(Duration.ofSeconds(90), "pi_1"));
            assertThat(given.after(AN_HOUR).sees(atWork).next()).isEqualTo(look(Policy.LONGEST_LOOK, "pi_1"));
            assertThat(given.status()).isEqualTo(Status.PENDING);
        }

        @Test
        void isNotNeededForWhatWaitsForTheShopper() {
            Given given = given(anOrder());

            assertThat(given.sees(stripe("pi_1").tagged()).next()).isEqualTo(new Next.Rest());
            assertThat(given.lines()).containsExactly("payment:pi_1#1=open");
        }

        /** A second payment at work at the gateway used to be forgotten once the order was paid. */
        @Test
        void goesOnForAnotherPluginsPaymentWhenTheOrderIsPaid() {
            Given given = given(anOrder());
            given.sees(stripe("pi_1").captured().tagged());

            Settlement settled = given.sees(stripe("pi_2").stage(Stage.PENDING).claimed());

            assertThat(settled.next()).isEqualTo(look(Policy.FIRST_LOOK, "pi_2"));
        }
    }

    @Nested
    class Declined {

        @Test
        void failsTheOrder() {
            Given given = given(anOrder());

            Settlement settled =
                    given.sees(stripe("pi_1").declined("insufficient_funds").tagged());

            assertThat(given.status()).isEqualTo(Status.FAILED);
            assertThat(given.lines())
                    .containsExactly(
                            "payment:pi_1#1=declined.insufficient_funds", "moved:pi_1#1=declined.insufficient_funds");
            assertThat(given.ledger().getLast().fact())
                    .isEqualTo(new Fact.Moved(
                            Status.PENDING, Status.FAILED, "pi_1", Fact.Why.DECLINED, "insufficient_funds"));
            assertThat(settled.next()).isEqualTo(new Next.Rest());
        }

        @ParameterizedTest
        @EnumSource(
                mode = EnumSource.Mode.EXCLUDE,
                names = {"PENDING", "FAILED"})
        void failsNoOrderThatIsNotPending(Status status) {
            Given given = given(anOrder().status(status));

            given.sees(stripe("pi_1").declined("insufficient_funds").claimed());

            assertThat(given.status()).isEqualTo(status);
        }

        @Test
        void failsTheOrderUpToThirtySecondsAfterItWasSeen() {
            Given given = given(anOrder());

            given.sees(
                    Duration.ofSeconds(30), stripe("pi_1").declined("expired").tagged());

            assertThat(given.status()).isEqualTo(Status.FAILED);
        }

        @Test
        void longerAgoIsLookedAtFirst() {
            Given given = given(anOrder());

            Settlement settled = given.sees(
                    Duration.ofMillis(30_001),
                    stripe("pi_1").declined("expired").tagged());

            assertThat(given.status()).isEqualTo(Status.PENDING);
            assertThat(settled.next()).isEqualTo(look(Duration.ZERO, "pi_1"));
        }

        @Test
        void whileTheGatewayIsAtWorkOnTheNextTryFailsNothing() {
            Given given = given(anOrder());

            Settlement settled = given.sees(stripe("pi_1")
                    .declined("expired")
                    .stage(Stage.OPEN, WaitsFor.GATEWAY)
                    .tagged());

            assertThat(given.status()).isEqualTo(Status.PENDING);
            assertThat(settled.next()).isEqualTo(look(Policy.FIRST_LOOK, "pi_1"));
        }

        @ParameterizedTest
        @EnumSource(names = {"OPEN", "APPROVED", "PENDING", "AUTHORIZED"})
        void failsNothingWhileAnotherPaymentMayStillSucceed(Stage other) {
            Given given = given(anOrder());

            given.sees(
                    stripe("pi_1").declined("expired").tagged(),
                    stripe("pi_2").stage(other).tagged());

            assertThat(given.status()).isNotEqualTo(Status.FAILED);
        }

        @Test
        void failsTheOrderOnceWhenEveryPaymentIsRefusedOrClosed() {
            Given given = given(anOrder());

            given.sees(
                    stripe("pi_1").declined("expired").tagged(),
                    stripe("pi_2").declined("fraudulent").tagged(),
                    stripe("pi_3").stage(Stage.CLOSED).tagged());

            assertThat(given.status()).isEqualTo(Status.FAILED);
            assertThat(given.lines().stream().filter(line -> line.startsWith("moved:")))
                    .containsExactly("moved:pi_1#1=declined.expired");
        }

        /** Money of a wrong amount was captured and asked about; the order used to be failed beside it. */
        @Test
        void failsNothingWhileCapturedMoneyIsInQuestion() {
            Given given = given(anOrder());

            given.sees(
                    stripe("pi_1").declined("expired").tagged(),
                    stripe("pi_2").captured(100).tagged());

            assertThat(given.status()).isEqualTo(Status.PENDING);
        }

        @Test
        void failsTheOrderWhenWhatWasCapturedIsGivenBack() {
            Given given = given(anOrder());

            given.sees(
                    stripe("pi_1").declined("expired").tagged(),
                    stripe("pi_2").captured().refund("re_1", State.DONE, 4990).tagged());

            assertThat(given.status()).isEqualTo(Status.FAILED);
        }

        /** One gateway may answer minutes after the other; what it said then is no longer fresh. */
        @Test
        void wantsEveryOtherPaymentFreshToo() {
            Given given = given(anOrder());
            Payment fresh = stripe("pi_1")
                    .declined("expired")
                    .tagged()
                    .seenAt(given.now())
                    .made();
            Payment stale = stripe("pi_2")
                    .declined("expired")
                    .tagged()
                    .seenAt(given.now().minus(AN_HOUR))
                    .made();

            Settlement settled =
                    given.settles(new Observation(List.of(fresh, stale), List.of(), Names.of("pi_1", "pi_2")));

            assertThat(given.status()).isEqualTo(Status.PENDING);
            assertThat(settled.next()).isEqualTo(look(Duration.ZERO, "pi_1", "pi_2"));
        }

        @Test
        void looksFirstAtWhatTheOrderNamesAndNobodyHasSeen() {
            Given given = given(anOrder().naming("pi_0", "ch_1"));
            APayment declined =
                    stripe("pi_1").transaction("ch_1").declined("expired").tagged();

            Settlement settled = given.sees(declined);

            assertThat(given.status()).isEqualTo(Status.PENDING);
            assertThat(settled.next()).isEqualTo(look(Duration.ZERO, "pi_0", "pi_1"));
        }

        @Test
        void failsTheOrderWhenTheGatewayDoesNotKnowWhatTheOrderNames() {
            Given given = given(anOrder().naming("pi_0"));
            Payment declined = stripe("pi_1")
                    .declined("expired")
                    .tagged()
                    .seenAt(given.now())
                    .made();

            Settlement settled = given.settles(Observation.of(
                    new Lookup("stripe", Names.of("pi_0", "pi_1")), List.of(declined), Names.of("pi_0")));

            assertThat(given.status()).isEqualTo(Status.FAILED);
            assertThat(settled.next()).isEqualTo(new Next.Rest());
            assertThat(given.lines()).doesNotContain("unfound:pi_0");
        }

        @Test
        void looksFirstAtWhatTheLedgerKnowsAtItsOwnGateway() {
            Given given = given(anOrder());
            Payment elsewhere =
                    stripe("ORDER-1").tagged().at("paypal").seenAt(given.now()).made();
            given.settles(Observation.of(Draft.lookup(elsewhere), List.of(elsewhere), Names.NONE));

            Settlement settled = given.sees(stripe("pi_1").declined("expired").tagged());

            assertThat(given.status()).isEqualTo(Status.PENDING);
            assertThat(settled.next())
                    .isEqualTo(new Next.Look(
                            Duration.ZERO,
                            List.of(
                                    new Lookup("paypal", Names.of("ORDER-1")),
                                    new Lookup("stripe", Names.of("pi_1")))));
        }

        @Test
        void doesNotCareAboutPaymentsThatAreKnownToBeClosed() {
            Given given = given(anOrder().naming("pi_0"));
            given.sees(stripe("pi_0").stage(Stage.CLOSED).tagged());

            given.sees(stripe("pi_1").declined("expired").tagged());

            assertThat(given.status()).isEqualTo(Status.FAILED);
        }

        /** Two unseen payments used to take turns: each look at one forgot the other. */
        @Test
        void looksAtEverythingTogetherAndSoComesToAnEnd() {
            Given given = given(anOrder());
            given.sees(stripe("pi_2").captured(100).tagged());
            given.sees(stripe("pi_3").tagged(), stripe("pi_2").captured(100).tagged());

            Settlement settled = given.sees(stripe("pi_1").declined("expired").tagged());

            assertThat(settled.next()).isEqualTo(look(Duration.ZERO, "pi_1", "pi_2", "pi_3"));
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

            assertThat(reason(settled)).isEqualTo(Reason.VOID_DUE);
            assertThat(given.question().orElseThrow().lines().getFirst()).contains("paid by another payment");
        }

        @ParameterizedTest
        @EnumSource(names = {"CANCELLED", "REFUNDED", "OTHER", "PROCESSING", "COMPLETED"})
        void ourOwnPaymentIsToBeVoidedWhenTheOrderWantsNone(Status status) {
            Given given = given(anOrder().status(status));

            Settlement settled =
                    given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());

            assertThat(reason(settled)).isEqualTo(Reason.VOID_DUE);
            assertThat(given.question().orElseThrow().lines().getFirst()).contains("the order is " + status);
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
            assertThat(reason(settled)).isEqualTo(Reason.VOID_DUE);
        }
    }

    static Next.Look look(Duration after, String... objects) {
        return new Next.Look(after, List.of(new Lookup("stripe", Names.of(objects))));
    }
}
