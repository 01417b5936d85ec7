package dev.payonce.payment;

import static dev.payonce.payment.AnOrder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Answer.State;
import dev.payonce.payment.Payment.Stage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChargingTest {

    private final Given given = Given.given(anOrder());

    private static Request.Pay pay(String key) {
        return pay(key, "pm_visa");
    }

    private static Request.Pay pay(String key, String method) {
        return new Request.Pay(key, "stripe", method, false, "", false);
    }

    private Settlement ask(Request... requests) {
        return given.settles(Observation.NOTHING, Arrays.asList(requests), List.of());
    }

    private Settlement comesTo(Outcome outcome, Request... requests) {
        return given.settles(Observation.of(outcome), Arrays.asList(requests), List.of());
    }

    /** What the gateway shows for the charge that is due. */
    private APayment made(Settlement settled) {
        Operation.Charge charge = (Operation.Charge) settled.due().getLast();
        Payment.Tag tag = charge.ticket().tag();
        return APayment.of("pi_" + charge.number(), charge.money())
                .tagged(tag.store(), tag.site(), tag.order(), tag.orderKey(), tag.operation())
                .seenAt(given.now());
    }

    private static Outcome seen(APayment payment) {
        return new Outcome.Seen(payment.made().tag().orElseThrow().operation(), payment.made());
    }

    private static State state(Settlement settled, String key) {
        return settled.answers().get(key).state();
    }

    @Test
    void aChargeStandsInTheLedgerBeforeItIsSentAndAsksTheOrdersTotal() {
        Settlement settled = ask(pay("k1"));

        assertThat(given.lines()).containsExactly("operation:1");
        Operation.Charge charge = (Operation.Charge) settled.due().getFirst();
        assertThat(charge.money()).isEqualTo(new Money(4990, "EUR"));
        assertThat(charge.ticket().notAfter()).isEqualTo(given.now().plus(Policy.CHARGE_WITHIN));
        assertThat(state(settled, "k1")).isEqualTo(State.WORKING);
    }

    @Test
    void S01_twoRequestsAtOnceAreOneChargeAndGetOneAnswer() {
        Settlement settled = ask(pay("k1"), pay("k2", "pm_other"));
        assertThat(settled.due()).hasSize(1);

        Settlement paid = comesTo(seen(made(settled).captured()), pay("k1"), pay("k2", "pm_other"));

        assertThat(paid.answers().get("k1")).isEqualTo(paid.answers().get("k2"));
        assertThat(state(paid, "k1")).isEqualTo(State.PAID);
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void S03_theSameKeyForSomethingElseIsRefusedAndChargesNothing() {
        Settlement settled = ask(pay("k1"));
        comesTo(seen(made(settled).captured()), pay("k1"));

        Settlement again = ask(pay("k1", "pm_other"));

        assertThat(state(again, "k1")).isEqualTo(State.MISMATCH);
        assertThat(again.due()).isEmpty();
    }

    @Test
    void S04_anUnknownOutcomeIsLookedUpByOurTagAndPaysTheOrder() {
        Settlement settled = ask(pay("k1"));
        Settlement unknown = comesTo(new Outcome.Unknown(1, "stripe-timeout", false), pay("k1"));

        assertThat(state(unknown, "k1")).isEqualTo(State.PENDING);
        assertThat(unknown.due()).isEmpty();
        Lookup mark = ((Next.Look) unknown.next()).what().getFirst();
        assertThat(mark.objects().all()).allMatch(text -> Mark.parse(text).isPresent());

        Settlement found = given.settles(
                Observation.of(mark, List.of(made(settled).captured().made()), dev.payonce.order.Names.NONE));

        assertThat(found.answers().get("k1").state()).isEqualTo(State.PAID);
    }

    @Test
    void S05_whileAnOutcomeIsUnknownNothingNewIsCharged() {
        ask(pay("k1"));
        comesTo(new Outcome.Unknown(1, "stripe-timeout", false), pay("k1"));

        Settlement other = ask(pay("k2", "pm_other"));

        assertThat(other.due()).isEmpty();
        assertThat(state(other, "k2")).isEqualTo(State.PENDING);
    }

    @Test
    void S05_onlyWhatIsProvenToBeAbsentMayBeChargedAnew() {
        ask(pay("k1"));
        Settlement unknown = comesTo(new Outcome.Unknown(1, "too-late", false), pay("k1"));
        Lookup mark = ((Next.Look) unknown.next()).what().getFirst();
        given.after(Policy.CHARGE_WITHIN);

        Settlement absent = given.settles(Observation.of(mark, List.of(), mark.objects()));
        Settlement anew = ask(pay("k2"));

        assertThat(absent.answers().get("k1").code()).isEqualTo("not_carried_out");
        assertThat(anew.due()).hasSize(1);
        assertThat(anew.due().getFirst().number()).isEqualTo(2);
    }

    @Test
    void whatTheGatewayMayStillCarryOutIsAPersonsMatter() {
        ask(pay("k1"));
        Settlement unknown = comesTo(new Outcome.Unknown(1, "stripe-500", true), pay("k1"));
        Lookup mark = ((Next.Look) unknown.next()).what().getFirst();
        given.after(Policy.ABSENT_AFTER);

        Settlement asked = given.settles(Observation.of(mark, List.of(), mark.objects()));

        Question question = ((Next.Ask) asked.next()).question();
        assertThat(question.reason()).isEqualTo(Question.Reason.OUTCOME_UNKNOWN);
        assertThat(question.choices()).contains(new Choice.GiveUp());

        given.settles(
                Observation.of(mark, List.of(), mark.objects()),
                List.of(),
                List.of(new Decision(question.number(), new Choice.GiveUp(), "ann", "the bank says no")));

        assertThat(ask(pay("k2")).due()).hasSize(1);
        assertThat(given.lines()).contains("decision:1", "operation:1#2=given_up", "question:1=closed");
    }

    @Test
    void aCardThatMustNotBeTriedAgainIsNot() {
        ask(pay("k1"));
        comesTo(new Outcome.Declined(1, "lost_card", false), pay("k1"));

        Settlement same = ask(pay("k2"));
        Settlement other = ask(pay("k3", "pm_other"));

        assertThat(same.answers().get("k2")).isEqualTo(Answer.declined("lost_card", false, 1));
        assertThat(other.due()).hasSize(1);
    }

    @Test
    void S38_whatIsOpenIsVoidedBeforeAnotherWayIsCharged() {
        Settlement first = ask(pay("k1"));
        APayment open = made(first).stage(Stage.OPEN, Payment.WaitsFor.SHOPPER);
        assertThat(state(comesTo(seen(open), pay("k1")), "k1")).isEqualTo(State.ACTION_REQUIRED);

        Settlement look = ask(pay("k2", "pm_other"));
        assertThat(look.next()).isInstanceOf(Next.Look.class);
        Settlement voiding = given.settles(looked(open), List.of(pay("k2", "pm_other")), List.of());
        assertThat(voiding.due()).containsExactly(new Operation.Void(ticket(voiding), "pi_1"));
        Settlement charging =
                comesTo(new Outcome.Seen(2, open.stage(Stage.CLOSED).made()), pay("k2", "pm_other"));

        assertThat(charging.due()).hasSize(1);
        assertThat(charging.due().getFirst()).isInstanceOf(Operation.Charge.class);
    }

    private static Observation looked(APayment payment) {
        return Observation.of(Draft.lookup(payment.made()), List.of(payment.made()), dev.payonce.order.Names.NONE);
    }

    private static Ticket ticket(Settlement settled) {
        return settled.due().getFirst().ticket();
    }

    @Test
    void aVoidThatNeverReachedTheGatewayIsDueAgainAtOnce() {
        APayment open = made(ask(pay("k1"))).stage(Stage.OPEN, Payment.WaitsFor.SHOPPER);
        comesTo(seen(open), pay("k1"));
        given.becomes(Status.CANCELLED);
        comesTo(new Outcome.Unknown(given.sees(open).due().getFirst().number(), "stripe-timeout", false));

        given.after(Policy.ABSENT_AFTER);

        assertThat(given.sees(open).due())
                .singleElement()
                .satisfies(due -> assertThat(due).isInstanceOf(Operation.Void.class));
    }

    @Test
    void aReloadGoesOnWithWhatIsOpen() {
        APayment open = made(ask(pay("k1"))).stage(Stage.OPEN, Payment.WaitsFor.SHOPPER);
        comesTo(seen(open), pay("k1"));

        Settlement again = given.settles(looked(open), List.of(pay("k2")), List.of());

        assertThat(again.due()).isEmpty();
        assertThat(state(again, "k2")).isEqualTo(State.ACTION_REQUIRED);
    }

    @Test
    void S24_anOrderThatIsPaidIsNeverCharged() {
        comesTo(seen(made(ask(pay("k1"))).captured()), pay("k1"));

        Settlement later = ask(pay("k2", "pm_other"));

        assertThat(later.due()).isEmpty();
        assertThat(later.answers().get("k2").payment()).isEqualTo("pi_1");
        assertThat(state(later, "k2")).isEqualTo(State.PAID);
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED", "REFUNDED", "OTHER", "ON_HOLD"})
    void anOrderThatDoesNotWaitForMoneyIsNotCharged(Status status) {
        given.becomes(status);

        Settlement settled = ask(pay("k1"));

        assertThat(settled.due()).isEmpty();
        assertThat(state(settled, "k1")).isEqualTo(State.REFUSED);
    }

    @Test
    void S29_anAmountThatCannotBeChargedIsRefused() {
        given.becomes(anOrder().total(Optional.of(new Money(0, "EUR"))));
        assertThat(ask(pay("k1")).answers().get("k1").code()).isEqualTo("amount_not_payable");

        given.becomes(anOrder().total(Optional.empty()));
        assertThat(ask(pay("k2")).due()).isEmpty();
    }

    @Test
    void S37_anEditedTotalDoesNotChangeWhatWasAsked() {
        Settlement settled = ask(pay("k1"));
        given.becomes(anOrder().total(Optional.of(new Money(9999, "EUR"))));

        Settlement paid = comesTo(seen(made(settled).captured()), pay("k1"));

        assertThat(state(paid, "k1")).isEqualTo(State.PAID);
    }

    @Test
    void S17_cancellingWaitsForAChargeThatIsUnderWay() {
        Settlement settled = ask(new Request.Pay("k1", "stripe", "pm_visa", true, "", false), new Request.Cancel("c1"));
        assertThat(settled.due()).hasSize(1);
        assertThat(state(settled, "c1")).isEqualTo(State.WORKING);
        APayment authorized = made(settled).stage(Stage.AUTHORIZED);

        Settlement voiding = comesTo(seen(authorized), new Request.Cancel("c1"));
        assertThat(voiding.due().getFirst()).isInstanceOf(Operation.Void.class);
        Settlement voided =
                comesTo(new Outcome.Seen(2, authorized.stage(Stage.CLOSED).made()), new Request.Cancel("c1"));

        assertThat(state(voided, "c1")).isEqualTo(State.CANCELLED);
        assertThat(given.status()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void anAuthorizationIsCapturedInParts() {
        Settlement settled = ask(new Request.Pay("k1", "stripe", "pm_visa", true, "", false));
        APayment authorized = made(settled).stage(Stage.AUTHORIZED);
        comesTo(seen(authorized), new Request.Pay("k1", "stripe", "pm_visa", true, "", false));
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        Request part = new Request.Capture("c1", Optional.of(1000L), false);
        assertThat(given.settles(looked(authorized), List.of(part), List.of()).due())
                .containsExactly(new Operation.Capture(last(), "pi_1", new Money(1000, "EUR"), false));
        APayment partly = authorized.captured(new Money(1000, "EUR")).stage(Stage.AUTHORIZED);
        assertThat(state(comesTo(new Outcome.Seen(2, partly.made()), part), "c1"))
                .isEqualTo(State.CAPTURED);
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        Request rest = new Request.Capture("c2", Optional.of(2000L), true);
        given.settles(looked(partly), List.of(rest), List.of());
        Settlement done = comesTo(new Outcome.Seen(3, authorized.captured(3000).made()), rest);

        assertThat(state(done, "c2")).isEqualTo(State.PAID);
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    private Ticket last() {
        return ((Fact.Opened) given.ledger().stream()
                        .map(Entry::fact)
                        .filter(Fact.Opened.class::isInstance)
                        .reduce((_, later) -> later)
                        .orElseThrow())
                .operation()
                .ticket();
    }

    @Test
    void moreThanWasAuthorizedIsNotCaptured() {
        APayment authorized = made(ask(new Request.Pay("k1", "stripe", "pm_visa", true, "", false)))
                .stage(Stage.AUTHORIZED);
        comesTo(seen(authorized), new Request.Pay("k1", "stripe", "pm_visa", true, "", false));

        Settlement settled = given.settles(
                looked(authorized), List.of(new Request.Capture("c1", Optional.of(4991L), true)), List.of());

        assertThat(settled.due()).isEmpty();
        assertThat(settled.answers().get("c1").code()).isEqualTo("amount_not_authorized");
    }

    @Test
    void S22_aDecisionCountsOnce() {
        given.sees(APayment.stripe("pi_1").captured(4000).tagged());
        Question question = given.question().orElseThrow();
        Decision accept = new Decision(question.number(), new Choice.AcceptPaid("pi_1"), "ann", "agreed on the phone");
        APayment payment = APayment.stripe("pi_1").captured(4000).tagged().seenAt(given.now());

        given.settles(looked(payment), List.of(), List.of(accept));
        int lines = given.lines().size();
        given.settles(looked(payment), List.of(), List.of(accept, new Decision(1, new Choice.Dismiss(), "bob", "?")));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.lines()).hasSize(lines);
    }

    @Test
    void whatWasDismissedIsNotAskedAgainUntilItChanges() {
        given.sees(APayment.stripe("pi_1").captured(4000).tagged());
        given.settles(
                looked(APayment.stripe("pi_1").captured(4000).tagged().seenAt(given.now())),
                List.of(),
                List.of(new Decision(1, new Choice.Dismiss(), "ann", "gift card")));

        given.after(Duration.ofHours(1));
        given.sees(APayment.stripe("pi_1").captured(4000).tagged());
        assertThat(given.question()).isEmpty();

        given.sees(APayment.stripe("pi_1").captured(4000).tagged().refund("re_1", Payment.Return.State.DONE, 100));
        assertThat(given.question()).isPresent();
    }
}
