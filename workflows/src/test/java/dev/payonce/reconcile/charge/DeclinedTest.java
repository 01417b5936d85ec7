package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.refresh;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.ledger.Fact;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests of declined payments that fail their order, and of those that do not. */
class DeclinedTest {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    @Test
    void failsTheOrder() {
        Given given = given(anOrder());

        Reconciliation reconciled =
                given.sees(stripe("pi_1").declined("insufficient_funds").tagged());

        assertThat(given.status()).isEqualTo(Status.FAILED);
        assertThat(given.lines()).containsExactly("payment:pi_1#1=declined.insufficient_funds", "status:1");
        assertThat(given.ledger().getLast().fact())
                .isEqualTo(new Fact.OrderStatusChanged(
                        Status.PENDING, Status.FAILED, "pi_1", Fact.StatusReason.DECLINED, "insufficient_funds", 1));
        assertThat(reconciled.next()).isEqualTo(new Next.Rest());
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

        given.sees(Duration.ofSeconds(30), stripe("pi_1").declined("expired").tagged());

        assertThat(given.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void anOlderOneIsRefreshedFirst() {
        Given given = given(anOrder());

        Reconciliation reconciled = given.sees(
                Duration.ofMillis(30_001), stripe("pi_1").declined("expired").tagged());

        assertThat(given.status()).isEqualTo(Status.PENDING);
        assertThat(reconciled.next()).isEqualTo(refresh(Duration.ZERO, "pi_1"));
    }

    @Test
    void whileTheGatewayIsAtWorkOnTheNextTryFailsNothing() {
        Given given = given(anOrder());

        Reconciliation reconciled = given.sees(stripe("pi_1")
                .declined("expired")
                .stage(Stage.OPEN, WaitsFor.GATEWAY)
                .tagged());

        assertThat(given.status()).isEqualTo(Status.PENDING);
        assertThat(reconciled.next()).isEqualTo(refresh(Policy.RefreshIntervals.DEFAULT.first(), "pi_1"));
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
        assertThat(given.lines().stream().filter(line -> line.startsWith("status:")))
                .containsExactly("status:2");
    }

    /** Money of a wrong amount was captured and asked about; the order used to be failed beside it. */
    @Test
    void failsNothingWhileCapturedMoneyIsInReview() {
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
        Payment fresh =
                stripe("pi_1").declined("expired").tagged().seenAt(given.now()).made();
        Payment stale = stripe("pi_2")
                .declined("expired")
                .tagged()
                .seenAt(given.now().minus(AN_HOUR))
                .made();

        Reconciliation reconciled = given.reconciles(
                new Observation(List.of(fresh, stale), List.of(), List.of(), ExternalIds.of("pi_1", "pi_2")));

        assertThat(given.status()).isEqualTo(Status.PENDING);
        assertThat(reconciled.next()).isEqualTo(refresh(Duration.ZERO, "pi_1", "pi_2"));
    }

    @Test
    void refreshesFirstThePaymentThatOnlyTheOrderNames() {
        Given given = given(anOrder().naming("pi_0", "ch_1"));
        PaymentBuilder declined =
                stripe("pi_1").transaction("ch_1").declined("expired").tagged();

        Reconciliation reconciled = given.sees(declined);

        assertThat(given.status()).isEqualTo(Status.PENDING);
        assertThat(reconciled.next()).isEqualTo(refresh(Duration.ZERO, "pi_0", "pi_1"));
    }

    @Test
    void failsTheOrderWhenTheGatewayDoesNotKnowWhatTheOrderNames() {
        Given given = given(anOrder().naming("pi_0"));
        Payment declined =
                stripe("pi_1").declined("expired").tagged().seenAt(given.now()).made();

        Reconciliation reconciled = given.reconciles(Observation.of(
                new Lookup("stripe", ExternalIds.of("pi_0", "pi_1")), List.of(declined), ExternalIds.of("pi_0")));

        assertThat(given.status()).isEqualTo(Status.FAILED);
        assertThat(reconciled.next()).isEqualTo(new Next.Rest());
        assertThat(given.lines()).doesNotContain("notFound:pi_0");
    }

    @Test
    void refreshesFirstAtWhatTheLedgerKnowsAtItsOwnGateway() {
        Given given = given(anOrder());
        Payment elsewhere =
                stripe("ORDER-1").tagged().at("paypal").seenAt(given.now()).made();
        given.reconciles(Observation.of(Lookup.of(elsewhere), List.of(elsewhere), ExternalIds.NONE));

        Reconciliation reconciled =
                given.sees(stripe("pi_1").declined("expired").tagged());

        assertThat(given.status()).isEqualTo(Status.PENDING);
        assertThat(reconciled.next())
                .isEqualTo(new Next.RefreshAfter(
                        Duration.ZERO,
                        List.of(
                                new Lookup("paypal", ExternalIds.of("ORDER-1")),
                                new Lookup("stripe", ExternalIds.of("pi_1")))));
    }

    @Test
    void doesNotCareAboutPaymentsThatAreKnownToBeClosed() {
        Given given = given(anOrder().naming("pi_0"));
        given.sees(stripe("pi_0").stage(Stage.CLOSED).tagged());

        given.sees(stripe("pi_1").declined("expired").tagged());

        assertThat(given.status()).isEqualTo(Status.FAILED);
    }

    /** Two unseen payments used to take turns: each refresh of one forgot the other. */
    @Test
    void refreshesAtEverythingTogetherAndSoComesToAnEnd() {
        Given given = given(anOrder());
        given.sees(stripe("pi_2").captured(100).tagged());
        given.sees(stripe("pi_3").tagged(), stripe("pi_2").captured(100).tagged());

        Reconciliation reconciled =
                given.sees(stripe("pi_1").declined("expired").tagged());

        assertThat(reconciled.next()).isEqualTo(refresh(Duration.ZERO, "pi_1", "pi_2", "pi_3"));
    }
}
