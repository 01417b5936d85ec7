package dev.payonce.reconcile;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.request.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run that starts with a refresh alone finds in the ledger what to look up. */
class BareRefreshTest {

    @Test
    void everythingThatMayStillMoveMoneyIsRefreshed() {
        Given given = given(anOrder());
        given.sees(
                stripe("pi_1").tagged(),
                stripe("pi_2").stage(Stage.PENDING).claimed(),
                stripe("pi_3").stage(Stage.CLOSED).tagged());

        assertThat(refreshesAt(given)).isEqualTo(ExternalIds.of("pi_1", "pi_2"));
    }

    @Test
    void anUnknownOrderIsAtRest() {
        assertThat(given(anOrder()).reconciles(Observation.NOTHING).next()).isEqualTo(new Next.Rest());
    }

    @Test
    void S40_aPaidOrderThatAStaleWriterSetBackIsPaidAgain() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().tagged());
        given.becomes(Status.PENDING);

        assertThat(refreshesAt(given)).isEqualTo(ExternalIds.of("pi_1"));
        Reconciliation reconciled = given.sees(stripe("pi_1").captured().tagged());

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(reconciled.next()).isEqualTo(new Next.Rest());
        assertThat(given.lines()).contains("paid", "paid#2");
    }

    @Test
    void anObjectThatTheGatewayDidNotKnowYetIsLookedForUntilItIsKnown() {
        Given given = given(anOrder());
        given.doesNotFind("pi_1");

        assertThat(refreshesAt(given)).isEqualTo(ExternalIds.of("pi_1"));
        given.sees(stripe("pi_1").stage(Stage.CLOSED).tagged());

        assertThat(given.reconciles(Observation.NOTHING).next()).isEqualTo(new Next.Rest());
    }

    @Test
    void aDueOperationIsDueStill() {
        Given given = given(anOrder());
        Request pay = new Request.Pay("k1", "stripe", "pm_1", false, "", false, "");
        Reconciliation before = given.asks(pay);

        given.after(Duration.ofMinutes(5));

        assertThat(given.reconciles(Observation.NOTHING).due())
                .isEqualTo(before.due())
                .hasSize(1);
    }

    @Test
    void aRefundInUnknownIsLookedUpWhateverElseTheOrderHas() {
        PaymentFixture fixture = PaymentFixture.paid();
        fixture.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));
        fixture.asks(PaymentFixture.refund("k1", 1000));

        assertThat(refreshesAt(fixture.given)).isEqualTo(ExternalIds.of("pi_1001_1"));
    }

    @Test
    void aRefundThatIsDueIsSentStill() {
        PaymentFixture fixture = PaymentFixture.paid();
        Payment paid = fixture.at("pi_1001_1");
        Reconciliation before = fixture.given.reconciles(
                Observation.of(Lookup.of(paid), List.of(paid), ExternalIds.NONE),
                List.of(PaymentFixture.refund("k1", 1000)),
                List.of());

        fixture.after(Duration.ofMinutes(5));

        assertThat(fixture.given.reconciles(Observation.NOTHING).due())
                .isEqualTo(before.due())
                .singleElement()
                .isInstanceOf(Operation.Refund.class);
    }

    private static ExternalIds refreshesAt(Given given) {
        Reconciliation reconciled = given.reconciles(Observation.NOTHING);
        assertThat(reconciled.nextRefresh()).contains(Duration.ZERO);
        return ((Next.RefreshAfter) reconciled.next())
                .what().stream().map(Lookup::objects).reduce(ExternalIds.NONE, ExternalIds::and);
    }
}
