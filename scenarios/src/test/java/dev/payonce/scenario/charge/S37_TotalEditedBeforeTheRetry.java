package dev.payonce.scenario.charge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import dev.payonce.servers.stripe.http.Call;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The order's total is edited between the first try and the retry: the retry sends the same bytes. */
class S37_TotalEditedBeforeTheRetry {

    @Test
    void theRetrySendsWhatTheFirstTrySent(Shop shop) throws InterruptedException {
        StoreClient checkout = new StoreClient(shop);
        try (Barrier first = checkout.holdCharge(Phase.ARRIVED)) {
            CompletableFuture<StoreProgram.Answer> paying = StoreClient.meanwhile(() -> checkout.pay("edited"));
            assertThat(first.await(Shop.PATIENCE)).as("the charge is sent").isPresent();
            shop.all()
                    .store()
                    .sql()
                    .sql("UPDATE wp_wc_orders SET total_amount = total_amount + 5 WHERE id = ?")
                    .param(checkout.underTest().id())
                    .update();
            first.drop();
            paying.join();
        }
        dev.payonce.servers.Await.until(
                "it is sent again", Shop.PATIENCE, () -> checkout.charges().size() > 1);

        assertThat(checkout.charges().stream().map(Call::key).distinct()).hasSize(1);
        assertThat(checkout.charges().stream().map(Call::params).distinct()).hasSize(1);
        assertThat(shop.all()
                        .stripe()
                        .journal()
                        .netOf(checkout.underTest().id())
                        .values())
                .containsExactly(checkout.underTest().asked());
    }
}
