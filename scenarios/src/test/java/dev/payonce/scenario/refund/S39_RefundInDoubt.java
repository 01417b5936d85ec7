package dev.payonce.scenario.refund;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.stripe.LateWorkers;
import dev.payonce.request.PaymentResult;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.LateStore;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The scenario of a refund with an unknown outcome: the clerk requests it again, and refunds in Stripe's dashboard
 * besides.
 */
class S39_RefundInDoubt {

    private final Shop shop;

    S39_RefundInDoubt(Shop shop) {
        this.shop = shop;
    }

    @AfterEach
    void mend() {
        shop.all().stripe().faults().clear();
    }

    /** Stripe has made the refund and its response is lost; meanwhile the merchant refunds a part in the dashboard. */
    @Test
    void eachRefundIsMadeAndRecordedOnceWhateverItsOrigin() throws InterruptedException {
        StoreClient clerk = StoreClient.ofPaidOrder(shop);
        OrderUnderTest underTest = clerk.underTest();
        String byHand;
        try (Barrier refund = clerk.holdRefund(Phase.FINISHED)) {
            CompletableFuture<StoreProgram.Answer> clicked =
                    StoreClient.meanwhile(() -> clerk.giveBack("first", clerk.third(), 1));
            assertThat(refund.await(Shop.PATIENCE)).as("the refund is made").isPresent();
            CompletableFuture<StoreProgram.Answer> again =
                    StoreClient.meanwhile(() -> clerk.giveBack("again", clerk.third(), 1));
            CompletableFuture<StoreProgram.Answer> other =
                    StoreClient.meanwhile(() -> clerk.giveBack("other", clerk.third(), 2));
            byHand = shop.all().stripe().merchant().refund(clerk.payment(), clerk.third());
            shop.all().stripe().events().of(clerk.payment()).stream()
                    .filter(event -> event.type().equals("refund.created"))
                    .forEach(underTest::deliver);
            refund.drop();

            clicked.join();
            again.join();
            other.join();
        }
        clerk.answered("first", clerk.third(), 1);
        clerk.answered("again", clerk.third(), 1);
        clerk.answered("other", clerk.third(), 2);

        assertThat(clerk.isOnRecord().refunds()).hasSize(3);
        assertThat(clerk.sent().stream().map(Call::key).distinct()).hasSize(2);
        assertThat(underTest.ledger()).contains("refund:" + byHand + "#1=done");
    }

    /** Stripe fails inside, says so again and again, and carries it out all the same in the end. */
    @Test
    void whileItIsUnknownItIsPendingAndAnotherRequestIsToComeBack() {
        StoreClient clerk = StoreClient.ofPaidOrder(shop);
        shop.all().stripe().faults().before(1, new Fault.Failure(500), Route.CREATE_REFUND);

        StoreProgram.Answer unknown = clerk.giveBack("unknown", clerk.third(), 1);
        clerk.underTest().awaitLine("operation:2#1=unknown");
        StoreProgram.Answer another = clerk.giveBack("another", clerk.third(), 2);

        assertThat(unknown.status()).isEqualTo(202);
        assertThat(StoreClient.status(another)).isEqualTo("later");
        assertThat(StoreClient.code(another)).isEqualTo("operation_in_doubt");
        assertThat(another.status()).isEqualTo(409);
        assertThat(clerk.refunds()).isEmpty();

        clerk.carriedOutAfterAll(clerk.sent().getLast());
        clerk.underTest().deliver(clerk.payment(), "refund.created");

        clerk.answered("unknown", clerk.third(), 1);
        clerk.answered("third", clerk.third(), 3);
        assertThat(clerk.isOnRecord().refunds()).hasSize(2);
        assertThat(clerk.sent().stream().map(Call::key).distinct()).hasSize(2);
    }

    /** Its worker dies with it, and the next one comes when it must not be sent any more: it is looked up. */
    @Test
    void aDayLateItIsLookedUpAndNotSentAgain(Shop shop) throws Exception {
        Duration dayLater = Duration.ofHours(30);
        try (LateStore store = new LateStore(shop, "latewish")) {
            try (var _ = store.worker(Duration.ZERO, LateWorkers.Duty.EVERYTHING)) {
                store.pay("k1").join();
            }
            CompletableFuture<PaymentResult> clicked;
            try (Barrier refund = store.money().hold(Phase.FINISHED, Route.CREATE_REFUND)) {
                try (var _ = store.worker(Duration.ZERO, LateWorkers.Duty.EVERYTHING)) {
                    clicked = store.giveBack("r1", Optional.empty(), 1);
                    assertThat(refund.await(Shop.PATIENCE))
                            .as("the refund is made")
                            .isPresent();
                }
                refund.drop();
            }
            int sent = store.money().sent(Route.CREATE_REFUND).size();
            try (var _ = store.worker(dayLater, LateWorkers.Duty.EVERYTHING)) {
                store.awaitLine("operation:2#2=done");
                assertThat(clicked.join().word()).isIn("outcome_unknown", "carrying_out", "stalled", "refunded");
                assertThat(store.giveBack("r1", Optional.empty(), 1).join().word())
                        .isEqualTo("refunded");
                assertThat(store.giveBack("r2", Optional.empty(), 2).join().code())
                        .isEqualTo("exceeds_what_is_left");
            }
            assertThat(store.money().sent(Route.CREATE_REFUND)).hasSize(sent);
            assertThat(store.money().refunded()).isEqualTo(1);
        }
    }
}
