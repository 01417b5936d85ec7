package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.gateway.TagQuery;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Duration;
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
        return new Request.Pay(key, "stripe", method, false, "", false, "");
    }

    private static String word(Reconciliation reconciled, String key) {
        return reconciled.results().get(key).word();
    }

    @Test
    void aChargeIsRecordedBeforeItIsSentAndAsksTheOrdersTotal() {
        Reconciliation reconciled = given.asks(pay("k1"));

        assertThat(given.lines()).containsExactly("operation:1");
        Operation.Charge charge = (Operation.Charge) reconciled.due().getFirst();
        assertThat(charge.money()).isEqualTo(new Money(4990, "EUR"));
        assertThat(charge.header().notAfter()).isEqualTo(given.now().plus(Policy.CHARGE_WITHIN));
        assertThat(word(reconciled, "k1")).isEqualTo("carrying_out");
    }

    @Test
    void S01_twoRequestsAtOnceAreOneChargeAndGetOneAnswer() {
        Reconciliation reconciled = given.asks(pay("k1"), pay("k2", "pm_other"));
        assertThat(reconciled.due()).hasSize(1);

        Reconciliation paid =
                given.comesTo(given.outcome(Given.made(reconciled).captured()), pay("k1"), pay("k2", "pm_other"));

        assertThat(paid.results().get("k1")).isEqualTo(paid.results().get("k2"));
        assertThat(word(paid, "k1")).isEqualTo("paid");
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void S03_theSameKeyForSomethingElseIsRefusedAndChargesNothing() {
        Reconciliation reconciled = given.asks(pay("k1"));
        given.comesTo(given.outcome(Given.made(reconciled).captured()), pay("k1"));

        Reconciliation again = given.asks(pay("k1", "pm_other"));

        assertThat(word(again, "k1")).isEqualTo("busy");
        assertThat(again.due()).isEmpty();
    }

    @Test
    void S04_anUnknownOutcomeIsLookedUpByOurTagAndPaysTheOrder() {
        Reconciliation reconciled = given.asks(pay("k1"));
        Reconciliation unknown = given.comesTo(new Outcome.Unknown(1, "stripe-timeout", false), pay("k1"));

        assertThat(word(unknown, "k1")).isEqualTo("outcome_unknown");
        assertThat(unknown.due()).isEmpty();
        Lookup mark = ((Next.RefreshAfter) unknown.next()).what().getFirst();
        assertThat(mark.objects().all()).allMatch(text -> TagQuery.parse(text).isPresent());

        Reconciliation found = given.reconciles(Observation.of(
                mark, List.of(Given.made(reconciled).captured().made()), dev.payonce.order.ExternalIds.NONE));

        assertThat(found.results().get("k1").word()).isEqualTo("paid");
    }

    @Test
    void S05_nothingNewIsChargedWhileAnOutcomeIsUnknown() {
        given.asks(pay("k1"));
        given.comesTo(new Outcome.Unknown(1, "stripe-timeout", false), pay("k1"));

        Reconciliation other = given.asks(pay("k2", "pm_other"));

        assertThat(other.due()).isEmpty();
        assertThat(word(other, "k2")).isEqualTo("outcome_unknown");
    }

    @Test
    void S05_onlyAChargeThatIsProvenAbsentMayBeReplaced() {
        given.asks(pay("k1"));
        Reconciliation unknown = given.comesTo(new Outcome.Unknown(1, "too-late", false), pay("k1"));
        Lookup mark = ((Next.RefreshAfter) unknown.next()).what().getFirst();
        given.after(Policy.CHARGE_WITHIN);

        Reconciliation absent = given.reconciles(Observation.of(mark, List.of(), mark.objects()));
        Reconciliation again = given.asks(pay("k2"));

        assertThat(absent.results().get("k1").code()).isEqualTo("not_carried_out");
        assertThat(again.due()).hasSize(1);
        assertThat(again.due().getFirst().number()).isEqualTo(2);
    }

    @Test
    void aChargeThatTheGatewayMayStillCarryOutIsAPersonsMatter() {
        given.asks(pay("k1"));
        Reconciliation unknown = given.comesTo(new Outcome.Unknown(1, "stripe-500", true), pay("k1"));
        Lookup mark = ((Next.RefreshAfter) unknown.next()).what().getFirst();
        given.after(Policy.ABSENT_AFTER);

        Reconciliation asked = given.reconciles(Observation.of(mark, List.of(), mark.objects()));

        Review review = ((Next.NeedsReview) asked.next()).review();
        assertThat(review.reason()).isEqualTo(Review.Reason.OUTCOME_UNKNOWN);
        assertThat(review.actions()).contains(new ReviewAction.GiveUp(1));
        assertThat(((Next.NeedsReview) asked.next()).meanwhile().after())
                .as("it may come at any moment")
                .isLessThan(Policy.REVIEW_REFRESH);

        given.reconciles(
                Observation.of(mark, List.of(), mark.objects()),
                List.of(),
                List.of(new ReviewDecision(review.number(), new ReviewAction.GiveUp(1), "ann", "the bank says no")));

        assertThat(given.asks(pay("k2")).due()).hasSize(1);
        assertThat(given.lines()).contains("decision:1", "operation:1#2=given_up", "review:1=closed");
    }

    @Test
    void aCardThatMustNotBeTriedAgainIsNot() {
        given.asks(pay("k1"));
        given.comesTo(new Outcome.Declined(1, "lost_card", false), pay("k1"));

        Reconciliation same = given.asks(pay("k2"));
        Reconciliation other = given.asks(pay("k3", "pm_other"));

        assertThat(same.results().get("k2")).isEqualTo(PaymentResult.declined("lost_card", false, 1));
        assertThat(other.due()).hasSize(1);
    }

    @Test
    void S38_anOpenPaymentIsVoidedBeforeAnotherWayIsCharged() {
        Reconciliation first = given.asks(pay("k1"));
        PaymentBuilder open = Given.made(first).stage(Stage.OPEN, Payment.WaitsFor.SHOPPER);
        assertThat(word(given.comesTo(given.outcome(open), pay("k1")), "k1")).isEqualTo("action_required");

        Reconciliation refresh = given.asks(pay("k2", "pm_other"));
        assertThat(refresh.next()).isInstanceOf(Next.RefreshAfter.class);
        Reconciliation voiding =
                given.reconciles(given.observed(Duration.ZERO, open), List.of(pay("k2", "pm_other")), List.of());
        assertThat(voiding.due()).containsExactly(new Operation.Void(header(voiding), "pi_1"));
        Reconciliation charging =
                given.comesTo(new Outcome.Seen(2, open.stage(Stage.CLOSED).made()), pay("k2", "pm_other"));

        assertThat(charging.due()).hasSize(1);
        assertThat(charging.due().getFirst()).isInstanceOf(Operation.Charge.class);
    }

    private static OperationHeader header(Reconciliation reconciled) {
        return reconciled.due().getFirst().header();
    }

    @Test
    void aVoidThatNeverReachedTheGatewayIsDueAgainAtOnce() {
        PaymentBuilder open = Given.made(given.asks(pay("k1"))).stage(Stage.OPEN, Payment.WaitsFor.SHOPPER);
        given.comesTo(given.outcome(open), pay("k1"));
        given.becomes(Status.CANCELLED);
        given.comesTo(new Outcome.Unknown(given.sees(open).due().getFirst().number(), "stripe-timeout", false));

        given.after(Policy.ABSENT_AFTER);

        assertThat(given.sees(open).due())
                .singleElement()
                .satisfies(due -> assertThat(due).isInstanceOf(Operation.Void.class));
    }

    @Test
    void aReloadGoesOnWithWhatIsOpen() {
        PaymentBuilder open = Given.made(given.asks(pay("k1"))).stage(Stage.OPEN, Payment.WaitsFor.SHOPPER);
        given.comesTo(given.outcome(open), pay("k1"));

        Reconciliation again = given.reconciles(given.observed(Duration.ZERO, open), List.of(pay("k2")), List.of());

        assertThat(again.due()).isEmpty();
        assertThat(word(again, "k2")).isEqualTo("action_required");
    }

    @Test
    void S24_anOrderThatIsPaidIsNeverCharged() {
        given.comesTo(given.outcome(Given.made(given.asks(pay("k1"))).captured()), pay("k1"));

        Reconciliation later = given.asks(pay("k2", "pm_other"));

        assertThat(later.due()).isEmpty();
        assertThat(later.results().get("k2").of().payment()).isEqualTo("pi_1");
        assertThat(word(later, "k2")).isEqualTo("paid");
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED", "REFUNDED", "OTHER", "ON_HOLD"})
    void anOrderThatDoesNotWaitForMoneyIsNotCharged(Status status) {
        given.becomes(status);

        Reconciliation reconciled = given.asks(pay("k1"));

        assertThat(reconciled.due()).isEmpty();
        assertThat(word(reconciled, "k1")).isEqualTo("refused");
    }

    @Test
    void S29_anAmountThatCannotBeChargedIsRefused() {
        given.becomes(anOrder().total(Optional.of(new Money(0, "EUR"))));
        assertThat(given.asks(pay("k1")).results().get("k1").code()).isEqualTo("amount_not_payable");

        given.becomes(anOrder().total(Optional.empty()));
        assertThat(given.asks(pay("k2")).due()).isEmpty();
    }

    @Test
    void C8_aTotalThatIsRaisedDuringThreeDSecureGoesToReview() {
        Reconciliation reconciled = given.asks(pay("k1"));
        given.becomes(anOrder().total(Optional.of(new Money(9999, "EUR"))));

        Reconciliation seen = given.comesTo(given.outcome(Given.made(reconciled).captured()), pay("k1"));

        assertThat(word(seen, "k1")).isEqualTo("under_review");
        assertThat(given.lines()).doesNotContain("paid").contains("review:1");
    }

    @Test
    void C10_aTotalThatIsLoweredDuringThreeDSecureIsPaid() {
        Reconciliation reconciled = given.asks(pay("k1"));
        given.becomes(anOrder().total(Optional.of(new Money(4000, "EUR"))));

        Reconciliation paid = given.comesTo(given.outcome(Given.made(reconciled).captured()), pay("k1"));

        assertThat(word(paid, "k1")).isEqualTo("paid");
    }

    @Test
    void C8_anotherCurrencyDuringThreeDSecureGoesToReview() {
        Reconciliation reconciled = given.asks(pay("k1"));
        given.becomes(anOrder().total(Optional.of(new Money(4990, "USD"))));

        given.comesTo(given.outcome(Given.made(reconciled).captured()), pay("k1"));

        assertThat(given.lines()).doesNotContain("paid").contains("review:1");
    }

    @Test
    void C9_aPartCapturedInTheDashboardPaysAnOrderThatIsEditedToIt() {
        Reconciliation reconciled = given.asks(pay("k1"));
        given.becomes(anOrder().total(Optional.of(new Money(4000, "EUR"))));

        Reconciliation paid = given.comesTo(given.outcome(Given.made(reconciled).captured(4000)), pay("k1"));

        assertThat(word(paid, "k1")).isEqualTo("paid");
    }
}
