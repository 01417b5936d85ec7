package dev.payonce.scenario.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import dev.payonce.servers.stripe.http.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The worker is killed after the charge, before its result is recorded: the same key again, and one charge. */
class S06_KilledAfterTheCharge {

    private final Shop shop;

    S06_KilledAfterTheCharge(Shop shop) {
        this.shop = shop;
    }

    /** Three orders, each at its own point when the one worker dies: before the effect, after it, as its answer arrives. */
    @Test
    void isChargedOnceWhereverTheWorkerDies() throws InterruptedException {
        Map<StoreClient, Barrier> held = new LinkedHashMap<>();
        List<CompletableFuture<StoreProgram.Answer>> asked = new ArrayList<>();
        for (Phase phase : List.of(Phase.ARRIVED, Phase.FINISHED, Phase.ANSWERED)) {
            StoreClient checkout = new StoreClient(shop);
            held.put(checkout, checkout.holdCharge(phase));
            asked.add(StoreClient.meanwhile(() -> checkout.pay("killed")));
        }
        try {
            for (Barrier charge : held.values()) {
                assertThat(charge.await(Shop.PATIENCE)).as("the charge is sent").isPresent();
            }
        } finally {
            shop.all().worker().kill();
            held.values().forEach(Barrier::drop);
            held.values().forEach(Barrier::close);
            shop.all().restartWorker();
        }
        asked.forEach(CompletableFuture::join);

        for (StoreClient checkout : held.keySet()) {
            checkout.becomesPaid().isPaidOnce();
            assertThat(checkout.charges().stream().map(Call::key).distinct()).hasSize(1);
            assertThat(StoreClient.status(checkout.pay("killed"))).isEqualTo("paid");
        }
    }
}
