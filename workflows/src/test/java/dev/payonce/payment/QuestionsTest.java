package dev.payonce.payment;

import static dev.payonce.payment.APayment.stripe;
import static dev.payonce.payment.AnOrder.anOrder;
import static dev.payonce.payment.CapturesTest.reason;
import static dev.payonce.payment.Given.given;
import static dev.payonce.payment.PendingsTest.look;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.order.Names;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment.Return.State;
import dev.payonce.payment.Payment.Stage;
import dev.payonce.payment.Question.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionsTest {

    private static final APayment WRONG = stripe("pi_1").captured(100).tagged();

    @Test
    void theSameFactsAreAskedOnce() {
        Given given = given(anOrder());

        Settlement first = given.sees(WRONG);
        Settlement second = given.after(Duration.ofDays(1)).sees(WRONG);

        assertThat(second.next()).isEqualTo(first.next());
        assertThat(given.lines()).containsExactly("payment:pi_1#1=captured", "question:1");
    }

    @Test
    void changedFactsAreAskedAnewAndTheOldQuestionIsClosed() {
        Given given = given(anOrder());
        given.sees(WRONG);

        Settlement settled = given.sees(WRONG.refund("re_1", State.DONE, 10));

        assertThat(((Next.Ask) settled.next()).question().number()).isEqualTo(2);
        assertThat(given.lines()).endsWith("question:2", "question:1=closed");
        assertThat(given.question().orElseThrow().number()).isEqualTo(2);
    }

    /** The order's total is one of the two values that are shown; an edited one used to stay as it was asked. */
    @Test
    void anEditedTotalIsAnotherFact() {
        Given given = given(anOrder());
        given.sees(WRONG);

        given.becomes(anOrder().total("39.90", "EUR")).sees(WRONG);

        assertThat(given.question().orElseThrow().lines().getFirst()).contains("39.90 EUR");
    }

    @Test
    void anEditedTotalThatFitsAnswersTheQuestionByItself() {
        Given given = given(anOrder());
        given.sees(WRONG);

        Settlement settled = given.becomes(anOrder().total("1.00", "EUR")).sees(WRONG);

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(settled.next()).isEqualTo(new Next.Rest());
        assertThat(given.question()).isEmpty();
    }

    @Test
    void whatComesBackAfterItWasClosedIsAskedAgain() {
        Given given = given(anOrder());
        given.sees(WRONG);
        given.becomes(anOrder().total("1.01", "EUR")).sees(WRONG.refund("re_1", State.PENDING, 100));
        given.becomes(anOrder());

        Settlement settled = given.sees(WRONG.refund("re_1", State.FAILED, 100));

        assertThat(reason(settled)).isEqualTo(Reason.AMOUNT_DIFFERS);
        assertThat(given.question().orElseThrow().number()).isEqualTo(2);
    }

    @Test
    void severalMattersAreOneQuestionWhoseReasonIsTheGravest() {
        Given given = given(anOrder());
        APayment approved = stripe("pi_0").stage(Stage.APPROVED).tagged();

        Settlement settled = given.sees(approved, WRONG);

        Question question = ((Next.Ask) settled.next()).question();
        assertThat(question.reason()).isEqualTo(Reason.AMOUNT_DIFFERS);
        assertThat(question.lines()).hasSize(2);
        assertThat(question.about()).containsExactly(new Lookup("stripe", Names.of("pi_0", "pi_1")));
        assertThat(given.sees(WRONG, approved).next()).isEqualTo(settled.next());
    }

    @Test
    void theGravestReasonComesFirstWhateverIsSettledFirst() {
        Settlement settled = given(anOrder())
                .sees(
                        stripe("pi_1")
                                .captured()
                                .dispute("dp_1", State.OPEN, 4990)
                                .tagged(),
                        APayment.of("pi_2", new Money(100, "EUR"))
                                .stage(Stage.AUTHORIZED)
                                .tagged());

        assertThat(reason(settled)).isEqualTo(Reason.AMOUNT_DIFFERS);
    }

    @Test
    void oneIdThatTwoGatewaysDoNotKnowIsLookedForAtBoth() {
        Given given = given(anOrder());
        Names nine = Names.of("id_9");

        Settlement settled = given.settles(new Observation(
                List.of(), List.of(), List.of(new Lookup("paypal", nine), new Lookup("stripe", nine)), nine));

        assertThat(settled.next())
                .isEqualTo(new Next.Look(
                        Policy.Pauses.DEFAULT.first(),
                        List.of(new Lookup("paypal", nine), new Lookup("stripe", nine))));
    }

    @Test
    void anOpenQuestionIsOnlyJudgedWhenEverythingThatItIsAboutWasSeen() {
        Given given = given(anOrder());
        given.sees(WRONG);

        Settlement settled = given.sees(stripe("pi_2").stage(Stage.PENDING).tagged());

        assertThat(settled.next()).isEqualTo(look(Duration.ZERO, "pi_1", "pi_2"));
        assertThat(given.question().orElseThrow().number()).isEqualTo(1);
    }

    @Test
    void whatWasNotFoundIsLookedForAgainBesideAnOpenQuestion() {
        Given given = given(anOrder());
        given.sees(WRONG);

        assertThat(given.doesNotFind("pi_9").next()).isEqualTo(look(Duration.ZERO, "pi_1", "pi_9"));
    }

    @Test
    void whileItIsOpenWhatItIsAboutIsLookedAtDaily() {
        Settlement settled = given(anOrder()).sees(WRONG);

        assertThat(((Next.Ask) settled.next()).meanwhile()).isEqualTo(look(Policy.ASKING_LOOK, "pi_1"));
    }

    /** A question used to end all looking: a callback's unknown object was forgotten beside it. */
    @Test
    void aQuestionDoesNotEndTheLookAtWhatIsStillUnderWay() {
        Given given = given(anOrder());
        Payment wrong = WRONG.seenAt(given.now()).made();

        Settlement settled = given.settles(
                Observation.of(new Lookup("stripe", Names.of("pi_1", "pi_9")), List.of(wrong), Names.of("pi_9")));

        assertThat(reason(settled)).isEqualTo(Reason.AMOUNT_DIFFERS);
        assertThat(((Next.Ask) settled.next()).meanwhile())
                .isEqualTo(look(Policy.Pauses.DEFAULT.first(), "pi_1", "pi_9"));
    }

    @Test
    void whatTheGatewayDoesNotKnowIsLookedForAndThenAskedAbout() {
        Given given = given(anOrder());

        assertThat(given.doesNotFind("pi_9").next()).isEqualTo(look(Policy.Pauses.DEFAULT.first(), "pi_9"));
        given.after(Policy.UNFOUND_FOR.minusMillis(1));
        assertThat(given.doesNotFind("pi_9").next()).isEqualTo(look(Policy.UNFOUND_FOR.minusMillis(1), "pi_9"));
        given.after(Duration.ofMillis(1));
        assertThat(reason(given.doesNotFind("pi_9"))).isEqualTo(Reason.NOT_FOUND);
        assertThat(given.question().orElseThrow().lines().getFirst()).contains("pi_9");
        assertThat(given.lines()).containsExactly("unfound:pi_9", "question:1");
    }

    @Test
    void whatTheOrderItselfNamesAndTheGatewayDoesNotKnowIsNoMatter() {
        Given given = given(anOrder().naming("old-id"));

        assertThat(given.doesNotFind("old-id").next()).isEqualTo(new Next.Rest());
        assertThat(given.lines()).isEmpty();
    }

    /** Two looks at one gateway report a missing object twice; its second line used to get another one's time. */
    @Test
    void anObjectThatIsMissingTwiceIsMissingOnce() {
        Given given = given(anOrder());
        Lookup nine = new Lookup("stripe", Names.of("pi_9"));
        given.doesNotFind("pi_9");
        given.after(Policy.UNFOUND_FOR);

        given.settles(new Observation(
                List.of(),
                List.of(),
                List.of(nine, new Lookup("stripe", Names.of("pi_8")), nine),
                Names.of("pi_8", "pi_9")));

        assertThat(given.question().orElseThrow().lines()).hasSize(1);
    }

    @Test
    void whatWasNotFoundAndTurnsUpIsAskedAboutNoMore() {
        Given given = given(anOrder());
        given.doesNotFind("pi_1");
        given.after(Policy.UNFOUND_FOR).doesNotFind("pi_1");

        Settlement settled = given.sees(stripe("pi_1").captured().tagged());

        assertThat(settled.next()).isEqualTo(new Next.Rest());
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }
}
