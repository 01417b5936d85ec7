package dev.payonce.scenario.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.http.Call;
import org.junit.jupiter.api.Test;

/** The cases 4, 5, 7, 27, 40 and 41 on real servers: an order that was paid, and that a person or a program moves. */
class B_ReopenedOrdersIT {

    private final Shop shop;

    B_ReopenedOrdersIT(Shop shop) {
        this.shop = shop;
    }

    private void becomes(OrderUnderTest underTest, String status) {
        shop.all().store().setStatus(underTest.id(), status);
    }

    /** The second refund is a move of its own, whatever its name (case 27). */
    @Test
    void B4_aRefundedAndReopenedOrderIsChargedAgainAndCanBeRefundedAgain() {
        StoreClient checkout = StoreClient.ofPaidOrder(shop);
        OrderUnderTest underTest = checkout.underTest();
        assertThat(StoreClient.status(checkout.giveAllBack("all", 1))).isEqualTo("refunded");
        assertThat(underTest.rests().row().status()).isEqualTo("wc-refunded");
        becomes(underTest, "wc-pending");

        StoreProgram.Answer again = checkout.pay("again");

        assertThat(StoreClient.status(again)).as(again.body()).isEqualTo("paid");
        assertThat(checkout.charges().stream().map(Call::key).distinct()).hasSize(2);
        assertThat(underTest.rests().holding()).hasSize(1);
        assertThat(underTest.ledger()).contains("paid", "paid#2");
        assertThat(underTest.row().status()).isEqualTo("wc-processing");

        assertThat(StoreClient.status(checkout.giveAllBack("all-again", 2))).isEqualTo("refunded");
        assertThat(underTest.rests().holding()).isEmpty();
        assertThat(underTest.row().status()).isEqualTo("wc-refunded");
    }

    @Test
    void B5_aReopenedOrderThatAsksMoreIsRefusedAndNamesBothAmounts() {
        StoreClient checkout = StoreClient.ofPaidOrder(shop);
        OrderUnderTest underTest = checkout.underTest();
        becomes(underTest, "wc-pending");
        long more = underTest.asked() + 3000;
        underTest.costs("total_amount + 30", "EUR");

        StoreProgram.Answer again = checkout.pay("again");

        assertThat(again.status()).as(again.body()).isEqualTo(409);
        assertThat(StoreClient.code(again)).isEqualTo("partly_paid");
        assertThat(again.json().at("/amount/minor").asLong()).isEqualTo(underTest.asked());
        assertThat(again.json().at("/asks/minor").asLong()).isEqualTo(more);
        underTest.asks("AMOUNT_DIFFERS");
        assertThat(underTest.row().status()).isEqualTo("wc-pending");
        assertThat(checkout.charges()).hasSize(1);
    }

    @Test
    void B7_aPaidOrderThatAPersonFailsStaysFailedAndAsks() {
        OrderUnderTest underTest = asksAfterItsPayment("wc-failed");

        assertThat(underTest.row().status()).isEqualTo("wc-failed");
    }

    /** WooCommerce's cron had read the order as pending, and cancels it after the payment. */
    @Test
    void I40_aPaidOrderThatAStaleCronCancelsAsks() {
        OrderUnderTest underTest = asksAfterItsPayment("wc-cancelled");

        assertThat(underTest.holding()).hasSize(1);
    }

    @Test
    void I41_anOrderWithAPaidDateAndNoPaymentIsNeitherChargedNorAnsweredPaid() {
        StoreClient checkout = new StoreClient(shop);
        shop.all().store().markPaid(checkout.underTest().id(), "wc-processing");
        becomes(checkout.underTest(), "wc-pending");

        StoreProgram.Answer answer = checkout.pay("pay");

        assertThat(StoreClient.code(answer)).as(answer.body()).isEqualTo("marked_paid");
        assertThat(checkout.charges()).isEmpty();
    }

    /** Closes a paid order by this status, and expects the review. */
    private OrderUnderTest asksAfterItsPayment(String status) {
        StoreClient checkout = StoreClient.ofPaidOrder(shop);
        becomes(checkout.underTest(), status);

        StoreProgram.Answer _ = checkout.refresh();

        checkout.underTest().asks("PAID_BUT_CLOSED");
        return checkout.underTest();
    }
}
