package dev.payonce.reconcile;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.reason;
import static dev.payonce.reconcile.Given.refresh;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.TagQuery;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
import dev.payonce.request.Request;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.Review;
import dev.payonce.review.Review.Reason;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReviewRulesTest {

    private static final PaymentBuilder WRONG = stripe("pi_1").captured(100).tagged();

    @Test
    void theSameFactsAreAskedOnce() {
        Given given = given(anOrder());

        Reconciliation first = given.sees(WRONG);
        Reconciliation second = given.after(Duration.ofDays(1)).sees(WRONG);

        assertThat(second.next()).isEqualTo(first.next());
        assertThat(given.lines()).containsExactly("payment:pi_1#1=captured", "review:1");
    }

    @Test
    void changedFactsOpenANewReviewAndCloseTheOldOne() {
        Given given = given(anOrder());
        given.sees(WRONG);

        Reconciliation reconciled = given.sees(WRONG.refund("re_1", State.DONE, 10));

        assertThat(((Next.NeedsReview) reconciled.next()).review().number()).isEqualTo(2);
        assertThat(given.lines()).endsWith("review:2", "review:1=closed");
        assertThat(given.review().orElseThrow().number()).isEqualTo(2);
    }

    /** The order's total is one of the two values that are shown; an edited one used to stay as it was asked. */
    @Test
    void anEditedTotalIsAnotherFact() {
        Given given = given(anOrder());
        given.sees(WRONG);

        given.becomes(anOrder().total("39.90", "EUR")).sees(WRONG);

        assertThat(given.review().orElseThrow().lines().getFirst()).contains("39.90 EUR");
    }

    @Test
    void anEditedTotalThatFitsResultsTheReviewByItself() {
        Given given = given(anOrder());
        given.sees(WRONG);

        Reconciliation reconciled =
                given.becomes(anOrder().total("1.00", "EUR")).sees(WRONG);

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(reconciled.next()).isEqualTo(new Next.Rest());
        assertThat(given.review()).isEmpty();
    }

    @Test
    void aClosedReviewWhoseCauseComesBackIsOpenedAgain() {
        Given given = given(anOrder());
        given.sees(WRONG);
        given.becomes(anOrder().total("1.01", "EUR")).sees(WRONG.refund("re_1", State.PENDING, 100));
        given.becomes(anOrder());

        Reconciliation reconciled = given.sees(WRONG.refund("re_1", State.FAILED, 100));

        assertThat(reason(reconciled)).isEqualTo(Reason.AMOUNT_DIFFERS);
        assertThat(given.review().orElseThrow().number()).isEqualTo(2);
    }

    @Test
    void severalMattersAreOneReviewWithTheMostSevereReason() {
        Given given = given(anOrder());
        PaymentBuilder approved = stripe("pi_0").stage(Stage.APPROVED).tagged();

        Reconciliation reconciled = given.sees(approved, WRONG);

        Review review = ((Next.NeedsReview) reconciled.next()).review();
        assertThat(review.reason()).isEqualTo(Reason.AMOUNT_DIFFERS);
        assertThat(review.lines()).hasSize(2);
        assertThat(review.about()).containsExactly(new Lookup("stripe", ExternalIds.of("pi_0", "pi_1")));
        assertThat(given.sees(WRONG, approved).next()).isEqualTo(reconciled.next());
    }

    @Test
    void theMostSevereReasonComesFirstInAnyOrder() {
        Reconciliation reconciled = given(anOrder())
                .sees(
                        stripe("pi_1")
                                .captured()
                                .dispute("dp_1", State.OPEN, 4990)
                                .tagged(),
                        PaymentBuilder.of("pi_2", new Money(100, "EUR"))
                                .stage(Stage.AUTHORIZED)
                                .tagged());

        assertThat(reason(reconciled)).isEqualTo(Reason.AMOUNT_DIFFERS);
    }

    @Test
    void oneIdThatTwoGatewaysDoNotKnowIsLookedForAtBoth() {
        Given given = given(anOrder());
        ExternalIds nine = ExternalIds.of("id_9");

        Reconciliation reconciled = given.reconciles(new Observation(
                List.of(), List.of(), List.of(new Lookup("paypal", nine), new Lookup("stripe", nine)), nine));

        assertThat(reconciled.next())
                .isEqualTo(new Next.RefreshAfter(
                        Policy.RefreshIntervals.DEFAULT.first(),
                        List.of(new Lookup("paypal", nine), new Lookup("stripe", nine))));
    }

    @Test
    void anOpenReviewIsOnlyJudgedWhenEverythingThatItIsAboutWasSeen() {
        Given given = given(anOrder());
        given.sees(WRONG);

        Reconciliation reconciled =
                given.sees(stripe("pi_2").stage(Stage.PENDING).tagged());

        assertThat(reconciled.next()).isEqualTo(refresh(Duration.ZERO, "pi_1", "pi_2"));
        assertThat(given.review().orElseThrow().number()).isEqualTo(1);
    }

    @Test
    void aPaymentThatWasNotFoundIsLookedForAgainBesideAnOpenReview() {
        Given given = given(anOrder());
        given.sees(WRONG);

        assertThat(given.doesNotFind("pi_9").next()).isEqualTo(refresh(Duration.ZERO, "pi_1", "pi_9"));
    }

    @Test
    void whileItIsOpenItsPaymentsAreRefreshedDaily() {
        Reconciliation reconciled = given(anOrder()).sees(WRONG);

        assertThat(((Next.NeedsReview) reconciled.next()).meanwhile())
                .isEqualTo(refresh(Policy.REVIEW_REFRESH, "pi_1"));
    }

    /** A review used to end all refreshes: a callback's unknown object was forgotten beside it. */
    @Test
    void aReviewDoesNotEndTheRefreshAtWhatIsStillUnderWay() {
        Given given = given(anOrder());
        Payment wrong = WRONG.seenAt(given.now()).made();

        Reconciliation reconciled = given.reconciles(Observation.of(
                new Lookup("stripe", ExternalIds.of("pi_1", "pi_9")), List.of(wrong), ExternalIds.of("pi_9")));

        assertThat(reason(reconciled)).isEqualTo(Reason.AMOUNT_DIFFERS);
        assertThat(((Next.NeedsReview) reconciled.next()).meanwhile())
                .isEqualTo(refresh(Policy.RefreshIntervals.DEFAULT.first(), "pi_1", "pi_9"));
    }

    @Test
    void aPaymentUnknownToTheGatewayIsLookedForAndThenReviewed() {
        Given given = given(anOrder());

        assertThat(given.doesNotFind("pi_9").next())
                .isEqualTo(refresh(Policy.RefreshIntervals.DEFAULT.first(), "pi_9"));
        given.after(Policy.NOT_FOUND_FOR.minusMillis(1));
        assertThat(given.doesNotFind("pi_9").next()).isEqualTo(refresh(Policy.NOT_FOUND_FOR.minusMillis(1), "pi_9"));
        given.after(Duration.ofMillis(1));
        assertThat(reason(given.doesNotFind("pi_9"))).isEqualTo(Reason.NOT_FOUND);
        assertThat(given.review().orElseThrow().lines().getFirst()).contains("pi_9");
        assertThat(given.lines()).containsExactly("notFound:pi_9", "review:1");
    }

    @Test
    void anIdOnTheOrderThatTheGatewayDoesNotKnowIsNoMatter() {
        Given given = given(anOrder().naming("old-id"));

        assertThat(given.doesNotFind("old-id").next()).isEqualTo(new Next.Rest());
        assertThat(given.lines()).isEmpty();
    }

    /** Two lookups at one gateway report a missing object twice; its second line used to get another one's time. */
    @Test
    void anObjectThatIsMissingTwiceIsMissingOnce() {
        Given given = given(anOrder());
        Lookup nine = new Lookup("stripe", ExternalIds.of("pi_9"));
        given.doesNotFind("pi_9");
        given.after(Policy.NOT_FOUND_FOR);

        given.reconciles(new Observation(
                List.of(),
                List.of(),
                List.of(nine, new Lookup("stripe", ExternalIds.of("pi_8")), nine),
                ExternalIds.of("pi_8", "pi_9")));

        assertThat(given.review().orElseThrow().lines()).hasSize(1);
    }

    @Test
    void aPaymentThatTurnsUpClosesItsReview() {
        Given given = given(anOrder());
        given.doesNotFind("pi_1");
        given.after(Policy.NOT_FOUND_FOR).doesNotFind("pi_1");

        Reconciliation reconciled = given.sees(stripe("pi_1").captured().tagged());

        assertThat(reconciled.next()).isEqualTo(new Next.Rest());
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    /** A search by our tag finds nothing before the first charge. */
    @Test
    void aSearchThatFindsNothingIsNoMissingPayment() {
        Given given = given(anOrder());
        String query = TagQuery.all(given.order(), given.now()).text();

        given.doesNotFind(query);

        assertThat(given.lines()).isEmpty();
    }

    @Test
    void anOperatorsDecisionAboutADeletedOrderIsAnswered() {
        Given given = given(anOrder());
        given.isDeleted();
        PaymentBuilder paid = stripe("pi_1").captured().tagged();
        given.sees(paid);

        Reconciliation decided = given.reconciles(
                given.observed(Duration.ZERO, paid),
                List.of(),
                List.of(new ReviewDecision(1, new ReviewAction.Dismiss(), "ann", "paid back in cash")));

        assertThat(decided.decided()).containsExactly(new DecisionResult.Applied());
        assertThat(given.review()).isEmpty();
    }

    /** The request and the review come of the same batch. */
    @Test
    void aCaptureThatIsRequestedNowNeedsNoReview() {
        Given given = given(anOrder());
        PaymentBuilder lapsing = stripe("pi_1")
                .tagged()
                .stage(Stage.AUTHORIZED)
                .until(given.now().plus(Duration.ofHours(9)));

        Reconciliation both = given.reconciles(
                given.observed(Duration.ZERO, lapsing),
                List.of(new Request.Capture("c1", Optional.empty(), true, "")),
                List.of());

        assertThat(both.due()).singleElement().isInstanceOf(Operation.Capture.class);
        assertThat(given.review()).isEmpty();
    }

    /** The capture is of another payment than the one in review. */
    @Test
    void aReviewOfAnotherMatterStaysWhileACaptureIsRequested() {
        Given given = given(anOrder());
        PaymentBuilder lapsing = stripe("pi_1")
                .tagged()
                .stage(Stage.AUTHORIZED)
                .until(given.now().plus(Duration.ofHours(9)));
        PaymentBuilder other = stripe("pi_2").claimed().stage(Stage.APPROVED);

        given.reconciles(
                given.observed(Duration.ZERO, lapsing, other),
                List.of(new Request.Capture("c1", Optional.empty(), true, "")),
                List.of());

        assertThat(given.review().orElseThrow().objects().all()).containsExactly("pi_2");
    }
}
