package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.PaymentFixture.pay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.order.Order.Status;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault of the installation, such as a wrong key of the gateway, is never the final answer to a shopper. */
class NotSentTest {

    private static final Duration LATER = Duration.ofSeconds(40);

    private final PaymentFixture fixture = PaymentFixture.open();

    @Test
    void H38_theCallerLearnsThatTheInstallationIsAtFault() {
        fixture.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-401"));

        PaymentResult result = fixture.asks(pay("k1"));

        assertThat(result.word()).isEqualTo("unavailable");
    }

    @Test
    void H38_theSameKeySucceedsWhenTheFaultIsMended() {
        fixture.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-401"));
        fixture.asks(pay("k1"));
        fixture.gateway.does(fixture.gateway::succeed);

        assertThat(fixture.after(Duration.ofSeconds(5)).asks(pay("k1")).word()).isEqualTo("paid");
        assertThat(fixture.given.status()).isEqualTo(Status.PROCESSING);
        assertThat(fixture.gateway.sent())
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.number()).isEqualTo(1));
    }

    /** The shopper left half an hour ago: the money is not taken behind his back. */
    @Test
    void H38_aFaultThatLastsLongerThanTheRequestChargesNothing() {
        fixture.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-401"));
        fixture.asks(pay("k1"));
        fixture.gateway.does(fixture.gateway::succeed);

        fixture.after(Policy.CHARGE_WITHIN);

        assertThat(fixture.asks(pay("k1")).word()).isEqualTo("declined");
        assertThat(fixture.gateway.sent()).hasSize(1);
        assertThat(fixture.asks(pay("k2")).word()).isEqualTo("paid");
    }

    /** The support desk sees why the order stands still, until the gateway answers. */
    @Test
    void H38_theOrderIsShownAsStalledWithTheFaultUntilTheGatewayAnswers() {
        fixture.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-401"));
        fixture.asks(pay("k1"));

        assertThat(fixture.last().view())
                .isEqualTo(new PaymentSummary(
                        PaymentSummary.Status.STALLED, Optional.of("stripe-401"), Optional.empty(), Optional.empty()));
        fixture.gateway.does(fixture.gateway::succeed);
        fixture.after(Duration.ofSeconds(5)).asks(pay("k1"));
        assertThat(fixture.last().view().status()).isEqualTo(PaymentSummary.Status.PAID);
    }

    /** A cancellation held the charge back: that is no fault. */
    @Test
    void H38_aChargeThatACancellationHeldBackIsNoStall() {
        Reconciliation asked = fixture.given.asks(pay("k1"));

        Reconciliation heldBack =
                fixture.given.comesTo(new Outcome.NotSent(asked.due().getFirst().number(), Outcome.NotSent.CANCELLED));

        assertThat(heldBack.view().status()).isNotEqualTo(PaymentSummary.Status.STALLED);
    }

    /** The key may read: each lookup succeeds, and shows that nothing was taken. The caller would wait for nothing. */
    @Test
    void H38_aKeyThatReadsAndMayNotWriteKeepsTheCallerInformedUntilItIsMended() {
        fixture.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-403"));
        fixture.asks(pay("k1"));

        for (int tries = 0; tries < 10; tries++) {
            fixture.after(LATER).refreshes();
            assertThat(fixture.last().view().reason()).contains("stripe-403");
            assertThat(fixture.asks(pay("k1")).word()).isEqualTo("unavailable");
        }
        assertThat(fixture.gateway.sent()).as("each try was answered").hasSizeGreaterThan(Policy.RESENDS + 1);
        fixture.gateway.does(fixture.gateway::succeed);

        assertThat(fixture.after(LATER).asks(pay("k1")).word()).isEqualTo("paid");
        assertThat(fixture.gateway.payments()).hasSize(1);
    }

    /** The request reached the gateway, the worker died, the key was revoked, and the second try was turned away. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void H38_aChargeThatPerhapsReachedTheGatewayBeforeTheKeyWasRevokedIsLookedUp(boolean afterAResend) {
        if (afterAResend) {
            fixture.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-403"));
            fixture.asks(pay("k1"));
            fixture.after(LATER);
        }
        fixture.gateway.does(it -> {
            fixture.gateway.succeed(it);
            return new Outcome.NotSent(it.number(), "stripe-403").afterOtherTries();
        });

        assertThat(fixture.asks(pay("k1")).word()).isEqualTo("paid");
        assertThat(fixture.gateway.payments()).hasSize(1);
    }

    /** The same, but the request was lost on its way: the next tries prove nothing about that one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void H38_aChargeThatPerhapsWasSentIsStalledAndNeverAnsweredAsUntaken(boolean afterAResend) {
        fixture.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-403"));
        if (afterAResend) {
            fixture.asks(pay("k1"));
            fixture.after(LATER);
        }
        fixture.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-403").afterOtherTries());
        PaymentResult first = fixture.asks(pay("k1"));
        fixture.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-403"));

        assertThat(first.word()).isEqualTo("outcome_unknown");
        for (int tries = 0; tries < 10; tries++) {
            fixture.after(LATER).refreshes();
            assertThat(fixture.last().view().status()).isEqualTo(PaymentSummary.Status.STALLED);
            assertThat(fixture.last().view().reason()).contains("stripe-403");
            assertThat(fixture.asks(pay("k1")).word()).isEqualTo("outcome_unknown");
        }
        fixture.gateway.does(fixture.gateway::succeed);
        assertThat(fixture.after(LATER).asks(pay("k1")).word()).isEqualTo("paid");
        assertThat(fixture.gateway.payments()).hasSize(1);
    }
}
