package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.stripe.LateWorkers;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The cases 17 to 20, 37 and 38 on real servers: requests, their age, keys and callers, and the operators. */
class G_RequestsIT {

    private static final Duration TOO_LATE = Duration.ofMinutes(31);

    private final Shop shop;

    G_RequestsIT(Shop shop) {
        this.shop = shop;
    }

    /** The store's database comes back half an hour after the shopper asked. */
    @Test
    void G17_AChargeRequestExpires() throws Exception {
        try (LateStore store = new LateStore(shop, "expired")) {
            try (var _ = store.worker(Duration.ZERO, LateWorkers.Duty.ALL_BUT_THE_STORE)) {
                assertThat(store.pay("k1").join().word()).isIn("observing", "stalled");
            }
            try (var _ = store.worker(TOO_LATE, LateWorkers.Duty.EVERYTHING)) {
                store.refresh();
                assertThat(store.pay("k1").join().code()).isEqualTo("expired");
                assertThat(store.money().sent(Route.CREATE_INTENT)).isEmpty();

                assertThat(store.pay("k2").join().word()).isEqualTo("paid");
            }
            assertThat(store.money().captured()).isEqualTo(1);
        }
    }

    @Test
    void G18_SameKeyOtherCardAtTheSameMoment() throws Exception {
        StoreClient checkout = new StoreClient(shop);
        try (Barrier charge = checkout.holdCharge(Barrier.Phase.STARTED)) {
            CompletableFuture<StoreProgram.Answer> first = StoreClient.meanwhile(() -> checkout.pay("key"));
            assertThat(charge.await(Shop.PATIENCE)).isPresent();

            StoreProgram.Answer second = checkout.pay("key", TestCard.MASTERCARD);
            charge.release();

            assertThat(second.status()).as(second.body()).isEqualTo(422);
            assertThat(first.join().status()).as(first.join().body()).isEqualTo(200);
        }
        checkout.isPaidOnce();
    }

    /** The first answer is the state at that moment, and not for ever: the run is over, and the total was put right. */
    @Test
    void G19_SameKeyAgainGetsTheStateNow() {
        StoreClient checkout = new StoreClient(shop);
        checkout.underTest().payTooMuch();
        StoreProgram.Answer first = checkout.pay("key");
        assertThat(StoreClient.code(first)).as(first.body()).isEqualTo("under_review");

        checkout.underTest().costsFiveMore();
        checkout.underTest().rests();
        StoreProgram.Answer second = checkout.pay("key");

        assertThat(StoreClient.status(second)).as(second.body()).isEqualTo("paid");
        assertThat(checkout.charges()).isEmpty();
    }

    /** Ten callers wait for a charge that the gateway does not answer. */
    @Test
    void G20_TenCallersDoNotShutOutADecision() throws Exception {
        StoreClient checkout = new StoreClient(shop);
        try (Barrier charge = checkout.holdCharge(Barrier.Phase.STARTED)) {
            List<CompletableFuture<StoreProgram.Answer>> callers = IntStream.range(0, 10)
                    .<Supplier<StoreProgram.Answer>>mapToObj(each -> () -> checkout.pay("key-" + each))
                    .map(StoreClient::meanwhile)
                    .toList();
            assertThat(charge.await(Shop.PATIENCE)).isPresent();

            DecisionResult decided = shop.runs()
                    .decided(
                            checkout.underTest().workflow(),
                            new ReviewDecision(1, new ReviewAction.Dismiss(), "ann", "no such review"));

            assertThat(decided).isIn(new DecisionResult.Kept(), new DecisionResult.NotOpen());
            charge.release();
            callers.forEach(caller -> assertThat(caller.join().status()).isIn(200, 202, 503));
        }
        checkout.becomesPaid().isPaidOnce();
    }

    @Test
    void H37_DecideAfterTheRunClosed() {
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.payTooMuch();
        ReviewDecision dismisses = new ReviewDecision(1, new ReviewAction.Dismiss(), "bob", "paid back by hand");
        assertThat(shop.runs().decides(underTest.workflow(), dismisses)).isTrue();
        underTest.rests();

        DecisionResult later = shop.runs()
                .decided(
                        underTest.workflow(),
                        new ReviewDecision(1, new ReviewAction.AcceptPaid(intent), "ann", "rounded up"));

        assertThat(later).isInstanceOfSatisfying(DecisionResult.AlreadyDecided.class, decided -> {
            assertThat(decided.who()).isEqualTo("bob");
            assertThat(decided.action()).isEqualTo(new ReviewAction.Dismiss());
        });
        assertThat(underTest.rests().row().isPaid()).isFalse();
    }

    @Test
    void H38_AnOrderThatIsNotCommittedYetUsesUpNoKey() {
        String body = "{\"order\":%d,\"paymentMethod\":\"pm_card_visa\"}";
        long missing = 99_000_000L + shop.underTest().id();

        StoreProgram.Answer first = shop.api().ask("/payments", "missing-" + missing, body.formatted(missing));
        StoreProgram.Answer second = shop.api().ask("/payments", "missing-" + missing, body.formatted(missing));

        assertThat(first.status()).as(first.body()).isEqualTo(404);
        assertThat(first.body()).contains("\"later\"", "order_not_found");
        assertThat(second.replayed()).isFalse();
    }
}
