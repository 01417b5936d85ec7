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
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.Request;
import dev.payonce.review.Review.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The tests of waiting: how long for whom, how often a payment is refreshed meanwhile, and what happens at the end.
 */
class WaitRulesTest {

    private static final Duration A_DAY = Duration.ofDays(1);

    @Nested
    class ForTheShopper {

        private final PaymentBuilder open = stripe("pi_1").tagged();

        @Test
        void isRefreshedLessAndLessOften() {
            Given given = given(anOrder());

            assertThat(given.sees(open).next()).isEqualTo(refresh(Policy.RefreshIntervals.DEFAULT.first(), "pi_1"));
            assertThat(given.after(Duration.ofSeconds(90)).sees(open).next())
                    .isEqualTo(refresh(Duration.ofSeconds(90), "pi_1"));
            assertThat(given.after(Duration.ofHours(2)).sees(open).next())
                    .isEqualTo(refresh(Policy.RefreshIntervals.DEFAULT.longest(), "pi_1"));
            assertThat(given.status()).isEqualTo(Status.PENDING);
        }

        @Test
        void isRefreshedAsOftenAsTheMerchantWants() {
            Policy.Terms usual = Policy.Terms.DEFAULT;
            Given given = given(
                    anOrder(),
                    Given.terms(
                            usual.lateSuccess(),
                            usual.duplicatePayment(),
                            usual.refundsPerHour(),
                            usual.disputes(),
                            new Policy.RefreshIntervals(Duration.ofSeconds(5), Duration.ofMinutes(2))));

            assertThat(given.sees(open).next()).isEqualTo(refresh(Duration.ofSeconds(5), "pi_1"));
            assertThat(given.after(Duration.ofSeconds(7)).sees(open).next())
                    .isEqualTo(refresh(Duration.ofSeconds(7), "pi_1"));
            assertThat(given.after(Duration.ofHours(2)).sees(open).next())
                    .isEqualTo(refresh(Duration.ofMinutes(2), "pi_1"));
        }

        @Test
        void isRefreshedOnceRightWhenTheTimeIsOver() {
            Given given = given(anOrder());
            given.sees(open);

            given.after(A_DAY.minusSeconds(20));

            assertThat(given.sees(open).next()).isEqualTo(refresh(Duration.ofSeconds(20), "pi_1"));
        }

        @Test
        void endsAfterADayWithAVoidAndAFailedOrder() {
            Given given = given(anOrder());
            given.sees(open);

            Reconciliation over = given.after(A_DAY).sees(open);
            assertThat(voided(over)).containsExactly("pi_1");
            assertThat(given.status()).as("not before it is void").isEqualTo(Status.PENDING);
            Reconciliation closed =
                    given.sees(stripe("pi_1").stage(Stage.CLOSED).tagged());

            assertThat(given.status()).isEqualTo(Status.FAILED);
            assertThat(closed.next()).isEqualTo(new Next.Rest());
            assertThat(given.lines()).endsWith("payment:pi_1#2=closed", "status:4");
        }

        @Test
        void endsWhenTheGatewaySaysSo() {
            Given given = given(anOrder());
            PaymentBuilder brief = open.until(given.now().plusSeconds(600));
            assertThat(given.sees(brief).due()).isEmpty();

            assertThat(voided(given.after(Duration.ofMinutes(10)).sees(brief))).containsExactly("pi_1");
        }

        /** The shopper finishes in the very moment in which the void is on its way. */
        @Test
        void aPaymentInTheLastMomentCounts() {
            Given given = given(anOrder());
            given.sees(open);
            given.after(A_DAY).sees(open);

            Reconciliation paid = given.sees(stripe("pi_1").captured().tagged());

            assertThat(given.status()).isEqualTo(Status.PROCESSING);
            assertThat(paid.due()).isEmpty();
            assertThat(paid.next()).isEqualTo(new Next.Rest());
        }

        @Test
        void isNotGivenUpAfterAnOldRefresh() {
            Given given = given(anOrder());
            given.sees(open);

            Reconciliation stale = given.after(A_DAY).sees(Duration.ofMinutes(1), open);

            assertThat(stale.due()).isEmpty();
            assertThat(stale.next()).isEqualTo(refresh(Duration.ZERO, "pi_1"));
        }

        @Test
        void anotherPluginsPaymentIsNotOursToGiveUp() {
            Given given = given(anOrder());
            given.sees(stripe("pi_1").claimed());

            Reconciliation over = given.after(A_DAY).sees(stripe("pi_1").claimed());

            assertThat(over.due()).isEmpty();
            assertThat(over.next()).isEqualTo(new Next.Rest());
            assertThat(given.status()).isEqualTo(Status.PENDING);
        }

        @Test
        void aVoidThatTheGatewayRefusedIsLeftToTheShopper() {
            Given given = given(anOrder());

            assertThat(given.sees(open.declined("insufficient_funds")).next()).isEqualTo(new Next.Rest());
        }

        /** The shopper would have to authenticate a payment that is being voided. */
        @Test
        void aRequestDuringTheVoidWaitsForIt() {
            Given given = given(anOrder());
            Request pay = new Request.Pay("k1", "stripe", "pm_1", false, "", false, "");
            given.asks(pay);
            Observation seen = given.observed(Duration.ZERO, open);
            given.reconciles(seen.and(
                    Observation.of(new Outcome.Seen(1, open.seenAt(given.now()).made()))));

            given.after(A_DAY);
            Request again = new Request.Pay("k2", "stripe", "pm_1", false, "", false, "");
            Reconciliation reconciled =
                    given.reconciles(given.observed(Duration.ZERO, open), List.of(again), List.of());

            assertThat(voided(reconciled)).containsExactly("pi_1");
            assertThat(reconciled.results().get("k2").word()).isEqualTo("observing");
        }
    }

    @Nested
    class ForACapture {

        private final PaymentBuilder authorized = stripe("pi_1").stage(Stage.AUTHORIZED);

        @Test
        void anotherPluginsAuthorizationIsAskedAbout() {
            Given given = given(anOrder());
            given.sees(authorized.claimed());

            Reconciliation over = given.after(Duration.ofDays(6)).sees(authorized.claimed());

            assertThat(reason(over)).isEqualTo(Reason.CAPTURE_DUE);
            assertThat(given.review().orElseThrow().lines().getFirst()).contains("pi_1", "may lapse on any day");
            assertThat(over.due()).isEmpty();
            given.sees(stripe("pi_1").captured().claimed());
            assertThat(given.status()).isEqualTo(Status.PROCESSING);
            assertThat(given.review()).isEmpty();
        }

        /** A void would release the rest, which may still be wanted. */
        @Test
        void ourAuthorizationOfWhichAPartWasCapturedIsAskedAbout() {
            Given given = given(anOrder());
            PaymentBuilder inPart =
                    stripe("pi_1").captured(1000).stage(Stage.AUTHORIZED).tagged();
            given.sees(inPart);

            Reconciliation over = given.after(Duration.ofDays(6)).sees(inPart);

            assertThat(reason(over)).isEqualTo(Reason.CAPTURE_DUE);
            assertThat(over.due()).isEmpty();
        }

        /** The capture was decided before, and its answer is not here yet: to void now would race with it. */
        @Test
        void aCaptureUnderWayIsNotOvertakenByAVoid() {
            Given given = given(anOrder());
            given.sees(authorized.tagged());
            given.after(Duration.ofDays(5).minusSeconds(1));
            Request capture = new Request.Capture("c1", Optional.empty(), true, "");
            Reconciliation wanted =
                    given.reconciles(given.observed(Duration.ZERO, authorized.tagged()), List.of(capture), List.of());
            assertThat(wanted.due()).singleElement().isInstanceOf(Operation.Capture.class);

            Reconciliation over = given.after(Duration.ofSeconds(1)).sees(authorized.tagged());

            assertThat(over.due()).singleElement().isInstanceOf(Operation.Capture.class);
        }
    }

    @Nested
    class ForMoneyOnItsWayBack {

        private final PaymentBuilder paid = stripe("pi_1").captured().tagged();
        private final PaymentBuilder leaving = paid.refund("re_1", Reversal.State.PENDING, 1000);

        /** A callback that got lost used to leave a refund pending for ever: no run, no refresh. */
        @Test
        void isRefreshedUntilItIsThereOrHasFailed() {
            Given given = given(anOrder());
            given.sees(paid);

            assertThat(given.sees(leaving).next()).isEqualTo(refresh(Policy.RefreshIntervals.DEFAULT.first(), "pi_1"));
            assertThat(given.after(A_DAY).sees(leaving).next()).isEqualTo(refresh(Policy.LONG_REFRESH, "pi_1"));
            assertThat(given.sees(paid.refund("re_1", Reversal.State.DONE, 1000))
                            .next())
                    .isEqualTo(new Next.Rest());
            assertThat(given.status()).isEqualTo(Status.PROCESSING);
        }

        @Test
        void isNotForgottenOverAnotherPayment() {
            Given given = given(anOrder());
            given.sees(paid);
            given.sees(leaving);

            Reconciliation reconciled =
                    given.after(A_DAY).sees(stripe("pi_2").stage(Stage.CLOSED).claimed());

            assertThat(reconciled.next()).isEqualTo(refresh(Policy.RefreshIntervals.DEFAULT.first(), "pi_1"));
        }
    }

    /** A run that started for another payment used to end, and the first one was refreshed no more. */
    @Test
    void anAwaitedPaymentIsNotForgottenWhenARunStartsForAnother() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").stage(Stage.PENDING).claimed());

        Reconciliation reconciled =
                given.sees(stripe("pi_2").stage(Stage.CLOSED).claimed());

        assertThat(reconciled.next()).isEqualTo(refresh(Policy.RefreshIntervals.DEFAULT.first(), "pi_1"));
    }

    /** I5, whatever time it is: until the very end there is a next refresh, and each is later than the one before. */
    @Test
    void aShoppersDayTakesFewRefreshes() {
        Given given = given(anOrder());
        List<Duration> refreshes = new ArrayList<>();
        Reconciliation reconciled = given.sees(stripe("pi_1").tagged());
        while (reconciled.due().isEmpty() && refreshes.size() < 160) {
            Duration after = reconciled.nextRefresh().orElseThrow();
            refreshes.add(after);
            reconciled = given.after(after).sees(stripe("pi_1").tagged());
        }

        assertThat(refreshes.subList(0, refreshes.size() - 1)).isSorted();
        assertThat(refreshes).hasSizeLessThan(160);
        assertThat(refreshes.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(A_DAY);
    }

    private static List<String> voided(Reconciliation reconciled) {
        return reconciled.due().stream()
                .map(operation -> ((Operation.Void) operation).payment())
                .toList();
    }
}
