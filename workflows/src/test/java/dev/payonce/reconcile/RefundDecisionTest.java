package dev.payonce.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.Refund.Cause;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.review.Review.Reason;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Money that a person wants given back. */
class RefundDecisionTest {

    private static Reason reason(PaymentFixture till) {
        return till.given.review().orElseThrow().reason();
    }

    private final ReviewAction give = new ReviewAction.RefundDuplicate("pi_9");

    private PaymentFixture foreign() {
        PaymentFixture till = PaymentFixture.paid();
        till.gateway.says(PaymentBuilder.stripe("pi_9").captured().claimed());
        till.callback("pi_9");
        return till;
    }

    @Test
    void goesBackWhoeverMadeIt() {
        PaymentFixture till = foreign();

        till.decides(give);

        assertThat(till.refunds()).extracting(Operation.Refund::cause).containsExactly(Cause.DECIDED);
        assertThat(till.at("pi_9").net().minor()).isZero();
        assertThat(till.given.review()).isEmpty();
        assertThat(till.given.lines()).contains("decision:1", "review:1=closed");
    }

    @Test
    void S22_goesBackOnceHoweverOftenItIsDecided() {
        PaymentFixture till = foreign();
        ReviewDecision ann = new ReviewDecision(1, give, "ann", "paid twice");
        ReviewDecision bob = new ReviewDecision(1, give, "bob", "paid twice");
        Observation seen = till.gateway.find(new Lookup("stripe", ExternalIds.of("pi_9")));

        till.given.reconciles(seen, List.of(), List.of(ann, bob));
        till.given.reconciles(seen, List.of(), List.of(ann));
        till.callback("pi_9");

        assertThat(till.refunds()).hasSize(1);
    }

    /** What the one wanted to see put the next question off; tried again, the settlement asked it. */
    @Test
    void S22_byOneWhileAnotherWantsToLookSettlesToTheSameWhenItIsTriedAgain() {
        Given given = Given.given(OrderBuilder.anOrder().status(Status.CANCELLED), Policy.LateSuccess.REVIEW);
        given.sees(PaymentBuilder.stripe("pi_1").captured().claimed());
        Observation both = Observation.of(
                new Lookup("stripe", ExternalIds.of("pi_1", "pi_2")),
                List.of(
                        PaymentBuilder.stripe("pi_1").captured().claimed().made(),
                        PaymentBuilder.stripe("pi_2").captured().claimed().made()),
                ExternalIds.NONE);
        List<ReviewDecision> decisions = List.of(
                new ReviewDecision(1, new ReviewAction.Refresh(), "ann", "perhaps he has paid by now"),
                new ReviewDecision(1, new ReviewAction.AcceptPaid("pi_1"), "bob", "he still wants it"));

        Reconciliation reconciled = given.reconciles(both, List.of(), decisions);
        List<String> lines = given.lines();
        Reconciliation again = given.reconciles(both, List.of(), decisions);

        assertThat(again.next()).isEqualTo(reconciled.next());
        assertThat(given.lines()).isEqualTo(lines).contains("paid", "review:2");
    }

    @Test
    void isAskedAboutAgainWhenTheGatewaySaysNo() {
        PaymentFixture till = foreign();
        till.gateway.does(it -> new Outcome.Refused(it.number(), "stripe-403"));

        till.decides(give);

        assertThat(till.given.review().orElseThrow().number()).isEqualTo(2);
        assertThat(till.given.review().orElseThrow().actions()).contains(give);
    }

    @Test
    void isNotPossibleAnyMoreOnceABankDisputesIt() {
        PaymentFixture till = foreign();
        till.becomes(it -> it.dispute("dp_9", Reversal.State.OPEN, 4990), "pi_9");

        till.decides(give);

        assertThat(till.refunds()).isEmpty();
        assertThat(till.given.review()).isPresent();
        assertThat(till.given.review().orElseThrow().actions()).doesNotContain(give);
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUNDED", "OTHER", "PROCESSING"})
    void isOfferedWhereverMoneyIsHeldThatTheOrderDoesNotNeed(Status status) {
        PaymentFixture till = PaymentFixture.open();
        till.given.becomes(status);
        till.gateway.says(PaymentBuilder.stripe("pi_9").captured().claimed());

        till.callback("pi_9");

        assertThat(till.given.review().orElseThrow().actions()).contains(give);
    }

    @Test
    void isOfferedForAnAmountThatDiffersAndThenPaysNoMore() {
        PaymentFixture till = PaymentFixture.open();
        till.gateway.says(PaymentBuilder.stripe("pi_9").captured(100).claimed());
        till.callback("pi_9");
        till.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));

        till.decides(give);

        assertThat(till.refunds()).hasSize(1);
        assertThat(till.asks(PaymentFixture.pay("k1")).code()).isEqualTo("under_review");
    }

    @Test
    void isNotOfferedForAnotherOrdersMoney() {
        PaymentFixture till = PaymentFixture.open();
        till.gateway.says(PaymentBuilder.stripe("pi_9")
                .captured()
                .tagged("", OrderBuilder.SITE, OrderBuilder.NUMBER, "0".repeat(32), 1));

        till.callback("pi_9");

        assertThat(reason(till)).isEqualTo(Reason.ORDER_KEY_DIFFERS);
        assertThat(till.given.review().orElseThrow().actions()).doesNotContain(give);
    }
}
