package dev.payonce.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.order.Names;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Choice;
import dev.payonce.payment.Decision;
import dev.payonce.payment.Fact;
import dev.payonce.payment.Lookup;
import dev.payonce.payment.Operation;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.Return;
import dev.payonce.payment.Payment.Stage;
import dev.payonce.payment.Question;
import dev.payonce.payment.Ticket;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final Money MONEY = new Money(4990, "EUR");
    private static final Names NAMES = Names.of("pi_1", "ch_1");

    @Test
    void aDeclineIsToldWithItsReason() {
        assertThat(Timeline.sentence(seen(Stage.OPEN, Optional.of("insufficient_funds"))))
                .isEqualTo("Payment pi_1 of 49.90 EUR at stripe was declined (insufficient_funds);"
                        + " it may still be paid.");
    }

    @Test
    void aPaymentAfterAStaleWriterIsToldAsSuch() {
        assertThat(Timeline.sentence(new Fact.Paid("stripe", "pi_1", "ch_1", NAMES, MONEY, true)))
                .isEqualTo("The order was paid, had been undone, and is again paid by pi_1 at stripe:"
                        + " 49.90 EUR captured.");
    }

    @Test
    void aMoveIsToldFromWhereToWhereAndWhy() {
        assertThat(Timeline.sentence(
                        new Fact.Moved(Status.PENDING, Status.ON_HOLD, "pi_1", Fact.Why.AUTHORIZED, "until tomorrow")))
                .isEqualTo("The order went from pending to on hold, because pi_1 is authorized (until tomorrow).");
    }

    @Test
    void aRefundIsToldWithItsMoney() {
        Return back =
                new Return("re_1", Return.Kind.REFUND, Return.State.DONE, MONEY, Optional.empty(), Optional.empty());
        assertThat(Timeline.sentence(new Fact.Returned("stripe", "pi_1", back)))
                .isEqualTo("The refund re_1 of 49.90 EUR of pi_1 is done.");
    }

    @Test
    void aQuestionIsToldWithAllItsLines() {
        Question question = new Question(
                2,
                "f",
                Question.Reason.AMOUNT_DIFFERS,
                List.of(new Lookup("stripe", NAMES)),
                List.of("Asked 49.90 EUR.", "Captured 10.00 EUR."),
                List.of(new Choice.Dismiss()));
        assertThat(Timeline.sentence(new Fact.Asked(question)))
                .isEqualTo("A person has to look into this (question 2, amount differs):"
                        + " Asked 49.90 EUR. Captured 10.00 EUR.");
        assertThat(Timeline.sentence(new Fact.Closed(2))).isEqualTo("Question 2 needs no answer any more.");
    }

    @Test
    void anOperationIsToldBeforeAndAfterItIsSent() {
        Ticket ticket =
                new Ticket(3, new OrderId("", 7), "key", "site", "stripe", Ticket.SHAPE, Instant.EPOCH, Instant.EPOCH);
        assertThat(Timeline.sentence(new Fact.Opened(new Operation.Charge(ticket, MONEY, "pm_1", false, "", false))))
                .isEqualTo("Operation 3 is to charge 49.90 EUR at stripe.");
        assertThat(Timeline.sentence(new Fact.Opened(new Operation.Void(ticket, "pi_1"))))
                .isEqualTo("Operation 3 is to void pi_1 at stripe.");
        assertThat(Timeline.sentence(new Fact.Resolved(3, Fact.How.DECLINED, "expired_card", false, "pi_1")))
                .isEqualTo("Operation 3 was declined (expired_card).");
    }

    @Test
    void aDecisionIsToldWithWhoAndWhy() {
        assertThat(Timeline.sentence(
                        new Fact.Decided(new Decision(2, new Choice.AcceptPaid("pi_1"), "Ana", "agreed by phone"))))
                .isEqualTo("Ana decided question 2: take pi_1 as paid, because: agreed by phone");
    }

    @Test
    void everyFactIsOneSentenceWithoutAHoleInIt() {
        Arrays.stream(Stage.values()).forEach(stage -> assertSentence(seen(stage, Optional.empty())));
        Arrays.stream(Fact.Why.values())
                .forEach(why -> assertSentence(new Fact.Moved(Status.OTHER, Status.FAILED, "pi_1", why, "")));
        for (Return.Kind kind : Return.Kind.values()) {
            for (Return.State state : Return.State.values()) {
                Return back = new Return("x_1", kind, state, MONEY, Optional.empty(), Optional.empty());
                assertSentence(new Fact.Returned("stripe", "pi_1", back));
            }
        }
        Arrays.stream(Fact.How.values()).forEach(how -> assertSentence(new Fact.Resolved(1, how, "", false, "")));
        assertSentence(new Fact.Unfound("stripe", "pi_1"));
    }

    private static void assertSentence(Fact fact) {
        assertThat(Timeline.sentence(fact)).matches("[A-Za-z].*\\.").doesNotContain("%", "null", "  ");
    }

    private static Fact seen(Stage stage, Optional<String> decline) {
        return new Fact.Sighted(
                "stripe", "pi_1", NAMES, stage, decline, MONEY, MONEY, Optional.empty(), Payment.WaitsFor.NOTHING, 1);
    }
}
