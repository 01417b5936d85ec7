package dev.payonce.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Fee;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.SavedMethod;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EntryDescriptionTest {

    private static final Money MONEY = new Money(4990, "EUR");
    private static final ExternalIds NAMES = ExternalIds.of("pi_1", "ch_1");

    @Test
    void aDeclineHasItsReason() {
        assertThat(EntryDescription.sentence(seen(
                        Stage.OPEN, Optional.of(new Payment.Decline("insufficient_funds", true, Optional.empty())))))
                .isEqualTo("Payment pi_1 of 49.90 EUR at stripe was declined (insufficient_funds);"
                        + " it may still be paid.");
    }

    @Test
    void aPaymentAfterAStaleWriterIsNamedAsSuch() {
        assertThat(EntryDescription.sentence(new Fact.Paid(
                        Status.PENDING, "stripe", "pi_1", "ch_1", NAMES, MONEY, Optional.of(MONEY), true)))
                .isEqualTo("The order is paid again by pi_1 at stripe: 49.90 EUR captured; another program had set it"
                        + " back.");
    }

    @Test
    void aMoveHasBothStatusesAndItsReason() {
        assertThat(EntryDescription.sentence(new Fact.OrderStatusChanged(
                        Status.PENDING, Status.ON_HOLD, "pi_1", Fact.StatusReason.AUTHORIZED, "until tomorrow", 1)))
                .isEqualTo("The order went from pending to on hold, because pi_1 is authorized (until tomorrow).");
    }

    @Test
    void aRefundHasItsMoney() {
        Reversal reversal = new Reversal(
                "re_1", Reversal.Kind.REFUND, Reversal.State.DONE, MONEY, Optional.empty(), Optional.empty());
        assertThat(EntryDescription.sentence(new Fact.ReversalObserved("stripe", "pi_1", reversal)))
                .isEqualTo("The refund re_1 of 49.90 EUR of pi_1 is done.");
    }

    @Test
    void aSavedMethodAndAFeeHaveTheirNamesAndMoney() {
        SavedMethod card = new SavedMethod("pm_1", "card", "cus_1", "", "visa", "4242", 5, 2031);
        SavedMethod debit = new SavedMethod("pm_2", "sepa_debit", "cus_1", "mandate_1", "", "3000", 0, 0);
        assertThat(EntryDescription.sentence(new Fact.MethodSaved("stripe", "pi_1", card)))
                .isEqualTo("Payment pi_1 left a method to pay with again: visa ending in 4242, pm_1.");
        assertThat(EntryDescription.sentence(new Fact.MethodSaved("stripe", "pi_1", debit)))
                .isEqualTo("Payment pi_1 left a method to pay with again: sepa debit ending in 3000, pm_2.");
        assertThat(EntryDescription.sentence(new Fact.FeeObserved("stripe", "pi_1", new Fee(MONEY, MONEY))))
                .isEqualTo("The gateway booked 49.90 EUR of payment pi_1 for the merchant, after a fee of 49.90 EUR.");
    }

    @Test
    void aReviewHasAllItsLines() {
        Review review = new Review(
                2,
                "f",
                Review.Reason.AMOUNT_DIFFERS,
                List.of(new Lookup("stripe", NAMES)),
                List.of("Asked 49.90 EUR.", "Captured 10.00 EUR."),
                List.of(new ReviewAction.Dismiss()));
        assertThat(EntryDescription.sentence(new Fact.ReviewOpened(review)))
                .isEqualTo("Manual review 2 (amount differs): Asked 49.90 EUR. Captured 10.00 EUR.");
        assertThat(EntryDescription.sentence(new Fact.ReviewClosed(2, Fact.ReviewClosed.Why.CHANGED)))
                .isEqualTo("Review 2 is closed: its facts have changed.");
    }

    @Test
    void anOperationHasALineBeforeAndAfterItIsSent() {
        OperationHeader header = new OperationHeader(
                3, new OrderId("", 7), "key", "site", "stripe", OperationHeader.SHAPE, Instant.EPOCH, Instant.EPOCH);
        assertThat(EntryDescription.sentence(new Fact.OperationCreated(
                        new Operation.Charge(header, MONEY, "pm_1", false, "", false, Optional.empty()))))
                .isEqualTo("Operation 3 is to charge 49.90 EUR at stripe.");
        assertThat(EntryDescription.sentence(new Fact.OperationCreated(new Operation.Void(header, "pi_1"))))
                .isEqualTo("Operation 3 is to void pi_1 at stripe.");
        assertThat(EntryDescription.sentence(
                        new Fact.OperationResolved(3, OperationStatus.DECLINED, "expired_card", false, "pi_1")))
                .isEqualTo("Operation 3 was declined (expired_card).");
    }

    @Test
    void aDecisionHasItsOperatorAndReason() {
        assertThat(EntryDescription.sentence(new Fact.ReviewDecided(
                        new ReviewDecision(2, new ReviewAction.AcceptPaid("pi_1"), "Ana", "agreed by phone"), true)))
                .isEqualTo("Ana decided review 2: accept pi_1 as paid, because: agreed by phone");
        assertThat(EntryDescription.sentence(new Fact.ReviewDecided(
                        new ReviewDecision(2, new ReviewAction.GiveUp(3), "Ana", "not in the dashboard"), false)))
                .isEqualTo("Ana decided review 2: give up operation 3, because: not in the dashboard."
                        + " It had no effect, so the review stays open.");
    }

    @Test
    void aProposalSaysThatItWaitsAndADecisionOfTwoNamesBoth() {
        ReviewDecision decision = new ReviewDecision(2, new ReviewAction.RefundDuplicate("pi_1"), "Ana", "paid twice");

        assertThat(EntryDescription.sentence(new Fact.DecisionProposed(decision, Optional.of(MONEY))))
                .isEqualTo("Ana proposed to decide review 2: refund pi_1 (49.90 EUR), because: paid twice."
                        + " A second operator has to approve it.");
        assertThat(EntryDescription.sentence(new Fact.ReviewDecided(decision, true, "Bob")))
                .startsWith("Bob and Ana decided review 2: ");
    }

    @Test
    void everyFactIsOneSentenceWithoutAHoleInIt() {
        Arrays.stream(Stage.values()).forEach(stage -> assertSentence(seen(stage, Optional.empty())));
        Arrays.stream(Fact.StatusReason.values())
                .forEach(why ->
                        assertSentence(new Fact.OrderStatusChanged(Status.OTHER, Status.FAILED, "pi_1", why, "", 1)));
        for (Reversal.Kind kind : Reversal.Kind.values()) {
            for (Reversal.State state : Reversal.State.values()) {
                Reversal reversal = new Reversal("x_1", kind, state, MONEY, Optional.empty(), Optional.empty());
                assertSentence(new Fact.ReversalObserved("stripe", "pi_1", reversal));
            }
        }
        Arrays.stream(OperationStatus.values())
                .forEach(how -> assertSentence(new Fact.OperationResolved(1, how, "", false, "")));
        assertSentence(new Fact.NotFound("stripe", "pi_1"));
    }

    private static void assertSentence(Fact fact) {
        assertThat(EntryDescription.sentence(fact)).matches("[A-Za-z].*\\.").doesNotContain("%", "null", "  ");
    }

    private static Fact seen(Stage stage, Optional<Payment.Decline> decline) {
        return new Fact.PaymentObserved(
                "stripe", "pi_1", NAMES, stage, decline, MONEY, MONEY, Optional.empty(), Payment.WaitsFor.NOTHING, 1);
    }
}
