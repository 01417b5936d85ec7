package dev.payonce.reconcile.refund;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.Refund.Cause;
import dev.payonce.gateway.Operation.Refund.RefundReason;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.Review.Reason;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests of refunds that an operator decides. */
class RefundDecisionTest {

    private static Reason reason(PaymentFixture fixture) {
        return fixture.given.review().orElseThrow().reason();
    }

    private final ReviewAction give = new ReviewAction.RefundDuplicate("pi_9");

    private PaymentFixture foreign() {
        PaymentFixture fixture = PaymentFixture.paid();
        fixture.gateway.says(PaymentBuilder.stripe("pi_9").captured().claimed());
        fixture.callback("pi_9");
        return fixture;
    }

    @Test
    void goesBackWhateverItsOrigin() {
        PaymentFixture fixture = foreign();

        fixture.decides(give);

        assertThat(fixture.refunds())
                .extracting(Operation.Refund::cause, Operation.Refund::reason)
                .containsExactly(tuple(Cause.DECIDED, RefundReason.DUPLICATE));
        assertThat(fixture.at("pi_9").net().minor()).isZero();
        assertThat(fixture.given.review()).isEmpty();
        assertThat(fixture.given.lines()).contains("decision:1", "review:1=closed");
    }

    @Test
    void S22_goesBackOnceHoweverOftenItIsDecided() {
        PaymentFixture fixture = foreign();
        ReviewDecision ann = new ReviewDecision(1, give, "ann", "paid twice");
        ReviewDecision bob = new ReviewDecision(1, give, "bob", "paid twice");
        Observation seen = fixture.gateway.find(new Lookup("stripe", ExternalIds.of("pi_9")));

        fixture.given.reconciles(seen, List.of(), List.of(ann, bob));
        fixture.given.reconciles(seen, List.of(), List.of(ann));
        fixture.callback("pi_9");

        assertThat(fixture.refunds()).hasSize(1);
    }

    @Test
    void saysToEachOperatorWhetherItIsMade() {
        PaymentFixture fixture = foreign();
        Observation seen = fixture.gateway.find(new Lookup("stripe", ExternalIds.of("pi_9")));
        ReviewDecision ann = new ReviewDecision(1, give, "ann", "paid twice", "d1");

        assertThat(fixture.given.reconciles(seen, List.of(), List.of(ann)).decided())
                .containsExactly(new DecisionResult.Applied());
    }

    /** A bank disputes the payment meanwhile; the review stays open. */
    @Test
    void saysThatItHadNoEffectWhereABankDisputesIt() {
        PaymentFixture fixture = foreign();
        fixture.becomes(it -> it.dispute("dp_9", Reversal.State.OPEN, 4990), "pi_9");
        Observation seen = fixture.gateway.find(new Lookup("stripe", ExternalIds.of("pi_9")));
        ReviewDecision ann = new ReviewDecision(1, give, "ann", "paid twice", "d1");

        assertThat(fixture.given.reconciles(seen, List.of(), List.of(ann)).decided())
                .containsExactly(new DecisionResult.NoEffect());
    }

    /** The refresh that one needed put the next review off; tried again, the reconciliation opened it. */
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
        PaymentFixture fixture = foreign();
        fixture.gateway.does(it -> new Outcome.Refused(it.number(), "stripe-403"));

        fixture.decides(give);

        assertThat(fixture.given.review().orElseThrow().number()).isEqualTo(2);
        assertThat(fixture.given.review().orElseThrow().actions()).contains(give);
    }

    @Test
    void isNotPossibleAnyMoreOnceABankDisputesIt() {
        PaymentFixture fixture = foreign();
        fixture.becomes(it -> it.dispute("dp_9", Reversal.State.OPEN, 4990), "pi_9");

        fixture.decides(give);

        assertThat(fixture.refunds()).isEmpty();
        assertThat(fixture.given.review()).isPresent();
        assertThat(fixture.given.review().orElseThrow().actions()).doesNotContain(give);
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUNDED", "OTHER", "PROCESSING"})
    void isOfferedWhereverMoneyIsHeldThatTheOrderDoesNotNeed(Status status) {
        PaymentFixture fixture = PaymentFixture.open();
        fixture.given.becomes(status);
        fixture.gateway.says(PaymentBuilder.stripe("pi_9").captured().claimed());

        fixture.callback("pi_9");

        assertThat(fixture.given.review().orElseThrow().actions()).contains(give);
    }

    @Test
    void isOfferedForAnAmountThatDiffersAndThenPaysNoMore() {
        PaymentFixture fixture = PaymentFixture.open();
        fixture.gateway.says(PaymentBuilder.stripe("pi_9").captured(100).claimed());
        fixture.callback("pi_9");
        fixture.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));

        fixture.decides(give);

        assertThat(fixture.refunds()).extracting(Operation.Refund::reason).containsExactly(RefundReason.NONE);
        assertThat(fixture.asks(PaymentFixture.pay("k1")).code()).isEqualTo("under_review");
    }

    @Test
    void isNotOfferedForAnotherOrdersMoney() {
        PaymentFixture fixture = PaymentFixture.open();
        fixture.gateway.says(PaymentBuilder.stripe("pi_9")
                .captured()
                .tagged("", OrderBuilder.SITE, OrderBuilder.NUMBER, "0".repeat(32), 1));

        fixture.callback("pi_9");

        assertThat(reason(fixture)).isEqualTo(Reason.ORDER_KEY_DIFFERS);
        assertThat(fixture.given.review().orElseThrow().actions()).doesNotContain(give);
    }
}
