package dev.payonce.ledger;

import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.PaymentBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests of what an order has in flight, as a merchant reads it who leaves Payonce. */
class OpenOrderTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    private static Ledger of(Fact... facts) {
        Ledger ledger = Ledger.EMPTY;
        for (Fact fact : facts) {
            ledger = ledger.with(fact, NOW, "");
        }
        return ledger;
    }

    private static List<String> why(Ledger ledger, long effects) {
        OpenOrder open = OpenOrder.of(1001, ledger, effects);
        assertThat(open.order()).isEqualTo(1001);
        return open.why();
    }

    private static Fact observed(PaymentBuilder payment) {
        return Fact.PaymentObserved.of(payment.made());
    }

    private static Fact reversed(PaymentBuilder payment) {
        return Fact.ReversalObserved.of(
                payment.made(), payment.made().reversals().getFirst());
    }

    private static Fact voids(int number) {
        return new Fact.OperationCreated(new Operation.Void(
                new OperationHeader(number, new OrderId("", 1001), "key", "site", "stripe", "1", NOW, NOW), "pi_1"));
    }

    @Test
    void anOrderWithNothingButARefreshWaitsForThat() {
        assertThat(why(Ledger.EMPTY, 0)).containsExactly("Its next refresh is to come.");
    }

    @Test
    void anOperationIsDueUntilItsOutcomeIsUnknownOrKnown() {
        Fact unknown = new Fact.OperationResolved(2, OperationStatus.UNKNOWN, "stripe-timeout", false, "");
        Fact done = new Fact.OperationResolved(2, OperationStatus.DONE, "", false, "pi_1");

        assertThat(why(of(voids(2)), 0)).containsExactly("Operation 2 is due.");
        assertThat(why(of(voids(2), unknown), 0)).containsExactly("The outcome of operation 2 is unknown.");
        assertThat(why(of(voids(2), unknown, done), 0)).containsExactly("Its next refresh is to come.");
    }

    @ParameterizedTest
    @CsvSource({
        "AUTHORIZED, NOTHING, 'pi_1 is authorized: capture it, or cancel it.'",
        "PENDING, GATEWAY, pi_1 is on its way.",
        "APPROVED, NOTHING, pi_1 is on its way.",
        "OPEN, SHOPPER, pi_1 waits for the shopper.",
        "OPEN, GATEWAY, Its next refresh is to come.",
        "CAPTURED, NOTHING, Its next refresh is to come.",
        "CLOSED, NOTHING, Its next refresh is to come."
    })
    void aPaymentIsInFlightByItsStage(Stage stage, WaitsFor waitsFor, String why) {
        assertThat(why(of(observed(stripe("pi_1").stage(stage, waitsFor))), 0)).containsExactly(why);
    }

    @Test
    void aDeclinedPaymentWaitsForNothing() {
        assertThat(why(of(observed(stripe("pi_1").declined("stolen_card"))), 0))
                .containsExactly("Its next refresh is to come.");
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, REFUND, re_1 is not over: a refund.",
        "OPEN, DISPUTE, re_1 is not over: a dispute or an inquiry.",
        "OPEN, INQUIRY, re_1 is not over: a dispute or an inquiry.",
        "DONE, REFUND, Its next refresh is to come.",
        "WON, DISPUTE, Its next refresh is to come."
    })
    void aReversalIsInFlightUntilItIsOver(State state, Reversal.Kind kind, String why) {
        PaymentBuilder refunded = stripe("pi_1").captured().refund("re_1", state, 1000);
        Reversal refund = refunded.made().reversals().getFirst();
        Fact reversal = new Fact.ReversalObserved(
                "stripe",
                "pi_1",
                new Reversal(refund.id(), kind, state, refund.money(), refund.operation(), refund.storeRefund()));

        assertThat(why(of(reversal), 0)).containsExactly(why);
    }

    @Test
    void openReviewsAndUnfinishedEffectsAreInFlightBesideEverythingElse() {
        Fact review = new Fact.ReviewOpened(new dev.payonce.review.Review(
                1, "facts", dev.payonce.review.Review.Reason.DISPUTED, List.of(), List.of("line"), List.of()));

        assertThat(why(of(observed(stripe("pi_1").stage(Stage.AUTHORIZED)), review), 2))
                .containsExactly(
                        "pi_1 is authorized: capture it, or cancel it.",
                        "Review 1 is open: DISPUTED.",
                        "The shop has not applied 2 effects.");
        assertThat(why(of(reversed(stripe("pi_1").captured().refund("re_1", State.PENDING, 1))), 1))
                .hasSize(2);
    }
}
