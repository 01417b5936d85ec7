package dev.payonce.reconcile;

import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.payonce.ledger.Entry;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tests of case 37: each operator gets the result of the own decision. */
class H_DecisionResultTest {

    private static final PaymentBuilder WRONG =
            PaymentBuilder.stripe("pi_1").captured(1000).tagged();
    private static final ReviewDecision ACCEPTS =
            new ReviewDecision(1, new ReviewAction.AcceptPaid("pi_1"), "ann", "rounded");
    private static final ReviewDecision DISMISSES =
            new ReviewDecision(1, new ReviewAction.Dismiss(), "bob", "paid back by hand");

    private final Given given = Given.given(anOrder());

    @BeforeEach
    void aReviewIsOpen() {
        given.sees(WRONG);
        assertThat(given.review()).isPresent();
    }

    private List<DecisionResult> decide(ReviewDecision... decisions) {
        return given.reconciles(given.observed(Duration.ZERO, WRONG), List.of(), List.of(decisions))
                .decided();
    }

    @Test
    void S22_aDecisionCountsOnce() {
        decide(ACCEPTS);
        int lines = given.lines().size();

        decide(ACCEPTS, new ReviewDecision(1, new ReviewAction.Dismiss(), "bob", "?"));

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.lines()).hasSize(lines);
    }

    @Test
    void aDismissedReviewIsNotOpenedAgainUntilItChanges() {
        decide(DISMISSES);

        given.after(Duration.ofHours(1)).sees(WRONG);
        assertThat(given.review()).isEmpty();

        given.sees(WRONG.refund("re_1", Reversal.State.DONE, 100));
        assertThat(given.review()).isPresent();
    }

    @Test
    void H37_TheSecondOperatorLearnsWhoDecidedWhat() {
        assertThat(decide(DISMISSES, ACCEPTS))
                .containsExactly(
                        new DecisionResult.Applied(),
                        new DecisionResult.AlreadyDecided("bob", new ReviewAction.Dismiss(), given.now()));
    }

    @Test
    void H37_ADecisionAfterTheReviewClosedLearnsWhoDecidedWhat() {
        decide(ACCEPTS);

        assertThat(decide(DISMISSES))
                .containsExactly(new DecisionResult.AlreadyDecided("ann", ACCEPTS.action(), given.now()));
    }

    /** A retry of the transaction reads its own first try. */
    @Test
    void H37_TheSameDecisionAgainIsApplied() {
        assertThat(decide(ACCEPTS)).containsExactly(new DecisionResult.Applied());
        assertThat(decide(ACCEPTS)).containsExactly(new DecisionResult.Applied());
    }

    @Test
    void H37_AReviewThatNeverWasIsNotOpen() {
        assertThat(decide(new ReviewDecision(7, new ReviewAction.Dismiss(), "ann", "typo")))
                .containsExactly(new DecisionResult.NotOpen());
    }

    @Test
    void H37_AnActionThatTheReviewDoesNotOfferNamesThoseItDoes() {
        Review open = given.review().orElseThrow();

        assertThat(decide(new ReviewDecision(1, new ReviewAction.GiveUp(1), "ann", "tired")))
                .containsExactly(new DecisionResult.NotOffered(open.actions()));
    }

    /** A request and two decisions come beside a callback: each line bears the name of the one that brought it about. */
    @Test
    void H37_EachLineBearsItsOwnActor() {
        given.reconciles(
                given.observed(Duration.ZERO, WRONG),
                List.of(PaymentFixture.refund("r1", 500)),
                List.of(ACCEPTS, DISMISSES));

        assertThat(given.ledger())
                .extracting(Entry::name, Entry::actor)
                .containsExactly(
                        tuple("payment:pi_1#1=captured", "test"),
                        tuple("review:1", "test"),
                        tuple("paid", "operator ann"),
                        tuple("decision:1", "operator ann"),
                        tuple("review:1=closed", "operator ann"),
                        tuple("operation:2", "request r1"));
    }

    @Test
    void H37_ALaterObservationIsNotTheOperatorsDoing() {
        decide(ACCEPTS);

        given.sees(WRONG.refund("re_1", Reversal.State.DONE, 1000));

        assertThat(given.ledger())
                .filteredOn(
                        line -> line.name().startsWith("refund:") || line.name().startsWith("status:"))
                .extracting(Entry::actor)
                .containsExactly("test", "test");
    }
}
