package dev.payonce.sandbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.stripe.Barrier;
import dev.payonce.sandbox.stripe.Barrier.Phase;
import dev.payonce.sandbox.stripe.Call;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The worker is killed after the charge, before its result is recorded: the same key again, and one charge. */
@OnRealServers
class S06_KilledAfterTheCharge {

    private final Shop shop;

    S06_KilledAfterTheCharge(Shop shop) {
        this.shop = shop;
    }

    @Test
    void beforeTheChargeIsLookedAt() throws InterruptedException {
        isChargedOnce(Phase.ARRIVED);
    }

    @Test
    void afterItBeforeTheAnswerIsSent() throws InterruptedException {
        isChargedOnce(Phase.FINISHED);
    }

    @Test
    void asTheAnswerArrives() throws InterruptedException {
        isChargedOnce(Phase.ANSWERED);
    }

    private void isChargedOnce(Phase phase) throws InterruptedException {
        Checkout checkout = new Checkout(shop);
        try (Barrier charge = checkout.hold(phase)) {
            CompletableFuture<Door.Answer> asked = Checkout.meanwhile(() -> checkout.pay("killed"));
            assertThat(charge.await(Shop.PATIENCE)).as("the charge is sent").isPresent();
            shop.all().worker().kill();
            charge.drop();
            shop.all().restartWorker();
            asked.join();
        }

        checkout.becomesPaid().isPaidOnce();
        assertThat(checkout.charges().stream().map(Call::key).distinct()).hasSize(1);
        assertThat(Checkout.status(checkout.pay("killed"))).isEqualTo("paid");
    }
}
