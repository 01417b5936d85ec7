package dev.payonce.woocommerce.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Reversal.Kind;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The row that PHP's guards and the order's screen read, by CONTRACT.md §1. */
class PaymentRowTest {

    private static final Instant SEEN = Instant.parse("2026-11-25T09:00:00Z");
    private static final Instant NOW = SEEN.plus(Duration.ofMinutes(10));
    private static final Instant DAY_AHEAD = NOW.plus(Duration.ofDays(1));
    private static final Instant HOUR_AFTER_SEEN = SEEN.plus(Duration.ofHours(1));
    private static final Money TOTAL = new Money(4990, "EUR");
    private static final Fact PAID = new Fact.Paid(
            Status.PENDING, "stripe", "pi_1", "ch_1", ExternalIds.of("pi_1"), TOTAL, Optional.of(TOTAL), false);

    @Test
    void orderWithoutPaymentMayBeCancelled() {
        PaymentRow row = row(Ledger.EMPTY);

        assertThat(row.keepUntil()).isEmpty();
        assertThat(row.observed()).isEmpty();
        assertThat(row.refunded()).isZero();
        assertThat(row.waitsFor()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void paymentThatBindsMoneyKeepsItsOrderForADay(Stage stage) {
        Optional<Instant> expected = switch (stage) {
            case PENDING, APPROVED, AUTHORIZED, CAPTURED -> Optional.of(DAY_AHEAD);
            case OPEN, CLOSED -> Optional.empty();
        };

        assertThat(row(ledger(seen("pi_1", stage, WaitsFor.NOTHING))).keepUntil())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void operationThatMayStillMoveMoneyKeepsTheOrderForADay(OperationStatus status) {
        Ledger created = ledger(new Fact.OperationCreated(charge()));
        Ledger ledger = status == OperationStatus.DUE
                ? created
                : created.with(new Fact.OperationResolved(1, status, "", false, ""), SEEN, "");

        assertThat(row(ledger).keepUntil()).isEqualTo(status.isOpen() ? Optional.of(DAY_AHEAD) : Optional.empty());
    }

    @Test
    void shopperHasAnHourFromTheBeginningOfTheWait() {
        Ledger waits = ledger(seen("pi_1", Stage.OPEN, WaitsFor.SHOPPER));
        Ledger seenAgain = waits.with(
                waiting("pi_1", Optional.of(SEEN.plus(Duration.ofDays(2))), Optional.empty()),
                SEEN.plus(Duration.ofMinutes(5)),
                "");

        assertThat(row(waits).waitsFor()).isEqualTo("SHOPPER");
        assertThat(row(waits).keepUntil()).contains(HOUR_AFTER_SEEN);
        assertThat(row(seenAgain).keepUntil()).contains(HOUR_AFTER_SEEN);
    }

    @Test
    void shopperHasLessThanAnHourWhereThePaymentExpiresBefore() {
        Instant soon = SEEN.plus(Duration.ofMinutes(20));

        assertThat(row(ledger(waiting("pi_1", Optional.of(soon), Optional.empty())))
                        .keepUntil())
                .contains(soon);
    }

    @Test
    void lastOfTwoWaitsCounts() {
        Ledger two = ledger(seen("pi_1", Stage.OPEN, WaitsFor.SHOPPER))
                .with(seen("pi_2", Stage.OPEN, WaitsFor.SHOPPER), NOW, "");

        assertThat(row(two).keepUntil()).contains(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void declinedPaymentKeepsNothing() {
        Payment.Decline decline = new Payment.Decline("insufficient_funds", true, Optional.empty());

        assertThat(row(ledger(waiting("pi_1", Optional.empty(), Optional.of(decline))))
                        .keepUntil())
                .isEmpty();
    }

    @Test
    void paymentThatWaitsForTheGatewaySaysSo() {
        assertThat(row(ledger(seen("pi_1", Stage.PENDING, WaitsFor.GATEWAY))).waitsFor())
                .isEqualTo("GATEWAY");
        assertThat(row(ledger(seen("pi_1", Stage.CAPTURED, WaitsFor.NOTHING))).waitsFor())
                .isEmpty();
    }

    @Test
    void lastOpenReviewIsShown() {
        Ledger both = ledger(new Fact.ReviewOpened(review(1))).with(new Fact.ReviewOpened(review(2)), SEEN, "");
        Ledger first = both.with(new Fact.ReviewClosed(2, Fact.ReviewClosed.Why.CHANGED), SEEN, "");
        Ledger none = first.with(new Fact.ReviewClosed(1, Fact.ReviewClosed.Why.DISMISSED), SEEN, "");

        assertThat(row(both).review()).map(Review::number).contains(2);
        assertThat(row(both).summary().reason()).contains("AMOUNT_DIFFERS");
        assertThat(row(first).review()).map(Review::number).contains(1);
        assertThat(row(none).review()).isEmpty();
    }

    @Test
    void refundedIsWhatLeavesTheMerchantOfThisPayment() {
        Ledger ledger = ledger(
                seen("pi_1", Stage.CAPTURED, WaitsFor.NOTHING),
                PAID,
                reversal("pi_1", "re_1", Kind.REFUND, State.DONE, 1000),
                reversal("pi_1", "re_2", Kind.REFUND, State.PENDING, 500),
                reversal("pi_1", "re_3", Kind.REFUND, State.FAILED, 300),
                reversal("pi_1", "dp_1", Kind.DISPUTE, State.LOST, 200),
                reversal("pi_1", "dp_2", Kind.DISPUTE, State.OPEN, 100),
                reversal("pi_2", "re_4", Kind.REFUND, State.DONE, 700));

        assertThat(row(ledger).refunded()).isEqualTo(1700);
    }

    @Test
    void refundCountsInItsLastState() {
        Ledger ledger = ledger(
                seen("pi_1", Stage.CAPTURED, WaitsFor.NOTHING),
                PAID,
                reversal("pi_1", "re_1", Kind.REFUND, State.PENDING, 1000),
                reversal("pi_1", "re_1", Kind.REFUND, State.FAILED, 1000));

        assertThat(row(ledger).refunded()).isZero();
    }

    @Test
    void refundInAnotherCurrencyDoesNotCount() {
        Reversal foreign = new Reversal(
                "re_1", Kind.REFUND, State.DONE, new Money(900, "USD"), Optional.empty(), Optional.empty());
        Ledger ledger = ledger(
                seen("pi_1", Stage.CAPTURED, WaitsFor.NOTHING),
                PAID,
                new Fact.ReversalObserved("stripe", "pi_1", foreign));

        assertThat(row(ledger).refunded()).isZero();
    }

    private static PaymentRow row(Ledger ledger) {
        return PaymentRow.of(PaymentSummary.of(ledger), ledger, NOW);
    }

    private static Ledger ledger(Fact... facts) {
        Ledger ledger = Ledger.EMPTY;
        for (Fact fact : facts) {
            ledger = ledger.with(fact, SEEN, "");
        }
        return ledger;
    }

    private static Fact seen(String payment, Stage stage, WaitsFor waits) {
        return observed(payment, stage, waits, Optional.empty(), Optional.empty());
    }

    private static Fact waiting(String payment, Optional<Instant> until, Optional<Payment.Decline> decline) {
        return observed(payment, Stage.OPEN, WaitsFor.SHOPPER, until, decline);
    }

    private static Fact observed(
            String payment, Stage stage, WaitsFor waits, Optional<Instant> until, Optional<Payment.Decline> decline) {
        Money captured = stage == Stage.CAPTURED ? TOTAL : new Money(0, "EUR");
        return new Fact.PaymentObserved(
                "stripe", payment, ExternalIds.of(payment), stage, decline, TOTAL, captured, until, waits, 1);
    }

    private static Fact reversal(String payment, String id, Kind kind, State state, long minor) {
        Money money = new Money(minor, "EUR");
        return new Fact.ReversalObserved(
                "stripe", payment, new Reversal(id, kind, state, money, Optional.empty(), Optional.empty()));
    }

    private static Operation charge() {
        OperationHeader header = new OperationHeader(
                1, new OrderId("", 1001), "key", "site", "stripe", OperationHeader.SHAPE, SEEN, DAY_AHEAD);
        return new Operation.Charge(header, TOTAL, "pm_card_visa", true, "", false, Optional.empty());
    }

    private static Review review(int number) {
        return new Review(
                number,
                "facts-" + number,
                Review.Reason.AMOUNT_DIFFERS,
                List.of(),
                List.of("Captured 49.90 EUR of 59.90 EUR."),
                List.of());
    }
}
