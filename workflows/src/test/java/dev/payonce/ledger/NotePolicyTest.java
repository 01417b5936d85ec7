package dev.payonce.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.money.Money;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Reversal.State;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tests of the notes that both writers of notes word alike. */
class NotePolicyTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Fact.ReviewClosed CLOSED = new Fact.ReviewClosed(2, Fact.ReviewClosed.Why.DISMISSED);

    private static Entry decided(int review, String who) {
        ReviewDecision decision = new ReviewDecision(review, new ReviewAction.Dismiss(), who, "paid back in cash");
        return new Entry(review, "decision", new Fact.ReviewDecided(decision, true), NOW, who);
    }

    private static Fact.ReversalObserved seen(Reversal.Kind kind, State state, String reason) {
        Reversal sign =
                new Reversal("dp_1", kind, state, new Money(4990, "EUR"), Optional.empty(), Optional.empty(), reason);
        return new Fact.ReversalObserved("stripe", "pi_1", sign);
    }

    private static Fact.ReversalObserved inquiry(State state) {
        return seen(Reversal.Kind.INQUIRY, state, "");
    }

    @Test
    void aVoidNamesItsPayment() {
        OperationHeader header = new OperationHeader(
                1,
                OrderBuilder.anOrder().made().id(),
                OrderBuilder.KEY,
                OrderBuilder.SITE,
                "stripe",
                OperationHeader.SHAPE,
                NOW,
                NOW);

        assertThat(NotePolicy.voided(new Operation.Void(header, "pi_1")))
                .isEqualTo("Payment pi_1 is being voided: the order does not wait for it.");
    }

    @Test
    void anInquirySaysThatNoMoneyIsTakenYetAndThenThatItIsClosed() {
        assertThat(NotePolicy.inquiry(inquiry(State.OPEN)))
                .isEqualTo(
                        "Inquiry dp_1 about payment pi_1 (49.90 EUR): answer it, or refund it. No money is taken yet.");
        assertThat(NotePolicy.inquiry(inquiry(State.WON))).isEqualTo("Inquiry dp_1 about payment pi_1 is closed.");
    }

    @Test
    void aSignOfFraudSaysWhatToDoAndItsReasonWhereThereIsOne() {
        assertThat(NotePolicy.suspicion(seen(Reversal.Kind.FRAUD_WARNING, State.OPEN, "")))
                .startsWith("Fraud warning dp_1 about payment pi_1: a dispute is likely.");
        assertThat(NotePolicy.suspicion(seen(Reversal.Kind.FRAUD_REVIEW, State.OPEN, "rule")))
                .isEqualTo(
                        "Fraud review dp_1 of payment pi_1 is open (rule): decide it at the gateway before you ship.");
        assertThat(NotePolicy.suspicion(seen(Reversal.Kind.FRAUD_REVIEW, State.WON, "rule")))
                .endsWith("is closed: approved.");
    }

    @Test
    void aReviewThatAnOperatorClosedNamesHerAndHerReason() {
        assertThat(NotePolicy.closed(CLOSED, List.of(decided(1, "bob"), decided(2, "ann"))))
                .isEqualTo("Payonce: manual review 2 is closed: ann: paid back in cash.");
    }

    @Test
    void aReviewWhoseFactsChangedSaysSo() {
        assertThat(NotePolicy.closed(CLOSED, List.of(decided(1, "bob"))))
                .isEqualTo("Payonce: manual review 2 is closed: its facts have changed, and it needs no decision.");
    }
}
