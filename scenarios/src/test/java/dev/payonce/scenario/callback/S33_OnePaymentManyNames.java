package dev.payonce.scenario.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The store's own plugin completed the order with ch_1; then the callback names pi_1 of the same payment. */
class S33_OnePaymentManyNames {

    private final Shop shop;

    S33_OnePaymentManyNames(Shop shop) {
        this.shop = shop;
    }

    @Test
    void nothingHappensToTheOrder() {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.payByPlugin();
        isCompletedByPlugin(underTest, intent);
        OrderUnderTest.Books before = underTest.books();

        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        isAsBefore(underTest.rests(), before, intent);
    }

    /** Ours and whole, so that a rule could give it back if it took it for a second payment. */
    @Test
    void ourOwnPaymentThatThePluginHasRecordedIsNoSecondOne() throws InterruptedException {
        StoreClient checkout = new StoreClient(shop);
        OrderUnderTest underTest = checkout.underTest();
        try (Barrier charge = checkout.holdCharge(Phase.FINISHED)) {
            CompletableFuture<StoreProgram.Answer> asked = StoreClient.meanwhile(() -> checkout.pay("ours"));
            assertThat(charge.await(Shop.PATIENCE))
                    .as("the charge has happened")
                    .isPresent();
            String intent = checkout.journal().getFirst().intent();
            isCompletedByPlugin(underTest, intent);
            OrderUnderTest.Books before = underTest.books();
            charge.release();

            assertThat(StoreClient.status(asked.join())).isEqualTo("paid");
            underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
            underTest.deliver(shop.all().stripe().twin(underTest.event(intent, OrderUnderTest.SUCCEEDED)));

            isAsBefore(underTest.rests(), before, intent);
        }
    }

    /** By whichever name it is called, there is one payment to give back, and it goes back once. */
    @Test
    void aChargeOfThePluginIsRefundedOnceWhenThatIsRequested() {
        OrderUnderTest underTest = shop.underTest();
        StoreClient clerk = new StoreClient(shop, underTest);
        String intent = underTest.payByPlugin();
        isCompletedByPlugin(underTest, intent);
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);
        underTest.rests();

        assertThat(StoreClient.status(clerk.giveAllBack("all", 1))).isEqualTo("refunded");
        underTest.deliver(intent, "charge.refunded");
        underTest.deliver(intent, "refund.created");

        assertThat(clerk.isOnRecord().left()).isZero();
        assertThat(clerk.refunds()).hasSize(1);
    }

    private void isCompletedByPlugin(OrderUnderTest underTest, String intent) {
        shop.all()
                .store()
                .sql()
                .sql("UPDATE wp_wc_orders SET status = 'wc-processing', transaction_id = ? WHERE id = ?")
                .params(underTest.shopper().latestCharge(intent).orElseThrow(), underTest.id())
                .update();
        shop.all()
                .store()
                .sql()
                .sql("UPDATE wp_wc_order_operational_data SET date_paid_gmt = UTC_TIMESTAMP() WHERE order_id = ?")
                .param(underTest.id())
                .update();
    }

    private void isAsBefore(OrderUnderTest underTest, OrderUnderTest.Books before, String intent) {
        OrderUnderTest.Books after = underTest.books();
        assertThat(after.row()).isEqualTo(before.row());
        assertThat(after.moves()).isEqualTo(before.moves());
        assertThat(after.notes()).isEmpty();
        assertThat(after.ledger()).noneMatch(line -> line.startsWith("review:"));
        assertThat(shop.all().stripe().journal().net(intent)).isEqualTo(underTest.asked());
        assertThat(new StoreClient(shop, underTest).sent()).isEmpty();
    }
}
