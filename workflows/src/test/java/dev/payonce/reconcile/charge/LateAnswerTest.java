package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentFixture.pay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Outcome;
import dev.payonce.gateway.TagQuery;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An answer that comes, or is lost, after its operation was taken for absent, given up or refused. */
class LateAnswerTest {

    private static final Duration SHORT = Duration.ofSeconds(5);
    private final Given given = given(anOrder());

    /** The run was reset at minute 20, sent the charge again inside its notAfter, and lost the answer again. */
    @Test
    void aChargeThatAResetRunSendsAgainBlocksANewOneUntilItIsKnown() {
        lost(charge(), given.now());
        proveAbsent();
        assertThat(given.resolved()).isEqualTo(OperationStatus.ABSENT);

        Instant sentAgain = given.after(SHORT).now();
        lost(1, sentAgain, given.after(SHORT));

        assertThat(given.resolved()).isEqualTo(OperationStatus.UNKNOWN);
        Reconciliation second = given.reconciles(nothing(), List.of(pay("k2")), List.of());
        assertThat(second.due()).isEmpty();
        assertThat(second.results().get("k2").word()).isEqualTo("outcome_unknown");
        given.sees(PaymentBuilder.stripe("pi_1").tagged().captured());
        assertThat(given.resolved()).isEqualTo(OperationStatus.DONE);
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    /** The proof of absence starts again: the request may have been sent a moment ago. */
    @Test
    void absenceIsProvenAfterTheLastTryAndNotAfterTheFirst() {
        lost(charge(), given.now());
        given.becomes(anOrder().total("59.90", "EUR")).after(Policy.ABSENT_AFTER.minusMinutes(1));
        lost(1, given.now(), given.after(SHORT));

        given.after(Duration.ofMinutes(2)).reconciles(nothing());
        assertThat(given.resolved()).isEqualTo(OperationStatus.UNKNOWN);

        proveAbsent();
        assertThat(given.resolved()).isEqualTo(OperationStatus.ABSENT);
    }

    /** The answer and the decision come in one batch, and the batch is reconciled twice, since its result was lost. */
    @Test
    void giveUpInTheSameBatchStaysWhenTheBatchIsReconciledTwice() {
        int charge = charge();
        Instant sentAt = given.now();
        given.after(SHORT).reconciles(Observation.of(new Outcome.Unknown(charge, "stripe-500", true, sentAt)));
        given.after(Policy.ABSENT_AFTER).reconciles(nothing());
        Review review = given.review().orElseThrow();
        ReviewDecision giveUp = new ReviewDecision(review.number(), giveUp(review), "ann", "not in the dashboard");
        Instant sentAgain = given.after(SHORT).now();
        Observation batch = nothing().and(Observation.of(new Outcome.Unknown(charge, "stripe-500", true, sentAgain)));

        given.after(SHORT).reconciles(batch, List.of(), List.of(giveUp));
        List<String> once = given.lines();
        assertThat(given.resolved()).isEqualTo(OperationStatus.GIVEN_UP);
        given.after(SHORT).reconciles(batch, List.of(), List.of(giveUp));

        assertThat(given.lines()).isEqualTo(once);
        assertThat(given.resolved()).isEqualTo(OperationStatus.GIVEN_UP);
    }

    @Test
    void anOldAnswerThatIsReconciledAgainOpensNothing() {
        Instant sentAt = given.now();
        lost(charge(), sentAt);
        proveAbsent();

        lost(1, sentAt);

        assertThat(given.resolved()).isEqualTo(OperationStatus.ABSENT);
    }

    /** A refused request is not kept under its key, so a reset run may be luckier, and not learn it. */
    @Test
    void aRefusedChargeThatWasSentAgainIsInDoubt() {
        int charge = charge();
        given.reconciles(Observation.of(new Outcome.Refused(charge, "stripe-400")));

        Instant sentAgain = given.after(SHORT).now();
        lost(charge, sentAgain, given.after(SHORT));

        assertThat(given.resolved()).isEqualTo(OperationStatus.UNKNOWN);
    }

    @Test
    void aChargeThatWasGivenUpIsDoneWhenTheGatewayShowsIt() {
        lost(charge(), given.now());
        proveAbsent();

        given.sees(PaymentBuilder.stripe("pi_1").tagged().captured());

        assertThat(given.resolved()).isEqualTo(OperationStatus.DONE);
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    private static ReviewAction giveUp(Review review) {
        return review.actions().stream()
                .filter(ReviewAction.GiveUp.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private int charge() {
        return given.asks(pay("k1")).due().getFirst().number();
    }

    private void lost(int operation, Instant sentAt) {
        lost(operation, sentAt, given.after(SHORT));
    }

    /** Loses the answer by then. */
    private void lost(int operation, Instant sentAt, Given then) {
        then.reconciles(Observation.of(new Outcome.Unknown(operation, "stripe-timeout", false, sentAt)));
    }

    /** Changes the order meanwhile, so that the charge is not sent again. */
    private void proveAbsent() {
        given.becomes(anOrder().total("59.90", "EUR"));
        given.after(Policy.ABSENT_AFTER).reconciles(nothing());
        given.becomes(anOrder());
    }

    private Observation nothing() {
        Lookup mark = new Lookup(
                "stripe",
                ExternalIds.of(new TagQuery(
                                given.order().id(),
                                given.order().key(),
                                1,
                                given.ledger().getFirst().at())
                        .text()));
        return Observation.of(mark, List.of(), mark.objects());
    }
}
