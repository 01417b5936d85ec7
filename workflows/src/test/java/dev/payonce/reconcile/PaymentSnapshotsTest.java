package dev.payonce.reconcile;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.Given.refresh;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Observation;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PaymentSnapshotsTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    @Test
    void aStateIsWrittenDownWhenItChanges() {
        Given given = given(anOrder());
        PaymentBuilder payment = stripe("pi_1").tagged();

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

        Reconciliation reconciled =
                given.sees(A_MINUTE, stripe("pi_1").declined("expired").claimed());

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(reconciled.next()).isEqualTo(refresh(Duration.ZERO, "pi_1"));
        assertThat(given.lines()).containsExactly("payment:pi_1#1=captured", "paid");
    }

    /** A final state stays final, also when our clocks disagree about the order of observations. */
    @ParameterizedTest
    @CsvSource({"CAPTURED, OPEN", "CAPTURED, AUTHORIZED", "CLOSED, PENDING", "CLOSED, OPEN"})
    void aRefreshThatContradictsAFinalStateIsOlder(Stage known, Stage seen) {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").stage(known).claimed());

        Reconciliation reconciled = given.sees(stripe("pi_1").stage(seen).claimed());

        assertThat(reconciled.next()).isEqualTo(refresh(Duration.ZERO, "pi_1"));
        assertThat(given.lines().stream().filter(line -> line.startsWith("payment:")))
                .hasSize(1);
    }

    @Test
    void anOldRefreshDoesNotOverwriteWhatWasSeenSince() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).claimed());
        given.after(A_MINUTE);

        Reconciliation reconciled = given.sees(
                Duration.ofSeconds(61), stripe("pi_1").declined("expired").claimed());

        assertThat(reconciled.next()).isEqualTo(refresh(Duration.ZERO, "pi_1"));
        assertThat(given.lines()).doesNotContain("payment:pi_1#2=declined.expired");
    }

    @Test
    void anOldRefreshThatIsStillTheLastOneIsBelieved() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").claimed());
        given.after(A_MINUTE);

        given.sees(A_MINUTE, stripe("pi_1").stage(Stage.AUTHORIZED).claimed());

        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    @Test
    void aRetryOfTheSameRefreshIsTheSameRefresh() {
        Given given = given(anOrder());
        PaymentBuilder authorized = stripe("pi_1").stage(Stage.AUTHORIZED).claimed();
        Reconciliation first = given.sees(authorized);

        Reconciliation retry = given.after(A_MINUTE).sees(Duration.ofSeconds(61), authorized);

        assertThat(retry.view()).isEqualTo(first.view());
        assertThat(retry.next()).isEqualTo(new Next.RefreshAfter(A_MINUTE, ((Next.RefreshAfter) first.next()).what()));
        assertThat(given.lines()).hasSize(2);
    }

    @Test
    void aCaptureIsBelievedHoweverOldTheRefresh() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").claimed());

        given.sees(A_MINUTE, stripe("pi_1").captured().claimed());

        assertThat(given.status()).isEqualTo(Status.PROCESSING);
    }

    /** An old refresh used to pay an order with money that was known to be given back. */
    @Test
    void anOldRefreshThatLacksARefundPaysNothing() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").captured().refund("re_1", State.DONE, 4990).claimed());

        Reconciliation reconciled =
                given.sees(A_MINUTE, stripe("pi_1").captured().claimed());

        assertThat(given.status()).isEqualTo(Status.PENDING);
        assertThat(reconciled.next()).isEqualTo(refresh(Duration.ZERO, "pi_1"));
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
        PaymentBuilder paid = stripe("pi_1").captured().claimed();
        given.sees(paid.refund("re_1", State.DONE, 100).refund("re_2", State.DONE, 100));

        assertThat(given.sees(paid.refund("re_2", State.DONE, 100)).next()).isEqualTo(refresh(Duration.ZERO, "pi_1"));
    }

    @Test
    void anOldRefreshAtARefundDoesNotOverwriteWhatBecameOfIt() {
        Given given = given(anOrder());
        PaymentBuilder paid = stripe("pi_1").captured().claimed();
        given.sees(paid);
        given.sees(paid.refund("re_1", State.DONE, 100));

        Reconciliation reconciled = given.sees(A_MINUTE, paid.refund("re_1", State.PENDING, 100));

        assertThat(reconciled.next()).isEqualTo(refresh(Duration.ZERO, "pi_1"));
        assertThat(given.lines()).endsWith("refund:re_1#1=done");
    }

    @Test
    void ofTwoRefreshesAtOnePaymentTheLaterCounts() {
        Given given = given(anOrder());
        Payment before =
                stripe("pi_1").claimed().seenAt(given.now().minusSeconds(2)).made();
        Payment after = stripe("pi_1").captured().claimed().seenAt(given.now()).made();
        Payment foreign = stripe("pi_1").at("paypal").seenAt(given.now()).made();

        given.reconciles(
                new Observation(List.of(after, foreign, before), List.of(), List.of(), ExternalIds.of("pi_1")));

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

        Reconciliation reconciled =
                given.reconciles(new Observation(List.of(charge, intent), List.of(), List.of(), intent.externalIds()));

        assertThat(reconciled.next()).isEqualTo(new Next.Rest());
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
    }

    @ParameterizedTest
    @EnumSource(names = {"CAPTURED", "CLOSED"})
    void aFinalStageMayBecomeAnotherFinalOne(Stage last) {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").stage(Stage.CLOSED).claimed());

        given.sees(stripe("pi_1").stage(last).claimed());

        assertThat(given.lines()).last().asString().endsWith("=" + last.name().toLowerCase(java.util.Locale.ROOT));
    }
}
