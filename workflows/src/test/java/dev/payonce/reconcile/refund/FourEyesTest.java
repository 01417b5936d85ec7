package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Fact;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.FourEyes;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tests of decisions that need two operators: the order asks 49.90 EUR, and 10.00 EUR were captured. */
class FourEyesTest {

    private static final PaymentBuilder WRONG =
            PaymentBuilder.stripe("pi_1").captured(1000).tagged();
    private static final ReviewAction ACCEPT = new ReviewAction.AcceptPaid("pi_1");
    private static final ReviewAction REFUND = new ReviewAction.RefundDuplicate("pi_1");

    private Given given = limit("5 EUR");

    private static Given limit(String limits) {
        return Given.given(anOrder(), Given.terms(FourEyes.of(limits).orElseThrow(), Policy.LateSuccess.REOPEN));
    }

    @BeforeEach
    void aReviewIsOpen() {
        given.sees(WRONG);
        assertThat(given.review()).isPresent();
    }

    private static ReviewDecision by(String who, ReviewAction action) {
        return new ReviewDecision(1, action, who, "agreed on the phone");
    }

    private static ReviewDecision again(String who, ReviewAction action) {
        return new ReviewDecision(1, action, who, "the shopper has called again");
    }

    private List<DecisionResult> decide(ReviewDecision... decisions) {
        return reconciles(decisions).decided();
    }

    private Reconciliation reconciles(ReviewDecision... decisions) {
        return given.reconciles(given.observed(Duration.ZERO, WRONG), List.of(), List.of(decisions));
    }

    private DecisionResult.Proposed proposed() {
        return new DecisionResult.Proposed(given.now().plus(FourEyes.WITHIN));
    }

    private Stream<Fact.ReviewDecided> decided() {
        return given.ledger().stream()
                .map(line -> line.fact())
                .filter(Fact.ReviewDecided.class::isInstance)
                .map(Fact.ReviewDecided.class::cast);
    }

    @Test
    void aDecisionAboveTheLimitIsProposedAndDoesNothing() {
        Reconciliation first = reconciles(by("ann", REFUND));

        assertThat(first.decided()).containsExactly(proposed());
        assertThat(first.due()).isEmpty();
        assertThat(given.review()).isPresent();
        assertThat(given.lines()).endsWith("proposal:1");
    }

    @Test
    void aSecondOperatorsSameDecisionCarriesItOutAndBothAreOnRecord() {
        decide(by("ann", REFUND));

        Reconciliation second = reconciles(by("bob", REFUND));

        assertThat(second.decided()).containsExactly(new DecisionResult.Applied());
        assertThat(second.due()).hasSize(1);
        assertThat(decided()).containsExactly(new Fact.ReviewDecided(by("bob", REFUND), true, "ann"));
        assertThat(given.ledger())
                .filteredOn(line -> line.fact() instanceof Fact.ReviewDecided)
                .extracting(line -> line.actor())
                .containsExactly("operator ann and bob");
    }

    /** A second token of the same name is the same operator. */
    @Test
    void theProposerDoesNotApproveTheOwnProposal() {
        decide(by("ann", REFUND));
        int lines = given.lines().size();

        assertThat(decide(by("ann", REFUND), new ReviewDecision(1, REFUND, "ann", "I insist")))
                .containsExactly(proposed(), proposed());
        assertThat(given.lines()).hasSize(lines);
    }

    @Test
    void anApprovalThatIsSentTwiceCountsOnce() {
        decide(by("ann", REFUND));

        Reconciliation both = reconciles(by("bob", REFUND), by("bob", REFUND));
        Reconciliation again = reconciles(by("bob", REFUND));

        assertThat(both.due()).hasSize(1);
        assertThat(again.decided()).containsExactly(new DecisionResult.Applied());
        assertThat(given.lines())
                .filteredOn(line -> line.startsWith("operation:"))
                .hasSize(1);
        assertThat(decided()).hasSize(1);
    }

    @Test
    void twoOperatorsAtOneMomentAreAProposalAndItsApproval() {
        assertThat(decide(by("ann", REFUND), by("bob", REFUND)))
                .containsExactly(proposed(), new DecisionResult.Applied());
        assertThat(given.lines())
                .filteredOn(line -> line.startsWith("operation:"))
                .hasSize(1);
    }

    /** Bob proposes the contrary, so an approval of the first proposal is a proposal again. */
    @Test
    void aProposalThatWasReplacedIsNotApproved() {
        decide(by("ann", REFUND));
        decide(by("bob", ACCEPT));

        assertThat(decide(by("carol", REFUND))).containsExactly(proposed());
        assertThat(decided()).isEmpty();
        assertThat(given.status()).isEqualTo(Status.PENDING);
    }

    @Test
    void aProposalIsOverAfterADay() {
        decide(by("ann", REFUND));
        given.after(FourEyes.WITHIN);

        assertThat(decide(by("bob", REFUND))).containsExactly(proposed());
        assertThat(decide(again("ann", REFUND))).containsExactly(new DecisionResult.Applied());
        assertThat(decided()).extracting(Fact.ReviewDecided::proposedBy).containsExactly("bob");
    }

    /** Bob reads Ann's sealed decision in Temporal's history, and sends its copy after her proposal is over. */
    @Test
    void aCopyOfADecisionIsNeitherAProposalNorAnApproval() {
        decide(by("ann", REFUND));
        given.after(FourEyes.WITHIN);
        int lines = given.lines().size();

        assertThat(decide(by("ann", REFUND))).hasOnlyElementsOfType(DecisionResult.NotOffered.class);
        assertThat(given.lines()).hasSize(lines);

        decide(by("bob", REFUND));
        assertThat(decide(by("ann", REFUND))).hasOnlyElementsOfType(DecisionResult.NotOffered.class);
        assertThat(decided()).isEmpty();
    }

    /** A callback shows other facts before the approval: the review is closed with its proposal, and another one is open. */
    @Test
    void anApprovalAfterTheFactsChangedDecidesNothing() {
        decide(by("ann", REFUND));
        given.sees(WRONG.refund("re_1", Reversal.State.DONE, 100));

        assertThat(given.review().orElseThrow().number()).isEqualTo(2);
        assertThat(given.reconciles(
                                given.observed(Duration.ZERO, WRONG.refund("re_1", Reversal.State.DONE, 100)),
                                List.of(),
                                List.of(by("bob", REFUND)))
                        .decided())
                .containsExactly(new DecisionResult.NotOpen());
    }

    /** The callback and the approval are reconciled together: the amount is another one, which no operator has proposed. */
    @Test
    void anApprovalThatCrossesACallbackDoesNotRefundAnotherAmount() {
        decide(by("ann", REFUND));

        Reconciliation crossed = given.reconciles(
                given.observed(Duration.ZERO, WRONG.refund("re_1", Reversal.State.DONE, 100)),
                List.of(),
                List.of(by("bob", REFUND)));

        assertThat(crossed.due()).isEmpty();
        assertThat(decided()).isEmpty();
    }

    @Test
    void toAcceptLessThanAskedIsMeasuredByWhatTheOrderAsks() {
        given = limit("49.90 EUR");
        given.sees(WRONG);
        assertThat(decide(by("ann", ACCEPT))).containsExactly(new DecisionResult.Applied());

        given = limit("49.89 EUR");
        given.sees(WRONG);
        assertThat(decide(by("ann", ACCEPT))).containsExactly(proposed());
    }

    /** The whole was captured, and a part went back since: to accept it accepts less than the order asks. */
    @Test
    void refundedMoneyIsNoPartOfWhatIsAccepted() {
        PaymentBuilder reduced =
                PaymentBuilder.stripe("pi_1").captured(6000).tagged().refund("re_1", Reversal.State.DONE, 5500);
        given = limit("5 EUR");
        given.sees(reduced);

        assertThat(given.reconciles(given.observed(Duration.ZERO, reduced), List.of(), List.of(by("ann", ACCEPT)))
                        .decided())
                .containsExactly(proposed());
    }

    @Test
    void anotherCurrencyAlwaysNeedsTwoAndADismissalNever() {
        given = limit("1000000 USD");
        given.sees(WRONG);

        assertThat(decide(by("ann", REFUND))).containsExactly(proposed());
        assertThat(decide(by("ann", new ReviewAction.Dismiss()))).containsExactly(new DecisionResult.Applied());
    }

    @Test
    void limitsHaveACurrencyEachAndNoneTwice() {
        assertThat(FourEyes.of("500 EUR, 0.5 KWD"))
                .hasValue(new FourEyes(List.of(new Money(50_000, "EUR"), new Money(500, "KWD"))));
        assertThat(Stream.of("", "500", "EUR", "-1 EUR", "5 EUR, 6 EUR", "5 eur", "1e3 EUR")
                        .map(FourEyes::of))
                .allMatch(java.util.Optional::isEmpty);
    }

    /** Its sender may have written any name: Ann by the API and "bob" by Temporal may be one person. */
    @Test
    void aDecisionByWayOfTemporalAloneIsNeverTheSecondPersonNorTheFirst() {
        assertThat(decide(by("ann", REFUND), by("temporal:bob", REFUND))).containsOnly(proposed());
        int lines = given.lines().size();
        assertThat(decide(by("temporal:cid", ACCEPT), by("temporal:dan", ACCEPT)))
                .hasOnlyElementsOfType(DecisionResult.NotOffered.class);
        assertThat(given.lines()).hasSize(lines);
        assertThat(decide(by("ann", ACCEPT))).containsOnly(proposed());
        assertThat(decided()).isEmpty();

        decide(by("bob", ACCEPT));

        assertThat(decided())
                .singleElement()
                .satisfies(known -> assertThat(known.decision().who()).isEqualTo("bob"));
    }
}
