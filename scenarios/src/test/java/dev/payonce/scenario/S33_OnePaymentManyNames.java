package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.stripe.chaos.Barrier;
import dev.payonce.sandbox.stripe.chaos.Barrier.Phase;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The store's own plugin completed the order with ch_1; then the callback names pi_1 of the same payment. */
@OnRealServers
class S33_OnePaymentManyNames {

    private final Shop shop;

    S33_OnePaymentManyNames(Shop shop) {
        this.shop = shop;
    }

    @Test
    void nothingHappensToTheOrder() {
        OrderUnderTest sale = shop.sale();
        String intent = sale.payByPlugin();
        isCompletedByPlugin(sale, intent);
        OrderUnderTest.Books before = sale.books();

        sale.deliver(intent, OrderUnderTest.SUCCEEDED);

        isAsBefore(sale.rests(), before, intent);
    }

    /** Ours and whole, so that a rule could give it back if it took it for a second payment. */
    @Test
    void ourOwnPaymentThatThePluginHasRecordedIsNoSecondOne() throws InterruptedException {
        Checkout checkout = new Checkout(shop);
        OrderUnderTest sale = checkout.sale();
        try (Barrier charge = checkout.hold(Phase.FINISHED)) {
            CompletableFuture<ApiClient.Answer> asked = Checkout.meanwhile(() -> checkout.pay("ours"));
            assertThat(charge.await(Shop.PATIENCE))
                    .as("the charge has happened")
                    .isPresent();
            String intent = checkout.journal().getFirst().intent();
            isCompletedByPlugin(sale, intent);
            OrderUnderTest.Books before = sale.books();
            charge.release();

            assertThat(Checkout.status(asked.join())).isEqualTo("paid");
            sale.deliver(intent, OrderUnderTest.SUCCEEDED);
            sale.deliver(shop.all().stripe().twin(sale.event(intent, OrderUnderTest.SUCCEEDED)));

            isAsBefore(sale.rests(), before, intent);
        }
    }

    /** By whichever name it is called, there is one payment to give back, and it goes back once. */
    @Test
    void whatThePluginChargedIsGivenBackOnceWhenThatIsWished() {
        OrderUnderTest sale = shop.sale();
        Clerk clerk = new Clerk(shop, sale);
        String intent = sale.payByPlugin();
        isCompletedByPlugin(sale, intent);
        sale.deliver(intent, OrderUnderTest.SUCCEEDED);
        sale.rests();

        assertThat(Clerk.status(clerk.giveAllBack("all", 1))).isEqualTo("refunded");
        sale.deliver(intent, "charge.refunded");
        sale.deliver(intent, "refund.created");

        assertThat(clerk.isOnRecord().left()).isZero();
        assertThat(clerk.refunds()).hasSize(1);
    }

    private void isCompletedByPlugin(OrderUnderTest sale, String intent) {
        shop.all()
                .store()
                .sql()
                .sql("UPDATE wp_wc_orders SET status = 'wc-processing', transaction_id = ? WHERE id = ?")
                .params(sale.shopper().latestCharge(intent).orElseThrow(), sale.id())
                .update();
        shop.all()
                .store()
                .sql()
                .sql("UPDATE wp_wc_order_operational_data SET date_paid_gmt = UTC_TIMESTAMP() WHERE order_id = ?")
                .param(sale.id())
                .update();
    }

    private void isAsBefore(OrderUnderTest sale, OrderUnderTest.Books before, String intent) {
        OrderUnderTest.Books after = sale.books();
        assertThat(after.row()).isEqualTo(before.row());
        assertThat(after.moves()).isEqualTo(before.moves());
        assertThat(after.notes()).isEmpty();
        assertThat(after.ledger()).noneMatch(line -> line.startsWith("review:"));
        assertThat(shop.all().stripe().journal().net(intent)).isEqualTo(sale.asked());
        assertThat(new Clerk(shop, sale).sent()).isEmpty();
    }
}
