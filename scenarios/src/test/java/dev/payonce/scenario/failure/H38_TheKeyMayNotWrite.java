package dev.payonce.scenario.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The scenario of a key that may look payments up and may not write. Each lookup succeeds and shows nothing, so only the
 * answer to the operation itself says what is wrong.
 */
class H38_TheKeyMayNotWrite {

    private static final Duration WITHIN = Duration.ofSeconds(60);

    /** Long enough for several resends: each of them is answered, and proves that nothing was taken. */
    private static final Duration SOME_RESENDS = Duration.ofSeconds(75);

    private final Shop shop;

    H38_TheKeyMayNotWrite(Shop shop) {
        this.shop = shop;
    }

    @AfterEach
    void mend() {
        shop.all().stripe().mayWrite(true);
    }

    @Test
    void eachCallerIsInformedUntilTheKeyIsMendedAndNothingIsDoneTwice() throws InterruptedException {
        StoreClient refund = StoreClient.ofPaidOrder(shop);
        StoreClient capture = StoreClient.ofAuthorizedOrder(shop);
        StoreClient charge = new StoreClient(shop);
        shop.all().stripe().mayWrite(false);
        List<Supplier<StoreProgram.Answer>> requests =
                List.of(() -> charge.pay("k"), () -> capture.capture("c"), () -> refund.giveBack("r", 100, 1));
        List<OrderUnderTest> all = List.of(charge.underTest(), capture.underTest(), refund.underTest());

        areUnavailable(requests);
        all.forEach(order -> Await.until(order.id() + " is stalled", WITHIN, () -> isStalled(order)));
        Thread.sleep(SOME_RESENDS.toMillis());
        areUnavailable(requests);
        assertThat(all).allMatch(H38_TheKeyMayNotWrite::isStalled);
        mend();

        Await.until("the charge is made", WITHIN, () -> charge.underTest().row().isPaid());
        Await.until(
                "the capture is made", WITHIN, () -> capture.underTest().row().isPaid());
        Await.until("the refund is made", WITHIN, () -> !refund.refunds().isEmpty());
        charge.isPaidOnce();
        assertThat(StoreClient.status(charge.pay("k"))).isEqualTo("paid");
        assertThat(refund.refunds()).hasSize(1);
    }

    /**
     * Each charge is on its way when the worker dies and the key loses its right: one has arrived, one has arrived as a
     * resend, one is lost on the way. The next try is turned away, and says nothing of them.
     */
    @Test
    void aChargeThatPerhapsArrivedBeforeIsLookedUpAndMadeOnce() throws InterruptedException {
        StoreClient arrived = new StoreClient(shop);
        StoreClient resent = new StoreClient(shop);
        StoreClient lost = new StoreClient(shop);
        shop.all().stripe().mayWrite(false);
        assertThat(resent.pay("k").status()).isEqualTo(503);
        List<Barrier> held = List.of(
                arrived.holdCharge(Phase.FINISHED), resent.holdCharge(Phase.FINISHED), lost.holdCharge(Phase.ARRIVED));
        mend();
        List<CompletableFuture<StoreProgram.Answer>> asked =
                List.of(StoreClient.meanwhile(() -> arrived.pay("k")), StoreClient.meanwhile(() -> lost.pay("k")));
        try {
            for (Barrier charge : held) {
                assertThat(charge.await(WITHIN)).as("the charge is sent").isPresent();
            }
            shop.all().stripe().mayWrite(false);
        } finally {
            shop.all().worker().kill();
            held.forEach(Barrier::drop);
            held.forEach(Barrier::close);
            shop.all().restartWorker();
        }
        asked.forEach(CompletableFuture::join);

        arrived.becomesPaid().isPaidOnce();
        resent.becomesPaid().isPaidOnce();
        Await.until("the lost one is stalled", WITHIN, () -> isStalled(lost.underTest()));
        assertThat(lost.pay("k").status()).as("it may have arrived, too").isEqualTo(202);
        mend();
        Await.until("it is made", WITHIN, () -> lost.underTest().row().isPaid());
        lost.isPaidOnce();
        assertThat(StoreClient.status(lost.pay("k"))).isEqualTo("paid");
    }

    private static void areUnavailable(List<Supplier<StoreProgram.Answer>> requests) {
        assertThat(requests.stream().map(StoreClient::meanwhile).toList().stream()
                        .map(CompletableFuture::join))
                .allSatisfy(answer -> {
                    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
                    assertThat(answer.json().path("code").asText()).isEqualTo("unavailable");
                });
    }

    private static boolean isStalled(OrderUnderTest order) {
        StoreProgram.Answer told = order.told();
        return told.json().path("status").asText().equals("STALLED")
                && told.json().path("stalled").path("code").asText().equals("stripe-403");
    }
}
