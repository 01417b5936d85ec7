package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.DeclinedPayment;
import dev.payonce.money.Money;
import dev.payonce.payment.Payment;
import dev.payonce.payment.RetryAdvice;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The payments that last days, and the attempts on one payment, as the adapter sees them at the simulator. */
class StripeLastingPaymentTest {

    private static final Money EUR_49_90 = new Money(4990, "EUR");

    @AutoClose
    private final SimulatedStripe world = new SimulatedStripe();

    @ParameterizedTest
    @CsvSource({"OXXO, 3", "BOLETO, 3", "KONBINI, 4"})
    void D11_aVoucherIsPendingInTheShoppersHandUntilItExpires(TestCard voucher, int days) {
        Payment payment = waiting(voucher);

        assertThat(payment.inTheShoppersHand()).isTrue();
        assertThat(payment.until())
                .contains(payment.created()
                        .orElseThrow()
                        .plus(Duration.ofDays(days))
                        .truncatedTo(ChronoUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource(
            value = TestCard.class,
            names = {"BANK_TRANSFER", "MICRO_DEPOSITS"})
    void D11_aTransferAndDepositsArePendingWithoutAnEnd(TestCard method) {
        Payment payment = waiting(method);

        assertThat(payment.inTheShoppersHand()).isTrue();
        assertThat(payment.until()).isEmpty();
    }

    @Test
    void D12_aKlarnaAuthorizationHoldsFor28Days() {
        String intent = world.stripe.shopper().openManual(4990, "eur", Map.of());
        world.stripe.shopper().confirm(intent, TestCard.KLARNA);

        Payment payment = world.find(intent);

        assertThat(payment.stage()).isEqualTo(Stage.AUTHORIZED);
        assertThat(payment.until())
                .contains(payment.created()
                        .orElseThrow()
                        .plus(Duration.ofDays(28))
                        .truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void E13_aPartThatWasCapturedBeforeTheRestWasVoidedCounts() {
        String intent = world.stripe.shopper().authorizeParts(4990, "eur", Map.of());
        world.stripe.shopper().capturePart(intent, 2000);
        world.stripe.shopper().cancel(intent);

        Payment payment = world.find(intent);

        assertThat(payment.stage()).isEqualTo(Stage.CLOSED);
        assertThat(payment.captured()).isEqualTo(new Money(2000, "EUR"));
        assertThat(payment.net()).isEqualTo(new Money(2000, "EUR"));
    }

    @Test
    void I25_anInquiryThatBecomesADisputeChangesItsKind() {
        String intent = world.stripe.shopper().pay(4990, "eur", Map.of());
        world.stripe.merchant().openInquiry(intent);
        Reversal inquiry = world.find(intent).reversals().getFirst();
        world.stripe.merchant().escalate(intent);
        Reversal dispute = world.find(intent).reversals().getFirst();

        assertThat(inquiry.kind()).isEqualTo(Reversal.Kind.INQUIRY);
        assertThat(dispute.kind()).isEqualTo(Reversal.Kind.DISPUTE);
        assertThat(dispute.id()).isEqualTo(inquiry.id());
    }

    @Test
    void I25_aPreventedDisputeIsClosed() {
        String intent = world.stripe.shopper().pay(4990, "eur", Map.of());
        world.stripe.merchant().preventDispute(intent);

        assertThat(world.find(intent).reversals())
                .singleElement()
                .extracting(Reversal::state)
                .isEqualTo(Reversal.State.PREVENTED);
        assertThat(world.find(intent).disputed()).isFalse();
    }

    @Test
    void J31_anotherAttemptTakesTheMoneyWithTheSameIntent() {
        Payment declined = world.seen(charge(1, TestCard.INSUFFICIENT_FUNDS, Optional.empty()));
        Payment paid = world.seen(charge(2, TestCard.VISA, Optional.of(again(declined))));

        assertThat(paid.id()).isEqualTo(declined.id());
        assertThat(paid.stage()).isEqualTo(Stage.CAPTURED);
        assertThat(paid.transaction()).isNotEqualTo(declined.transaction());
        assertThat(paid.tag().orElseThrow().operation()).isEqualTo(1);
        assertThat(world.stripe.journal().captured(paid.id())).isEqualTo(4990);
    }

    @Test
    void J31_aSecondAnswerToTheSameAttemptTakesNothingAgain() {
        Payment declined = world.seen(charge(1, TestCard.INSUFFICIENT_FUNDS, Optional.empty()));
        Operation.Charge again = charge(2, TestCard.VISA, Optional.of(again(declined)));

        assertThat(world.seen(again)).isEqualTo(world.seen(again));
        assertThat(world.stripe.journal().captured(declined.id())).isEqualTo(4990);
    }

    @Test
    void J31_theNetworksAdviceForbidsAnotherAttemptOfAVagueDecline() {
        Payment declined = world.seen(charge(1, TestCard.NETWORK_FORBIDS, Optional.empty()));

        assertThat(declined.decline())
                .contains(new Payment.Decline(
                        "generic_decline", false, Optional.of(RetryAdvice.of(RetryAdvice.Way.NEVER))));
    }

    private static DeclinedPayment again(Payment declined) {
        return new DeclinedPayment(declined.id(), declined.transaction());
    }

    private static Operation.Charge charge(int number, TestCard card, Optional<DeclinedPayment> confirms) {
        return new Operation.Charge(SimulatedStripe.header(number), EUR_49_90, card.id(), false, "", false, confirms);
    }

    private Payment waiting(TestCard method) {
        String intent = world.stripe.shopper().open(4990, "eur", Map.of());
        world.stripe.shopper().confirm(intent, method);
        return world.find(intent);
    }
}
