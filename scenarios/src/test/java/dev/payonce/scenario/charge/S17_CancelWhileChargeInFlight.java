package dev.payonce.scenario.charge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import dev.payonce.servers.stripe.state.Journal;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * The scenario of a cancellation while a charge is in flight: Payonce waits for the outcome, then voids or refuses.
 */
class S17_CancelWhileChargeInFlight {

    private final Shop shop;

    S17_CancelWhileChargeInFlight(Shop shop) {
        this.shop = shop;
    }

    @Test
    void anOrderPaidMeanwhileStaysPaidAndTheCancellationIsRefused() throws InterruptedException {
        StoreClient checkout = new StoreClient(shop);
        StoreProgram.Answer cancelled = cancelWhile(checkout, () -> checkout.pay("pay"));

        assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(409);
        checkout.isPaidOnce();
    }

    @Test
    void anAuthorizedPaymentIsVoided() throws InterruptedException {
        StoreClient checkout = new StoreClient(shop);
        StoreProgram.Answer cancelled = cancelWhile(checkout, () -> checkout.authorize("pay"));

        assertThat(StoreClient.status(cancelled)).isEqualTo("cancelled");
        assertThat(checkout.journal())
                .extracting(Journal.Entry::kind)
                .containsExactly(Journal.Kind.AUTHORIZED, Journal.Kind.CANCELED);
        assertThat(checkout.charges()).hasSize(1);
    }

    private StoreProgram.Answer cancelWhile(
            StoreClient checkout, java.util.function.Supplier<StoreProgram.Answer> charge) throws InterruptedException {
        try (Barrier held = checkout.holdCharge(Phase.STARTED)) {
            CompletableFuture<StoreProgram.Answer> paying = StoreClient.meanwhile(charge);
            assertThat(held.await(Shop.PATIENCE)).as("the charge is sent").isPresent();
            CompletableFuture<StoreProgram.Answer> cancelling = StoreClient.meanwhile(() -> checkout.cancel("cancel"));
            dev.payonce.servers.Await.holdsWithin(java.time.Duration.ofSeconds(1), cancelling::isDone);
            assertThat(cancelling).as("waits for the charge").isNotDone();
            held.release();
            paying.join();
            return cancelling.join();
        }
    }
}
