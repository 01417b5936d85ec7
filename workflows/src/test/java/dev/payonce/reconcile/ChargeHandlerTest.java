package dev.payonce.reconcile;

import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.gateway.TagQuery;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChargeHandlerTest {

    private final Given given = Given.given(anOrder());

    private static Request.Pay pay(String key) {
        return pay(key, "pm_visa");
    }

    private static Request.Pay pay(String key, String method) {
        return new Request.Pay(key, "stripe", method, false, "", false);
    }

    private Reconciliation ask(Request... requests) {
        return given.reconciles(Observation.NOTHING, Arrays.asList(requests), List.of());
    }

    private Reconciliation comesTo(Outcome outcome, Request... requests) {
        return given.reconciles(Observation.of(outcome), Arrays.asList(requests), List.of());
    }

    /** What the gateway shows for the charge that is due. */
    private PaymentBuilder made(Reconciliation reconciled) {
        Operation.Charge charge = (Operation.Charge) reconciled.due().getLast();
        Payment.Tag tag = charge.header().tag();
        return PaymentBuilder.of("pi_" + charge.number(), charge.money())
                .tagged(tag.store(), tag.site(), tag.order(), tag.orderKey(), tag.operation())
                .seenAt(given.now());
    }

    private static Outcome seen(PaymentBuilder payment) {
        return new Outcome.Seen(payment.made().tag().orElseThrow().operation(), payment.made());
    }

    private static String word(Reconciliation reconciled, String key) {
        return reconciled.results().get(key).word();
    }

    @Test
    void aChargeStandsInTheLedgerBeforeItIsSentAndAsksTheOrdersTotal() {
        Reconciliation reconciled = ask(pay("k1"));

        assertThat(given.lines()).containsExactly("operation:1");
        Operation.Charge charge = (Operation.Charge) reconciled.due().getFirst();
        assertThat(charge.money()).isEqualTo(new Money(4990, "EUR"));
        assertThat(charge.header().notAfter()).isEqualTo(given.now().plus(Policy.CHARGE_WITHIN));
        assertThat(word(reconciled, "k1")).isEqualTo("carrying_out");
    }

    @Test
    void S01_twoRequestsAtOnceAreOneChargeAndGetOneAnswer() {
        Reconciliation reconciled = ask(pay("k1"), pay("k2", "pm_other"));
        assertThat(reconciled.due()).hasSize(1);

        Reconciliation paid = comesTo(seen(made(reconciled).captured()), pay("k1"), pay("k2", "pm_other"));

        assertThat(paid.results().get("k1")).isEqualTo(paid.results().get("k2"));
        assertThat(word(paid, "k1")).isEqualTo("paid");
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void S03_theSameKeyForSomethingElseIsRefusedAndChargesNothing() {
        Reconciliation reconciled = ask(pay("k1"));
        comesTo(seen(made(reconciled).captured()), pay("k1"));

        Reconciliation again = ask(pay("k1", "pm_other"));

        assertThat(word(again, "k1")).isEqualTo("busy");
        assertThat(again.due()).isEmpty();
    }

    @Test
    void S04_anUnknownOutcomeIsLookedUpByOurTagAndPaysTheOrder() {
        Reconciliation reconciled = ask(pay("k1"));
        Reconciliation unknown = comesTo(new Outcome.Unknown(1, "stripe-timeout", false), pay("k1"));

        assertThat(word(unknown, "k1")).isEqualTo("outcome_unknown");
        assertThat(unknown.due()).isEmpty();
        Lookup mark = ((Next.RefreshAfter) unknown.next()).what().getFirst();
        assertThat(mark.objects().all()).allMatch(text -> TagQuery.parse(text).isPresent());

        Reconciliation found = given.reconciles(
                Observation.of(mark, List.of(made(reconciled).captured().made()), dev.payonce.order.ExternalIds.NONE));

        assertThat(found.results().get("k1").word()).isEqualTo("paid");
    }

    @Test
    void S05_whileAnOutcomeIsUnknownNothingNewIsCharged() {
        ask(pay("k1"));
        comesTo(new Outcome.Unknown(1, "stripe-timeout", false), pay("k1"));

        Reconciliation other = ask(pay("k2", "pm_other"));

        assertThat(other.due()).isEmpty();
        assertThat(word(other, "k2")).isEqualTo("outcome_unknown");
    }

    @Test
    void S05_onlyWhatIsProvenToBeAbsentMayBeChargedAnew() {
        ask(pay("k1"));
        Reconciliation unknown = comesTo(new Outcome.Unknown(1, "too-late", false), pay("k1"));
        Lookup mark = ((Next.RefreshAfter) unknown.next()).what().getFirst();
        given.after(Policy.CHARGE_WITHIN);

        Reconciliation absent = given.reconciles(Observation.of(mark, List.of(), mark.objects()));
        Reconciliation anew = ask(pay("k2"));

        assertThat(absent.results().get("k1").code()).isEqualTo("not_carried_out");
        assertThat(anew.due()).hasSize(1);
        assertThat(anew.due().getFirst().number()).isEqualTo(2);
    }

    @Test
    void whatTheGatewayMayStillCarryOutIsAPersonsMatter() {
        ask(pay("k1"));
        Reconciliation unknown = comesTo(new Outcome.Unknown(1, "stripe-500", true), pay("k1"));
        Lookup mark = ((Next.RefreshAfter) unknown.next()).what().getFirst();
        given.after(Policy.ABSENT_AFTER);

        Reconciliation asked = given.reconciles(Observation.of(mark, List.of(), mark.objects()));

        Review review = ((Next.NeedsReview) asked.next()).review();
        assertThat(review.reason()).isEqualTo(Review.Reason.OUTCOME_UNKNOWN);
        assertThat(review.actions()).contains(new ReviewAction.GiveUp());

        given.reconciles(
                Observation.of(mark, List.of(), mark.objects()),
                List.of(),
                List.of(new ReviewDecision(review.number(), new ReviewAction.GiveUp(), "ann", "the bank says no")));

        assertThat(ask(pay("k2")).due()).hasSize(1);
        assertThat(given.lines()).contains("decision:1", "operation:1#2=given_up", "review:1=closed");
    }

    @Test
    void aCardThatMustNotBeTriedAgainIsNot() {
        ask(pay("k1"));
        comesTo(new Outcome.Declined(1, "lost_card", false), pay("k1"));

        Reconciliation same = ask(pay("k2"));
        Reconciliation other = ask(pay("k3", "pm_other"));

        assertThat(same.results().get("k2")).isEqualTo(PaymentResult.declined("lost_card", false, 1));
        assertThat(other.due()).hasSize(1);
    }

    @Test
    void S38_whatIsOpenIsVoidedBeforeAnotherWayIsCharged() {
        Reconciliation first = ask(pay("k1"));
        PaymentBuilder open = made(first).stage(Stage.OPEN, Payment.WaitsFor.SHOPPER);
        assertThat(word(comesTo(seen(open), pay("k1")), "k1")).isEqualTo("action_required");

        Reconciliation refresh = ask(pay("k2", "pm_other"));
        assertThat(refresh.next()).isInstanceOf(Next.RefreshAfter.class);
        Reconciliation voiding = given.reconciles(lookedUp(open), List.of(pay("k2", "pm_other")), List.of());
        assertThat(voiding.due()).containsExactly(new Operation.Void(header(voiding), "pi_1"));
        Reconciliation charging =
                comesTo(new Outcome.Seen(2, open.stage(Stage.CLOSED).made()), pay("k2", "pm_other"));

        assertThat(charging.due()).hasSize(1);
        assertThat(charging.due().getFirst()).isInstanceOf(Operation.Charge.class);
    }

    private static Observation lookedUp(PaymentBuilder payment) {
        return Observation.of(Lookup.of(payment.made()), List.of(payment.made()), dev.payonce.order.ExternalIds.NONE);
    }

    private static OperationHeader header(Reconciliation reconciled) {
        return reconciled.due().getFirst().header();
    }

    @Test
    void aVoidThatNeverReachedTheGatewayIsDueAgainAtOnce() {
        PaymentBuilder open = made(ask(pay("k1"))).stage(Stage.OPEN, Payment.WaitsFor.SHOPPER);
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
        PaymentBuilder open = made(ask(pay("k1"))).stage(Stage.OPEN, Payment.WaitsFor.SHOPPER);
        comesTo(seen(open), pay("k1"));

        Reconciliation again = given.reconciles(lookedUp(open), List.of(pay("k2")), List.of());

        assertThat(again.due()).isEmpty();
        assertThat(word(again, "k2")).isEqualTo("action_required");
    }

    @Test
    void S24_anOrderThatIsPaidIsNeverCharged() {
        comesTo(seen(made(ask(pay("k1"))).captured()), pay("k1"));

        Reconciliation later = ask(pay("k2", "pm_other"));

        assertThat(later.due()).isEmpty();
        assertThat(later.results().get("k2").of().payment()).isEqualTo("pi_1");
        assertThat(word(later, "k2")).isEqualTo("paid");
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED", "REFUNDED", "OTHER", "ON_HOLD"})
    void anOrderThatDoesNotWaitForMoneyIsNotCharged(Status status) {
        given.becomes(status);

        Reconciliation reconciled = ask(pay("k1"));

        assertThat(reconciled.due()).isEmpty();
        assertThat(word(reconciled, "k1")).isEqualTo("refused");
    }

    @Test
    void S29_anAmountThatCannotBeChargedIsRefused() {
        given.becomes(anOrder().total(Optional.of(new Money(0, "EUR"))));
        assertThat(ask(pay("k1")).results().get("k1").code()).isEqualTo("amount_not_payable");

        given.becomes(anOrder().total(Optional.empty()));
        assertThat(ask(pay("k2")).due()).isEmpty();
    }

    @Test
    void C8_aTotalThatIsRaisedDuringThreeDSecureGoesToReview() {
        Reconciliation reconciled = ask(pay("k1"));
        given.becomes(anOrder().total(Optional.of(new Money(9999, "EUR"))));

        Reconciliation seen = comesTo(seen(made(reconciled).captured()), pay("k1"));

        assertThat(word(seen, "k1")).isEqualTo("under_review");
        assertThat(given.lines()).doesNotContain("paid").contains("review:1");
    }

    @Test
    void C10_aTotalThatIsLoweredDuringThreeDSecureIsPaid() {
        Reconciliation reconciled = ask(pay("k1"));
        given.becomes(anOrder().total(Optional.of(new Money(4000, "EUR"))));

        Reconciliation paid = comesTo(seen(made(reconciled).captured()), pay("k1"));

        assertThat(word(paid, "k1")).isEqualTo("paid");
    }

    @Test
    void C8_anotherCurrencyDuringThreeDSecureGoesToReview() {
        Reconciliation reconciled = ask(pay("k1"));
        given.becomes(anOrder().total(Optional.of(new Money(4990, "USD"))));

        comesTo(seen(made(reconciled).captured()), pay("k1"));

        assertThat(given.lines()).doesNotContain("paid").contains("review:1");
    }

    @Test
    void C9_aPartCapturedInTheDashboardPaysAnOrderThatIsEditedToIt() {
        Reconciliation reconciled = ask(pay("k1"));
        given.becomes(anOrder().total(Optional.of(new Money(4000, "EUR"))));

        Reconciliation paid = comesTo(seen(made(reconciled).captured(4000)), pay("k1"));

        assertThat(word(paid, "k1")).isEqualTo("paid");
    }

    @Test
    void S17_cancellingWaitsForAChargeThatIsUnderWay() {
        Reconciliation reconciled = ask(new Request.Pay("k1", "stripe", "pm_visa", true, "", false));
        assertThat(reconciled.due()).hasSize(1);
        assertThat(word(ask(new Request.Cancel("c1")), "c1")).isEqualTo("observing");
        PaymentBuilder authorized = made(reconciled).stage(Stage.AUTHORIZED);

        Reconciliation voiding = comesTo(seen(authorized), new Request.Cancel("c1"));
        assertThat(voiding.due().getFirst()).isInstanceOf(Operation.Void.class);
        Reconciliation voided =
                comesTo(new Outcome.Seen(2, authorized.stage(Stage.CLOSED).made()), new Request.Cancel("c1"));

        assertThat(word(voided, "c1")).isEqualTo("cancelled");
        assertThat(given.status()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void anAuthorizationIsCapturedInParts() {
        Reconciliation reconciled = ask(new Request.Pay("k1", "stripe", "pm_visa", true, "", false));
        PaymentBuilder authorized = made(reconciled).stage(Stage.AUTHORIZED);
        comesTo(seen(authorized), new Request.Pay("k1", "stripe", "pm_visa", true, "", false));
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        Request part = new Request.Capture("c1", Optional.of(1000L), false);
        assertThat(given.reconciles(lookedUp(authorized), List.of(part), List.of())
                        .due())
                .containsExactly(new Operation.Capture(last(), "pi_1", new Money(1000, "EUR"), false));
        PaymentBuilder partly = authorized.captured(new Money(1000, "EUR")).stage(Stage.AUTHORIZED);
        assertThat(word(comesTo(new Outcome.Seen(2, partly.made()), part), "c1"))
                .isEqualTo("captured");
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);

        Request rest = new Request.Capture("c2", Optional.of(2000L), true);
        given.reconciles(lookedUp(partly), List.of(rest), List.of());
        Reconciliation done =
                comesTo(new Outcome.Seen(3, authorized.captured(3000).made()), rest);

        assertThat(word(done, "c2")).isEqualTo("paid");
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    private OperationHeader last() {
        return ((Fact.OperationCreated) given.ledger().stream()
                        .map(Entry::fact)
                        .filter(Fact.OperationCreated.class::isInstance)
                        .reduce((_, later) -> later)
                        .orElseThrow())
                .operation()
                .header();
    }

    @Test
    void moreThanWasAuthorizedIsNotCaptured() {
        PaymentBuilder authorized = made(ask(new Request.Pay("k1", "stripe", "pm_visa", true, "", false)))
                .stage(Stage.AUTHORIZED);
        comesTo(seen(authorized), new Request.Pay("k1", "stripe", "pm_visa", true, "", false));

        Reconciliation reconciled = given.reconciles(
                lookedUp(authorized), List.of(new Request.Capture("c1", Optional.of(4991L), true)), List.of());

        assertThat(reconciled.due()).isEmpty();
        assertThat(reconciled.results().get("c1").code()).isEqualTo("amount_not_authorized");
    }

    @Test
    void S22_aDecisionCountsOnce() {
        given.sees(PaymentBuilder.stripe("pi_1").captured(4000).tagged());
        Review review = given.review().orElseThrow();
        ReviewDecision accept =
                new ReviewDecision(review.number(), new ReviewAction.AcceptPaid("pi_1"), "ann", "agreed on the phone");
        PaymentBuilder payment =
                PaymentBuilder.stripe("pi_1").captured(4000).tagged().seenAt(given.now());

        given.reconciles(lookedUp(payment), List.of(), List.of(accept));
        int lines = given.lines().size();
        given.reconciles(
                lookedUp(payment),
                List.of(),
                List.of(accept, new ReviewDecision(1, new ReviewAction.Dismiss(), "bob", "?")));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.lines()).hasSize(lines);
    }

    @Test
    void whatWasDismissedIsNotAskedAgainUntilItChanges() {
        given.sees(PaymentBuilder.stripe("pi_1").captured(4000).tagged());
        given.reconciles(
                lookedUp(PaymentBuilder.stripe("pi_1").captured(4000).tagged().seenAt(given.now())),
                List.of(),
                List.of(new ReviewDecision(1, new ReviewAction.Dismiss(), "ann", "gift card")));

        given.after(Duration.ofHours(1));
        given.sees(PaymentBuilder.stripe("pi_1").captured(4000).tagged());
        assertThat(given.review()).isEmpty();

        given.sees(PaymentBuilder.stripe("pi_1").captured(4000).tagged().refund("re_1", Reversal.State.DONE, 100));
        assertThat(given.review()).isPresent();
    }
}
