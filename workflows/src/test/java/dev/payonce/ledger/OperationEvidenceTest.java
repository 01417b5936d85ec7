package dev.payonce.ledger;

import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.DeclinedPayment;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.OperationEvidence.Finding;
import dev.payonce.money.Money;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.PaymentBuilder;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests of what payments and answers say about an operation, with several captures, voids and attempts. */
class OperationEvidenceTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final PaymentBuilder AUTHORIZED = stripe("pi_1").stage(Stage.AUTHORIZED);

    private Ledger ledger = Ledger.EMPTY;

    private static OperationHeader header(int number) {
        return new OperationHeader(number, new OrderId("", 1001), "key", "site", "stripe", "1", NOW, NOW);
    }

    private OperationEvidenceTest given(Operation operation, OperationStatus... states) {
        ledger = ledger.with(new Fact.OperationCreated(operation), NOW, "");
        for (OperationStatus state : states) {
            ledger = ledger.with(new Fact.OperationResolved(operation.number(), state, "why", false, ""), NOW, "");
        }
        return this;
    }

    private static Operation capture(int number, long minor) {
        return new Operation.Capture(header(number), "pi_1", new Money(minor, "EUR"), false);
    }

    private static Operation voids(int number) {
        return new Operation.Void(header(number), "pi_1");
    }

    private static Operation charge(int number, Optional<DeclinedPayment> confirms) {
        return new Operation.Charge(header(number), new Money(4990, "EUR"), "pm", false, "", false, confirms);
    }

    private Optional<Finding> shownOf(int number, PaymentBuilder payment) {
        Operations operations = ledger.operations();
        return OperationEvidence.ofPayment(operations, operations.number(number).orElseThrow(), payment.made());
    }

    private Optional<Finding> answered(int number, PaymentBuilder payment) {
        Operations operations = ledger.operations();
        return OperationEvidence.ofAnswer(
                operations, operations.number(number).orElseThrow(), new Outcome.Seen(number, payment.made()));
    }

    private static PaymentBuilder captured(long minor) {
        return new PaymentBuilder(stripe("pi_1").captured(minor).made()).stage(Stage.AUTHORIZED);
    }

    /** Two captures of 10.00 and 20.00: the captured money shows the first one, then both. */
    @ParameterizedTest
    @CsvSource({"0, false, false", "999, false, false", "1000, true, false", "2999, true, false", "3000, true, true"})
    void capturedMoneyShowsCapturesInTheirOrder(long minor, boolean first, boolean second) {
        given(capture(2, 1000)).given(capture(3, 2000));

        assertThat(shownOf(2, captured(minor)).isPresent()).isEqualTo(first);
        assertThat(shownOf(3, captured(minor)).isPresent()).isEqualTo(second);
    }

    @Test
    void aCaptureIsLostWhenItsPaymentIsOver() {
        given(capture(2, 1000));

        assertThat(shownOf(2, stripe("pi_1").stage(Stage.CLOSED)))
                .contains(new Finding(Evidence.LOST_SHOWN, "is_closed", false, "pi_1"));
        assertThat(shownOf(2, AUTHORIZED)).isEmpty();
    }

    /** A capture that was given up counts again when exactly its money is shown beside that of the others. */
    @ParameterizedTest
    @CsvSource({"1000, false", "3000, true", "2999, false", "3001, false"})
    void aCaptureThatWasGivenUpIsDoneAfterAllWhenItsMoneyIsShown(long minor, boolean shown) {
        given(capture(2, 1000), OperationStatus.DONE).given(capture(3, 2000), OperationStatus.GIVEN_UP);

        assertThat(shownOf(3, captured(minor)))
                .isEqualTo(shown ? Optional.of(new Finding(Evidence.DONE_SHOWN, "", false, "pi_1")) : Optional.empty());
    }

    @Test
    void aCaptureThatIsOverIsNotLostByTheEndOfItsPayment() {
        given(capture(2, 1000), OperationStatus.REFUSED);

        assertThat(shownOf(2, stripe("pi_1").stage(Stage.CLOSED))).isEmpty();
    }

    @Test
    void aClosedPaymentProvesTheLastVoidAndEachOpenOne() {
        given(voids(2), OperationStatus.REFUSED).given(voids(3), OperationStatus.ABSENT);
        PaymentBuilder closed = stripe("pi_1").stage(Stage.CLOSED);

        assertThat(shownOf(2, closed)).isEmpty();
        assertThat(shownOf(3, closed)).contains(new Finding(Evidence.DONE_SHOWN, "", false, "pi_1"));
        given(voids(4));
        assertThat(shownOf(3, closed)).isEmpty();
        assertThat(shownOf(4, closed)).isPresent();
        assertThat(shownOf(4, AUTHORIZED)).isEmpty();
        assertThat(shownOf(4, stripe("pi_1").captured()))
                .contains(new Finding(Evidence.LOST_SHOWN, "captured", false, "pi_1"));
    }

    @Test
    void aVoidInDoubtIsProvenAlsoWhereAnotherOneFollowed() {
        given(voids(2), OperationStatus.UNKNOWN).given(voids(3));

        assertThat(shownOf(2, stripe("pi_1").stage(Stage.CLOSED))).isPresent();
    }

    /** A charge that was given up is proven by what its payment came to; a closed payment proves nothing. */
    @ParameterizedTest
    @CsvSource({"GIVEN_UP, CLOSED, false", "GIVEN_UP, AUTHORIZED, true", "UNKNOWN, CLOSED, true"})
    void aClosedPaymentProvesOnlyAChargeThatIsStillOpen(OperationStatus status, Stage stage, boolean shown) {
        given(charge(1, Optional.empty()), status);

        Optional<Finding> finding = shownOf(1, stripe("pi_1").tagged().stage(stage));

        assertThat(finding.isPresent()).isEqualTo(shown);
        assertThat(finding.map(Finding::detail).orElse(stage.name().toLowerCase(java.util.Locale.ROOT)))
                .isEqualTo(stage.name().toLowerCase(java.util.Locale.ROOT));
    }

    /** The payment pi_1 was declined at ch_1, and confirmed again by operation 2: another payment is not its own. */
    @Test
    void anAttemptThatConfirmsIsShownByItsOwnPaymentAndByANewerAttemptOnly() {
        given(charge(1, Optional.empty()), OperationStatus.DECLINED)
                .given(charge(2, Optional.of(new DeclinedPayment("pi_1", "ch_1"))));
        PaymentBuilder declined = stripe("pi_1").tagged().transaction("ch_1").declined("insufficient_funds");

        assertThat(shownOf(2, declined)).isEmpty();
        assertThat(shownOf(2, stripe("pi_1").tagged().transaction("ch_2").declined("insufficient_funds")))
                .contains(new Finding(Evidence.DECLINED_SHOWN, "insufficient_funds", true, "pi_1"));
        assertThat(shownOf(2, stripe("pi_2").tagged("", "site", 1001, "key", 3).captured()))
                .isEmpty();
        assertThat(shownOf(1, stripe("pi_1").tagged().captured())).isEmpty();
        assertThat(shownOf(2, stripe("pi_1").tagged().captured())).isPresent();
    }

    @Test
    void anAnswerWithoutItsEffectRefusesAndSaysWhy() {
        given(capture(2, 1000)).given(voids(3)).given(refund(4));

        assertThat(answered(2, AUTHORIZED).map(Finding::detail)).contains("is_authorized");
        assertThat(answered(3, AUTHORIZED).map(Finding::detail)).contains("is_authorized");
        assertThat(answered(4, stripe("pi_1").captured()).map(Finding::detail)).contains("not_refunded");
        assertThat(answered(4, stripe("pi_1").captured().refund("re_9", State.DONE, 4990))
                        .map(Finding::detail))
                .contains("is_refunded");
        assertThat(answered(4, stripe("pi_1").captured().dispute("dp_9", State.OPEN, 4990))
                        .map(Finding::detail))
                .contains("is_disputed");
        assertThat(answered(2, captured(1000)).map(Finding::evidence)).contains(Evidence.DONE_SHOWN);
    }

    /** A confirmed attempt's own answer counts, though it shows the attempt of before. */
    @Test
    void theAnswerToAChargeIsTheChargesOwn() {
        given(charge(1, Optional.of(new DeclinedPayment("pi_1", "ch_1"))));

        assertThat(answered(1, stripe("pi_1").transaction("ch_1").declined("stolen_card"))
                        .map(Finding::evidence))
                .contains(Evidence.DECLINED_SHOWN);
        assertThat(answered(1, stripe("pi_1").stage(Stage.OPEN, WaitsFor.SHOPPER))
                        .map(Finding::detail))
                .contains("open");
    }

    /** A lost answer is news in the first try, and then only from a try that started after the last doubt. */
    @ParameterizedTest
    @CsvSource({"-1, false", "0, false", "1, true"})
    void aLostAnswerIsNewsWhenItsTryStartedAfterTheLastDoubt(long seconds, boolean news) {
        Outcome lost = new Outcome.Unknown(1, "stripe-timeout", false, NOW.plusSeconds(seconds));
        given(charge(1, Optional.empty()));
        assertThat(OperationEvidence.ofAnswer(
                        ledger.operations(), ledger.operations().number(1).orElseThrow(), lost))
                .isPresent();

        ledger = ledger.with(
                new Fact.OperationResolved(1, OperationStatus.UNKNOWN, "stripe-timeout", false, ""), NOW, "");
        ledger = ledger.with(
                new Fact.OperationResolved(1, OperationStatus.GIVEN_UP, "ann", false, ""), NOW.plusSeconds(9), "");
        Operations.Known known = ledger.operations().number(1).orElseThrow();

        assertThat(OperationEvidence.ofAnswer(ledger.operations(), known, lost).isPresent())
                .isEqualTo(news);
    }

    private static Operation refund(int number) {
        return new Operation.Refund(
                header(number),
                "pi_1",
                new Money(1000, "EUR"),
                0,
                Operation.Refund.RefundReason.NONE,
                Operation.Refund.Cause.REQUEST);
    }

    @Test
    void aRefundOfOursIsShownByItsNumber() {
        given(refund(4));
        Payment refunded = stripe("pi_1")
                .captured()
                .refund("re_0", State.DONE, 1000)
                .refund("re_1", State.PENDING, (Operation.Refund) refund(4))
                .made();

        assertThat(shownOf(4, new PaymentBuilder(refunded)).map(Finding::detail))
                .contains("re_1");
    }

    /** The gateway may still carry it out by itself, or it never got it. */
    @ParameterizedTest
    @CsvSource({"true, MAY_COME", "false, NO_ANSWER"})
    void aLostAnswerSaysWhetherTheGatewayMayStillCarryItOut(boolean late, Evidence evidence) {
        given(voids(2));
        Operations operations = ledger.operations();

        assertThat(OperationEvidence.ofAnswer(
                        operations,
                        operations.number(2).orElseThrow(),
                        new Outcome.Unknown(2, "stripe-500", late, NOW)))
                .contains(new Finding(evidence, "stripe-500", late, ""));
    }

    @Test
    void eachPaymentHasItsOwnAttemptsCapturesAndVoids() {
        given(charge(1, Optional.empty())).given(charge(2, Optional.empty()));
        given(capture(3, 1000)).given(voids(4));
        Operations operations = ledger.operations();

        assertThat(operations.attemptOf(AUTHORIZED.tagged().made()).map(Operations.Known::number))
                .contains(1);
        assertThat(operations.attemptOf(AUTHORIZED.made())).isEmpty();
        assertThat(operations.voids("pi_2")).isEmpty();
        assertThat(operations.captures("pi_2")).isEmpty();
    }
}
