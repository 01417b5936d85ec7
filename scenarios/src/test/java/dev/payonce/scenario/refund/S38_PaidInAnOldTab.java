package dev.payonce.scenario.refund;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.state.TestCard;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An old tab waits for authentication while another card is used: it is voided, or what it pays all the same goes back. */
class S38_PaidInAnOldTab {

    private final Shop shop;

    S38_PaidInAnOldTab(Shop shop) {
        this.shop = shop;
    }

    @Test
    void theOldPaymentIsVoidedFirst() {
        StoreClient checkout = new StoreClient(shop);
        StoreProgram.Answer old = checkout.pay("old", TestCard.THREE_D_SECURE);
        assertThat(StoreClient.status(old)).isEqualTo("action_required");

        StoreProgram.Answer other = checkout.pay("new", TestCard.VISA);

        assertThat(StoreClient.status(other)).isEqualTo("paid");
        String voided = old.json().path("payment").asText();
        assertThat(checkout.underTest().shopper().status(voided)).isEqualTo("canceled");
        assertThat(checkout.journal())
                .extracting(Journal.Entry::kind)
                .containsSubsequence(Journal.Kind.CANCELED, Journal.Kind.CAPTURED);
        assertThat(checkout.isPaidOnce()).isEqualTo(other.json().path("payment").asText());
    }

    @Test
    void nothingElseIsChargedWhenTheOldTabIsFasterThanItsVoid() throws InterruptedException {
        StoreClient checkout = new StoreClient(shop);
        String old = checkout.pay("old", TestCard.THREE_D_SECURE)
                .json()
                .path("payment")
                .asText();
        try (Barrier theVoid = holdsTheVoidOf(old)) {
            CompletableFuture<StoreProgram.Answer> other =
                    StoreClient.meanwhile(() -> checkout.pay("new", TestCard.VISA));
            assertThat(theVoid.await(Shop.PATIENCE)).as("the void is sent").isPresent();
            checkout.underTest().shopper().authenticates(old);
            theVoid.release();

            assertThat(StoreClient.status(other.join())).isEqualTo("paid");
        }
        assertThat(checkout.isPaidOnce()).isEqualTo(old);
        assertThat(checkout.charges()).hasSize(1);
    }

    /** A payment of ours that was never answered and is left open in a browser; the order is paid, and then it is used. */
    @Test
    void aPaymentInAnOldTabForAPaidOrderGoesBackOnce() {
        StoreClient clerk = StoreClient.ofPaidOrder(shop);
        OrderUnderTest underTest = clerk.underTest();
        String kept = clerk.payment();
        String old = underTest.pay();

        underTest.deliver(old, OrderUnderTest.SUCCEEDED);
        underTest.rests().deliver(shop.all().stripe().twin(underTest.event(old, OrderUnderTest.SUCCEEDED)));
        underTest.rests().deliver(old, "refund.created");

        goesBackOnce(clerk, kept, old);
    }

    @Test
    void aPaymentInAnOldTabGoesBackOnceWhenItsVoidIsUnderWay() throws InterruptedException {
        StoreClient clerk = StoreClient.ofPaidOrder(shop);
        OrderUnderTest underTest = clerk.underTest();
        String kept = clerk.payment();
        String old = underTest.shopper().open(underTest.asked(), "EUR", underTest.tag());
        underTest.shopper().confirm(old, TestCard.THREE_D_SECURE);
        try (Barrier theVoid = holdsTheVoidOf(old)) {
            underTest.deliver(old, "payment_intent.requires_action");
            assertThat(theVoid.await(Shop.PATIENCE)).as("the void is sent").isPresent();
            underTest.shopper().authenticates(old);
            theVoid.release();
        }
        underTest.rests().deliver(old, OrderUnderTest.SUCCEEDED);

        goesBackOnce(clerk, kept, old);
    }

    private Barrier holdsTheVoidOf(String payment) {
        return shop.all()
                .stripe()
                .barriers()
                .hold(
                        Phase.ARRIVED,
                        call -> call.route() == Route.CANCEL_INTENT && call.id().equals(payment));
    }

    private static void goesBackOnce(StoreClient clerk, String kept, String duplicate) {
        clerk.isOnRecord().underTest().isPaidOnceBy(kept);
        assertThat(clerk.refunds()).singleElement().satisfies(refund -> {
            assertThat(refund.intent()).isEqualTo(duplicate);
            assertThat(refund.amount()).isEqualTo(clerk.underTest().asked());
        });
        assertThat(clerk.sent()).hasSize(1);
    }
}
