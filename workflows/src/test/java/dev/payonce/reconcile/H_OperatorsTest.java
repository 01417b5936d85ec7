package dev.payonce.reconcile;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.Review;
import dev.payonce.review.Review.Reason;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An operator's choices: offered where they work, recorded always. */
class H_OperatorsTest {

    private final Given given = given(anOrder());

    private static ReviewDecision decision(Review review, ReviewAction action, String id) {
        return new ReviewDecision(review.number(), action, "ann", "agreed on the phone", id);
    }

    private Review review() {
        return given.review().orElseThrow();
    }

    private Stream<Fact.ReviewDecided> decided() {
        return given.ledger().stream()
                .map(line -> line.fact())
                .filter(Fact.ReviewDecided.class::isInstance)
                .map(Fact.ReviewDecided.class::cast);
    }

    private Observation sees(PaymentBuilder payment) {
        var seen = payment.seenAt(given.now()).made();
        return Observation.of(Lookup.of(seen), List.of(seen), ExternalIds.NONE);
    }

    @Nested
    class H21 {

        @Test
        void H21_OnlyChoicesThatWorkAreOffered() {
            given.sees(stripe("pi_1").captured(1000).tagged());

            assertThat(review().actions())
                    .containsExactly(
                            new ReviewAction.Refresh(),
                            new ReviewAction.AcceptPaid("pi_1"),
                            new ReviewAction.RefundDuplicate("pi_1"),
                            new ReviewAction.Dismiss());
        }

        @Test
        void H21_AnOrderThatIsMarkedPaidOffersNoAcceptPaid() {
            given.becomes(anOrder().paidBy());
            given.sees(stripe("pi_1").captured().tagged());

            assertThat(review().reason()).isEqualTo(Reason.PAID_OTHERWISE);
            assertThat(review().actions()).doesNotContain(new ReviewAction.AcceptPaid("pi_1"));
        }

        @Test
        void H21_ADisputedPaymentOffersNeither() {
            given.sees(stripe("pi_1").captured().tagged().dispute("dp_1", Reversal.State.OPEN, 1000));

            assertThat(review().reason()).isEqualTo(Reason.DISPUTED);
            assertThat(review().actions()).containsExactly(new ReviewAction.Refresh(), new ReviewAction.Dismiss());
        }

        @Test
        void H21_AMissingOrderOffersRefreshAndDismissOnly() {
            given.isDeleted();
            given.sees(stripe("pi_1").captured().tagged());

            assertThat(review().reason()).isEqualTo(Reason.ORDER_MISSING);
            assertThat(review().actions()).containsExactly(new ReviewAction.Refresh(), new ReviewAction.Dismiss());
        }

        /** The money went back at the gateway between the review and the decision. */
        @Test
        void H21_ADecisionWithoutEffectClosesNothing() {
            given.sees(stripe("pi_1").captured(1000).tagged());
            Review review = review();

            given.after(Duration.ofMinutes(1));
            given.reconciles(
                    sees(stripe("pi_1").captured(1000).tagged().dispute("dp_1", Reversal.State.OPEN, 1000)),
                    List.of(),
                    List.of(decision(review, new ReviewAction.AcceptPaid("pi_1"), "d1")));

            assertThat(decided().map(Fact.ReviewDecided::effect)).containsExactly(false);
            assertThat(given.status()).isEqualTo(Status.PENDING);
            assertThat(given.review()).isPresent();
        }

        @Test
        void H21_OnlyADismissalKeepsTheSameFactsSilent() {
            given.sees(stripe("pi_1").captured(1000).tagged());

            given.reconciles(
                    sees(stripe("pi_1").captured(1000).tagged()),
                    List.of(),
                    List.of(decision(review(), new ReviewAction.Dismiss(), "d1")));

            assertThat(given.review()).isEmpty();
            given.sees(stripe("pi_1").captured(1000).tagged());
            assertThat(given.review()).isEmpty();
        }
    }

    @Nested
    class H22 {

        private static final PaymentBuilder ONE = stripe("pi_1").captured(1000).claimed();
        private static final PaymentBuilder TWO = stripe("pi_2").captured(1100).claimed();

        /** Makes two refunds that operators decided, both without an answer: the gateway may still make either. */
        private Review twoInDoubt() {
            refund("pi_1");
            refund("pi_2");
            given.after(Policy.ABSENT_AFTER).sees(ONE, TWO);
            return review();
        }

        private void refund(String payment) {
            given.sees(ONE, TWO);
            Observation seen = sees(ONE).and(sees(TWO));
            Operation refund = given.reconciles(
                            seen,
                            List.of(),
                            List.of(decision(review(), new ReviewAction.RefundDuplicate(payment), payment)))
                    .due()
                    .getFirst();
            given.reconciles(Observation.of(new Outcome.Unknown(refund.number(), "stripe-500", true)));
        }

        @Test
        void H22_GiveUpGivesUpExactlyTheNamedOperation() {
            Review review = twoInDoubt();
            assertThat(review.actions()).contains(new ReviewAction.GiveUp(1), new ReviewAction.GiveUp(2));

            assertThat(given.reconciles(
                                    sees(ONE).and(sees(TWO)),
                                    List.of(),
                                    List.of(decision(review, new ReviewAction.GiveUp(1), "d1")))
                            .decided())
                    .containsExactly(new DecisionResult.Applied());

            assertThat(status(1)).isEqualTo(OperationStatus.GIVEN_UP);
            assertThat(status(2)).isEqualTo(OperationStatus.UNKNOWN);
            assertThat(review().actions()).contains(new ReviewAction.GiveUp(2));
        }

        @Test
        void H22_AnOperationDoneMeanwhileIsNotGivenUp() {
            Review review = twoInDoubt();

            Reconciliation again = given.reconciles(
                    sees(stripe("pi_1")
                                    .captured(1000)
                                    .claimed()
                                    .back(new Reversal(
                                            "re_1",
                                            Reversal.Kind.REFUND,
                                            Reversal.State.DONE,
                                            new Money(1000, "EUR"),
                                            Optional.of(1),
                                            Optional.empty())))
                            .and(sees(TWO)),
                    List.of(),
                    List.of(decision(review, new ReviewAction.GiveUp(1), "d1")));

            assertThat(status(1)).isEqualTo(OperationStatus.DONE);
            assertThat(again.decided()).containsExactly(new DecisionResult.NoEffect());
            assertThat(decided().reduce((_, last) -> last).orElseThrow().effect())
                    .isFalse();
        }

        private OperationStatus status(int operation) {
            return given.ledger().stream()
                    .map(line -> line.fact())
                    .filter(Fact.OperationResolved.class::isInstance)
                    .map(Fact.OperationResolved.class::cast)
                    .filter(resolved -> resolved.operation() == operation)
                    .reduce((_, last) -> last)
                    .orElseThrow()
                    .status();
        }
    }

    @Nested
    class H24 {

        @Test
        void H24_EveryRefreshDecisionIsOnRecord() {
            given.sees(stripe("pi_1").captured(1000).tagged());
            for (String id : List.of("d1", "d2", "d2")) {
                given.reconciles(
                        sees(stripe("pi_1").captured(1000).tagged()),
                        List.of(),
                        List.of(decision(review(), new ReviewAction.Refresh(), id)));
            }
            given.reconciles(
                    sees(stripe("pi_1").captured(1000).tagged()),
                    List.of(),
                    List.of(decision(review(), new ReviewAction.Dismiss(), "d3")));

            assertThat(decided().map(each -> each.decision().id())).containsExactly("d1", "d2", "d3");
        }
    }
}
