package dev.payonce.scenario.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The scenario of a charge whose callback overtakes its response, so the order has no payment ID yet. */
class S08_CallbackBeforeTheAnswer {

    private final Shop shop;

    S08_CallbackBeforeTheAnswer(Shop shop) {
        this.shop = shop;
    }

    @Test
    void itIsTakenByOurOwnTagAndTheOrderIsPaidOnce() throws InterruptedException {
        isPaidOnceWhenTheResult(Barrier::release);
    }

    @Test
    void theCallbackPaysTheOrderWhenTheResultNeverComes() throws InterruptedException {
        isPaidOnceWhenTheResult(Barrier::drop);
    }

    private void isPaidOnceWhenTheResult(Consumer<Barrier> goesOn) throws InterruptedException {
        StoreClient checkout = new StoreClient(shop);
        try (Barrier charge = checkout.holdCharge(Phase.FINISHED)) {
            CompletableFuture<StoreProgram.Answer> asked = StoreClient.meanwhile(() -> checkout.pay("overtaken"));
            assertThat(charge.await(Shop.PATIENCE))
                    .as("the charge has happened")
                    .isPresent();
            String intent = checkout.journal().getFirst().intent();

            checkout.underTest().deliver(intent, OrderUnderTest.SUCCEEDED);
            assertThat(checkout.underTest().row().isPaid())
                    .as("no reconciliation happens meanwhile")
                    .isFalse();
            goesOn.accept(charge);

            assertThat(checkout.becomesPaid().isPaidOnce()).isEqualTo(intent);
            asked.join();
        }
        assertThat(StoreClient.status(checkout.pay("overtaken"))).isEqualTo("paid");
        assertThat(checkout.charges().stream().map(call -> call.key()).distinct())
                .hasSize(1);
    }
}
