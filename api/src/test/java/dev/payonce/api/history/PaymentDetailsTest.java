package dev.payonce.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Fee;
import dev.payonce.payment.SavedMethod;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The test of the answer to {@code GET /payments/{order}}: what a payment cost, and the method that it left behind. */
class PaymentDetailsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final SavedMethod CARD = new SavedMethod("pm_1", "card", "cus_1", "", "visa", "4242", 12, 2030);

    @Test
    void paymentShowsItsLastFeeItsNetAndTheMethodThatItLeft() {
        PaymentDetails details = details(Ledger.EMPTY
                .with(paid("pi_1"), NOW, "callback")
                .with(new Fact.MethodSaved("stripe", "pi_1", CARD), NOW, "callback")
                .with(fee("pi_1", 75), NOW, "callback")
                .with(fee("pi_1", 80), NOW, "callback"));

        assertThat(details.fee()).isNotNull().satisfies(booked -> {
            assertThat(booked.fee().minor()).isEqualTo(80);
            assertThat(booked.net().minor()).isEqualTo(4910);
            assertThat(booked.net().currency()).isEqualTo("EUR");
        });
        assertThat(details.saved()).containsExactly(CARD);
    }

    @Test
    void feeOfAnotherPaymentIsNotShown() {
        PaymentDetails details =
                details(Ledger.EMPTY.with(paid("pi_1"), NOW, "callback").with(fee("pi_2", 75), NOW, "callback"));

        assertThat(details.fee()).isNull();
        assertThat(details.saved()).isNull();
    }

    private static PaymentDetails details(Ledger ledger) {
        PaymentHistory.Timeline timeline = new PaymentHistory.Timeline(
                new OrderId("", 1001),
                PaymentSummary.of(ledger),
                ledger.entries().stream()
                        .map(entry -> new PaymentHistory.Line(entry, "1"))
                        .toList());
        return PaymentDetails.of(timeline, Optional.of(Optional.empty()), false, NOW);
    }

    private static Fact paid(String payment) {
        return new Fact.Paid(
                Status.PENDING,
                "stripe",
                payment,
                "ch_1",
                ExternalIds.of(payment),
                new Money(4990, "EUR"),
                Optional.empty(),
                false);
    }

    private static Fact fee(String payment, long minor) {
        return new Fact.FeeObserved(
                "stripe", payment, new Fee(new Money(minor, "EUR"), new Money(4990 - minor, "EUR")));
    }
}
