package dev.payonce.payment;

import static dev.payonce.payment.APayment.stripe;
import static dev.payonce.payment.AnOrder.anOrder;
import static dev.payonce.payment.Given.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Names;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run that was only told to look finds in the ledger what to look at. */
class BareLookTest {

    @Test
    void everythingThatMayStillMoveMoneyIsLookedAt() {
        Given given = given(anOrder());
        given.sees(
                stripe("pi_1").tagged(),
                stripe("pi_2").stage(Stage.PENDING).claimed(),
                stripe("pi_3").stage(Stage.CLOSED).tagged());

        assertThat(looksAt(given)).isEqualTo(Names.of("pi_1", "pi_2"));
    }

    @Test
    void whatNobodyKnowsOfIsAtRest() {
        assertThat(given(anOrder()).settles(Observation.NOTHING).next()).isEqualTo(new Next.Rest());
    }

    @Test
    void S40_aPaidOrderThatAStaleWriterSetBackIsPaidAgain() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().tagged());
        given.becomes(Status.PENDING);

        assertThat(looksAt(given)).isEqualTo(Names.of("pi_1"));
        Settlement settled = given.sees(stripe("pi_1").captured().tagged());

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(settled.next()).isEqualTo(new Next.Rest());
        assertThat(given.lines()).contains("paid", "paid#2");
    }

    @Test
    void anObjectThatTheGatewayDidNotKnowYetIsLookedForUntilItIsKnown() {
        Given given = given(anOrder());
        given.doesNotFind("pi_1");

        assertThat(looksAt(given)).isEqualTo(Names.of("pi_1"));
        given.sees(stripe("pi_1").stage(Stage.CLOSED).tagged());

        assertThat(given.settles(Observation.NOTHING).next()).isEqualTo(new Next.Rest());
    }

    @Test
    void whatIsDueIsDueStill() {
        Given given = given(anOrder());
        Request pay = new Request.Pay("k1", "stripe", "pm_1", false, "", false);
        Settlement before = given.settles(Observation.NOTHING, List.of(pay), List.of());

        given.after(Duration.ofMinutes(5));

        assertThat(given.settles(Observation.NOTHING).due())
                .isEqualTo(before.due())
                .hasSize(1);
    }

    @Test
    void aRefundInDoubtIsLookedUpWhateverElseTheOrderHas() {
        Till till = Till.paid();
        till.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));
        till.asks(Till.refund("k1", 1000));

        assertThat(looksAt(till.given)).isEqualTo(Names.of("pi_1001_1"));
    }

    @Test
    void aRefundThatIsDueIsSentStill() {
        Till till = Till.paid();
        Payment paid = till.at("pi_1001_1");
        Settlement before = till.given.settles(
                Observation.of(Draft.lookup(paid), List.of(paid), Names.NONE),
                List.of(Till.refund("k1", 1000)),
                List.of());

        till.after(Duration.ofMinutes(5));

        assertThat(till.given.settles(Observation.NOTHING).due())
                .isEqualTo(before.due())
                .singleElement()
                .isInstanceOf(Operation.Refund.class);
    }

    private static Names looksAt(Given given) {
        Settlement settled = given.settles(Observation.NOTHING);
        assertThat(settled.nextLook()).contains(Duration.ZERO);
        return ((Next.Look) settled.next()).what().stream().map(Lookup::objects).reduce(Names.NONE, Names::and);
    }
}
