package dev.payonce.payment;

import static dev.payonce.payment.APayment.stripe;
import static dev.payonce.payment.AnOrder.anOrder;
import static dev.payonce.payment.Given.given;
import static dev.payonce.payment.PendingsTest.look;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Names;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment.Return.State;
import dev.payonce.payment.Payment.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SightingsTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    @Test
    void aStateIsWrittenDownWhenItChanges() {
        Given given = given(anOrder());
        APayment payment = stripe("pi_1").tagged();

        given.sees(payment);
        given.sees(payment);
        given.sees(payment.stage(Stage.PENDING));
        given.sees(payment);
        given.sees(payment.declined("Card Declined!"));
        given.sees(payment.declined("Card Declined!").stage(Stage.PENDING));

        assertThat(given.lines().stream().filter(line -> line.startsWith("payment:")))
                .containsExactly(
                        "payment:pi_1#1=open",
                        "payment:pi_1#2=pending",
                        "payment:pi_1#3=open",
                        "payment:pi_1#4=declined.card_declined_",
                        "payment:pi_1#5=pending");
    }

    @Test
    void S11_anOldLookAfterSuccessIsIgnoredAndLookedAtAgain() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().claimed());

        Settlement settled =
                given.sees(A_MINUTE, stripe("pi_1").declined("expired").claimed());

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(settled.next()).isEqualTo(look(Duration.ZERO, "pi_1"));
        assertThat(given.lines()).containsExactly("payment:pi_1#1=captured", "paid");
    }

    /** What is final stays final, also when our clocks disagree about which look came first. */
    @ParameterizedTest
    @CsvSource({"CAPTURED, OPEN", "CAPTURED, AUTHORIZED", "CLOSED, PENDING", "CLOSED, OPEN"})
    void aLookThatContradictsAFinalStateIsOlder(Stage known, Stage seen) {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").stage(known).claimed());

        Settlement settled = given.sees(stripe("pi_1").stage(seen).claimed());

        assertThat(settled.next()).isEqualTo(look(Duration.ZERO, "pi_1"));
        assertThat(given.lines().stream().filter(line -> line.startsWith("payment:")))
                .hasSize(1);
    }

    @Test
    void anOldLookDoesNotOverwriteWhatWasSeenSince() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).claimed());
        given.after(A_MINUTE);

        Settlement settled = given.sees(
                Duration.ofSeconds(61), stripe("pi_1").declined("expired").claimed());

        assertThat(settled.next()).isEqualTo(look(Duration.ZERO, "pi_1"));
        assertThat(given.lines()).doesNotContain("payment:pi_1#2=declined.expired");
    }

    @Test
    void anOldLookThatIsStillTheLastOneIsBelieved() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").claimed());
        given.after(A_MINUTE);

        given.sees(A_MINUTE, stripe("pi_1").stage(Stage.AUTHORIZED).claimed());

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    @Test
    void aRetryOfTheSameLookIsTheSameLook() {
        Given given = given(anOrder());
        APayment authorized = stripe("pi_1").stage(Stage.AUTHORIZED).claimed();
        Settlement first = given.sees(authorized);

        Settlement retry = given.after(A_MINUTE).sees(Duration.ofSeconds(61), authorized);

        assertThat(retry.view()).isEqualTo(first.view());
        assertThat(retry.next()).isEqualTo(new Next.Look(A_MINUTE, ((Next.Look) first.next()).what()));
        assertThat(given.lines()).hasSize(2);
    }

    @Test
    void whatWasCapturedIsBelievedHoweverOldTheLook() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").claimed());

        given.sees(A_MINUTE, stripe("pi_1").captured().claimed());

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    /** An old look used to pay an order with money that was known to be given back. */
    @Test
    void anOldLookThatLacksARefundPaysNothing() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().refund("re_1", State.DONE, 4990).claimed());

        Settlement settled = given.sees(A_MINUTE, stripe("pi_1").captured().claimed());

        assertThat(given.status()).isEqualTo(Status.PENDING);
        assertThat(settled.next()).isEqualTo(look(Duration.ZERO, "pi_1"));
    }

    @Test
    void theRefundOfAnotherPaymentIsNotMissed() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().refund("re_1", State.DONE, 4990).claimed());

        given.sees(stripe("pi_2").captured().claimed());

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    @Test
    void ofTwoRefundsEachIsMissed() {
        Given given = given(anOrder());
        APayment paid = stripe("pi_1").captured().claimed();
        given.sees(paid.refund("re_1", State.DONE, 100).refund("re_2", State.DONE, 100));

        assertThat(given.sees(paid.refund("re_2", State.DONE, 100)).next()).isEqualTo(look(Duration.ZERO, "pi_1"));
    }

    @Test
    void anOldLookAtARefundDoesNotOverwriteWhatBecameOfIt() {
        Given given = given(anOrder());
        APayment paid = stripe("pi_1").captured().claimed();
        given.sees(paid);
        given.sees(paid.refund("re_1", State.DONE, 100));

        Settlement settled = given.sees(A_MINUTE, paid.refund("re_1", State.PENDING, 100));

        assertThat(settled.next()).isEqualTo(look(Duration.ZERO, "pi_1"));
        assertThat(given.lines()).endsWith("refund:re_1#1=done");
    }

    @Test
    void ofTwoLooksAtOnePaymentTheLaterCounts() {
        Given given = given(anOrder());
        Payment before =
                stripe("pi_1").claimed().seenAt(given.now().minusSeconds(2)).made();
        Payment after = stripe("pi_1").captured().claimed().seenAt(given.now()).made();
        Payment foreign = stripe("pi_1").at("paypal").seenAt(given.now()).made();

        given.settles(new Observation(List.of(after, foreign, before), List.of(), List.of(), Names.of("pi_1")));

        assertThat(given.lines()).containsExactly("payment:pi_1#1=captured", "paid");
    }

    /** Looked up by its charge, a payment may come back under another id. */
    @Test
    void onePaymentUnderTwoIdsIsOnePayment() {
        Given given = given(anOrder());
        Payment intent = stripe("pi_1")
                .transaction("ch_1")
                .claimed()
                .captured()
                .seenAt(given.now())
                .made();
        Payment charge = stripe("ch_1").claimed().captured().seenAt(given.now()).made();

        Settlement settled =
                given.settles(new Observation(List.of(charge, intent), List.of(), List.of(), intent.names()));

        assertThat(settled.next()).isEqualTo(new Next.Rest());
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    /** A callback names objects of up to 255 characters, and so did the ledger's lines, with a prefix on top. */
    @Test
    void linesOfVeryLongIdsStayShortAndApart() {
        Given given = given(anOrder());
        String one = "x".repeat(254) + "1";
        String other = "x".repeat(254) + "2";

        given.doesNotFind(one);
        given.doesNotFind(other);
        given.sees(
                stripe(one).declined("y".repeat(500)).refund(one, State.DONE, 1).tagged());

        assertThat(given.lines()).doesNotHaveDuplicates().allMatch(line -> line.length() <= 255);
        assertThat(given.lines()).hasSize(5);
        assertThat(Entry.part("x".repeat(128))).hasSize(128);
    }

    @ParameterizedTest
    @EnumSource(names = {"CAPTURED", "CLOSED"})
    void whatIsFinalMayBecomeFinalInAnotherWay(Stage last) {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").stage(Stage.CLOSED).claimed());

        given.sees(stripe("pi_1").stage(last).claimed());

        assertThat(given.lines()).last().asString().endsWith("=" + last.name().toLowerCase(java.util.Locale.ROOT));
    }
}
