package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import dev.payonce.servers.stripe.http.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The tests that no action of Temporal's own UI or command line changes money at the worst moment: the gateway has made the
 * charge, and its answer is on the way.
 */
class WorstMomentIT {

    private static final String CARRY_OUT = "Gateway.CarryOut";

    private static final Duration WITHIN = Duration.ofSeconds(60);

    private final Shop shop;

    WorstMomentIT(Shop shop) {
        this.shop = shop;
    }

    /** The act of an operator on a run, or on the activity that charges. */
    private enum Act {
        CANCEL_RUN,
        RESET_RUN,
        TERMINATE_RUN,
        PAUSE_ACTIVITY,
        RESET_ACTIVITY,
        SHORTEN_ACTIVITY;

        void on(Runs runs, String workflow) {
            switch (this) {
                case CANCEL_RUN -> runs.cancel(workflow);
                case RESET_RUN -> {
                    var _ = runs.reset(workflow);
                }
                case TERMINATE_RUN -> runs.terminate(workflow);
                case PAUSE_ACTIVITY -> {
                    runs.pauseActivity(workflow, CARRY_OUT);
                    CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS)
                            .execute(() -> runs.unpauseActivity(workflow, CARRY_OUT));
                }
                case RESET_ACTIVITY -> runs.resetActivity(workflow, CARRY_OUT);
                case SHORTEN_ACTIVITY -> runs.shortenActivity(workflow, CARRY_OUT, 1);
            }
        }
    }

    @AfterEach
    void mend() {
        shop.all().stripe().mayWrite(true);
    }

    @Test
    void eachActOfAnOperatorChargesOnce() throws InterruptedException {
        Map<Act, StoreClient> orders = new EnumMap<>(Act.class);
        Map<Act, Barrier> held = new EnumMap<>(Act.class);
        List<CompletableFuture<StoreProgram.Answer>> asked = new ArrayList<>();
        for (Act act : Act.values()) {
            StoreClient checkout = new StoreClient(shop);
            orders.put(act, checkout);
            held.put(act, checkout.holdCharge(Phase.FINISHED));
            asked.add(StoreClient.meanwhile(() -> checkout.pay("k")));
        }
        try {
            for (Act act : Act.values()) {
                assertThat(held.get(act).await(Shop.PATIENCE)).as("%s", act).isPresent();
                act.on(shop.runs(), orders.get(act).underTest().workflow());
            }
        } finally {
            held.values().forEach(Barrier::drop);
            held.values().forEach(Barrier::close);
        }
        asked.forEach(CompletableFuture::join);

        orders.forEach((act, checkout) -> {
            Await.until(
                    act + " is paid",
                    Shop.PATIENCE,
                    () -> StoreClient.status(checkout.pay("k")).equals("paid"));
            Await.until(
                    act + " rests",
                    Shop.PATIENCE,
                    () -> shop.rests(checkout.underTest().workflow())); // Canceled, or done.
            assertThat(checkout.underTest().holding()).as("%s", act).hasSize(1);
            checkout.underTest().isPaidOnceBy(checkout.underTest().holding().getFirst());
            assertThat(checkout.charges().stream().map(Call::key).distinct())
                    .as("%s", act)
                    .hasSize(1);
        });
    }

    /** A reset counts tries from 1 again; the key loses its right to write meanwhile, and the next try is turned away. */
    @Test
    void H38_aTryAfterAResetOfTheActivityIsNoFirstTry() throws InterruptedException {
        StoreClient lost = new StoreClient(shop);
        Barrier charge = lost.holdCharge(Phase.ARRIVED);
        CompletableFuture<StoreProgram.Answer> asked = StoreClient.meanwhile(() -> lost.pay("k"));
        try {
            assertThat(charge.await(Shop.PATIENCE)).isPresent();
            shop.runs().resetActivity(lost.underTest().workflow(), CARRY_OUT);
            shop.all().stripe().mayWrite(false);
        } finally {
            charge.drop();
            charge.close();
        }

        assertThat(asked.join().status()).isEqualTo(202);
        Await.until(
                "it is stalled",
                Shop.PATIENCE,
                () -> lost.underTest().told().json().path("status").asText().equals("STALLED"));
        assertThat(lost.pay("k").status()).as("it may have arrived").isEqualTo(202);
        mend();
        Await.until("it is made", WITHIN, () -> lost.underTest().row().isPaid());
        lost.isPaidOnce();
    }
}
