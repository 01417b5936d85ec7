package dev.payonce.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Names;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Operation.Refund.Cause;
import dev.payonce.payment.Payment.Return;
import dev.payonce.payment.Question.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Money that a person wants given back. */
class RefundDecisionTest {

    private static Reason reason(Till till) {
        return till.given.question().orElseThrow().reason();
    }

    private final Choice give = new Choice.RefundExtra("pi_9");

    private Till foreign() {
        Till till = Till.paid();
        till.gateway.says(APayment.stripe("pi_9").captured().claimed());
        till.callback("pi_9");
        return till;
    }

    @Test
    void goesBackWhoeverMadeIt() {
        Till till = foreign();

        till.decides(give);

        assertThat(till.refunds()).extracting(Operation.Refund::cause).containsExactly(Cause.DECIDED);
        assertThat(till.at("pi_9").net().minor()).isZero();
        assertThat(till.given.question()).isEmpty();
        assertThat(till.given.lines()).contains("decision:1", "question:1=closed");
    }

    @Test
    void S22_goesBackOnceHoweverOftenItIsDecided() {
        Till till = foreign();
        Decision ann = new Decision(1, give, "ann", "paid twice");
        Decision bob = new Decision(1, give, "bob", "paid twice");
        Observation seen = till.gateway.find(new Lookup("stripe", Names.of("pi_9")));

        till.given.settles(seen, List.of(), List.of(ann, bob));
        till.given.settles(seen, List.of(), List.of(ann));
        till.callback("pi_9");

        assertThat(till.refunds()).hasSize(1);
    }

    /** What the one wanted to see put the next question off; tried again, the settlement asked it. */
    @Test
    void S22_byOneWhileAnotherWantsToLookSettlesToTheSameWhenItIsTriedAgain() {
        Given given = Given.given(AnOrder.anOrder().status(Status.CANCELLED), Policy.LateSuccess.ASK);
        given.sees(APayment.stripe("pi_1").captured().claimed());
        Observation both = Observation.of(
                new Lookup("stripe", Names.of("pi_1", "pi_2")),
                List.of(
                        APayment.stripe("pi_1").captured().claimed().made(),
                        APayment.stripe("pi_2").captured().claimed().made()),
                Names.NONE);
        List<Decision> decisions = List.of(
                new Decision(1, new Choice.LookAgain(), "ann", "perhaps he has paid by now"),
                new Decision(1, new Choice.AcceptPaid("pi_1"), "bob", "he still wants it"));

        Settlement settled = given.settles(both, List.of(), decisions);
        List<String> lines = given.lines();
        Settlement again = given.settles(both, List.of(), decisions);

        assertThat(again.next()).isEqualTo(settled.next());
        assertThat(given.lines()).isEqualTo(lines).contains("paid", "question:2");
    }

    @Test
    void isAskedAboutAgainWhenTheGatewaySaysNo() {
        Till till = foreign();
        till.gateway.does(it -> new Outcome.Refused(it.number(), "stripe-403"));

        till.decides(give);

        assertThat(till.given.question().orElseThrow().number()).isEqualTo(2);
        assertThat(till.given.question().orElseThrow().choices()).contains(give);
    }

    @Test
    void isNotPossibleAnyMoreOnceABankDisputesIt() {
        Till till = foreign();
        till.becomes(it -> it.dispute("dp_9", Return.State.OPEN, 4990), "pi_9");

        till.decides(give);

        assertThat(till.refunds()).isEmpty();
        assertThat(till.given.question()).isPresent();
        assertThat(till.given.question().orElseThrow().choices()).doesNotContain(give);
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUNDED", "OTHER", "PROCESSING"})
    void isOfferedWhereverMoneyIsHeldThatTheOrderDoesNotNeed(Status status) {
        Till till = Till.open();
        till.given.becomes(status);
        till.gateway.says(APayment.stripe("pi_9").captured().claimed());

        till.callback("pi_9");

        assertThat(till.given.question().orElseThrow().choices()).contains(give);
    }

    @Test
    void isOfferedForAnAmountThatDiffersAndThenPaysNoMore() {
        Till till = Till.open();
        till.gateway.says(APayment.stripe("pi_9").captured(100).claimed());
        till.callback("pi_9");
        till.gateway.does(it -> new Outcome.Unknown(it.number(), "stripe-timeout", false));

        till.decides(give);

        assertThat(till.refunds()).hasSize(1);
        assertThat(till.asks(Till.pay("k1")).code()).isEqualTo("under_review");
    }

    @Test
    void isNotOfferedForAnotherOrdersMoney() {
        Till till = Till.open();
        till.gateway.says(
                APayment.stripe("pi_9").captured().tagged("", AnOrder.SITE, AnOrder.NUMBER, "0".repeat(32), 1));

        till.callback("pi_9");

        assertThat(reason(till)).isEqualTo(Reason.ORDER_KEY_DIFFERS);
        assertThat(till.given.question().orElseThrow().choices()).doesNotContain(give);
    }
}
