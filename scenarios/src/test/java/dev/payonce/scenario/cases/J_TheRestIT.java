package dev.payonce.scenario.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.TestCard;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The case 31 on real servers: another attempt after a decline, with the same method or another one. */
class J_TheRestIT {

    private final Shop shop;
    private final StoreClient checkout;
    private final OrderUnderTest underTest;

    J_TheRestIT(Shop shop) {
        this.shop = shop;
        this.checkout = new StoreClient(shop);
        this.underTest = checkout.underTest();
        assertThat(checkout.pay("first", TestCard.INSUFFICIENT_FUNDS).status()).isEqualTo(402);
    }

    @Test
    void J31_theSameMethodAndAnotherOneConfirmTheSameIntent() {
        assertThat(checkout.pay("again", TestCard.INSUFFICIENT_FUNDS).status()).isEqualTo(402);
        assertThat(confirmed()).hasSize(1);

        StoreProgram.Answer paid = checkout.pay("other", TestCard.VISA);

        assertThat(StoreClient.status(paid)).as(paid.body()).isEqualTo("paid");
        assertThat(confirmed().stream().map(Call::key).distinct()).hasSize(2);
        isPaidByItsOneIntent();
    }

    /** Each tab has a card and a key of its own, and both are answered by one attempt. */
    @Test
    void J31_twoTabsWithDifferentCardsAreChargedOnce() {
        StoreClient.atOnce(
                List.of(() -> checkout.pay("one", TestCard.VISA), () -> checkout.pay("two", TestCard.MASTERCARD)));

        checkout.becomesPaid();
        isPaidByItsOneIntent();
        assertThat(StoreClient.status(checkout.pay("one", TestCard.VISA))).isEqualTo("paid");
        assertThat(StoreClient.status(checkout.pay("two", TestCard.MASTERCARD))).isEqualTo("paid");
    }

    @Test
    void J31_aWorkerKilledBetweenTheConfirmationAndItsRecordConfirmsOnce() throws InterruptedException {
        String intent = underTest.journal().getFirst().intent();
        Barrier confirmation = shop.all()
                .stripe()
                .barriers()
                .hold(
                        Phase.FINISHED,
                        call -> call.route() == Route.CONFIRM_INTENT
                                && call.id().equals(intent));
        CompletableFuture<StoreProgram.Answer> asked =
                StoreClient.meanwhile(() -> checkout.pay("killed", TestCard.VISA));
        try {
            assertThat(confirmation.await(Shop.PATIENCE))
                    .as("the confirmation is sent")
                    .isPresent();
        } finally {
            shop.all().worker().kill();
            confirmation.drop();
            confirmation.close();
            shop.all().restartWorker();
        }
        asked.join();

        checkout.becomesPaid();
        isPaidByItsOneIntent();
        assertThat(confirmed().stream().map(Call::key).distinct()).hasSize(1);
    }

    private void isPaidByItsOneIntent() {
        checkout.isPaidOnce();
        assertThat(checkout.charges()).hasSize(1);
        assertThat(underTest.sent(Route.CANCEL_INTENT)).isEmpty();
    }

    /** Returns the confirmations, which name the intent only. */
    private List<Call> confirmed() {
        String intent = underTest.journal().getFirst().intent();
        return shop.all().stripe().calls().posts().stream()
                .filter(call ->
                        call.route() == Route.CONFIRM_INTENT && call.id().equals(intent))
                .toList();
    }
}
