package dev.payonce.scenario.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import dev.payonce.sandbox.installation.ExtraWorker;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.chaos.Faults;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.TestCard;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * The scenario of a rolling deployment while payments are in flight: one waits for its shopper, one is being charged,
 * one needs manual review. {@code S25_RolledBackTest} reads what a newer version has written, {@code ReplayTest} what
 * older ones have started.
 */
class S25_DeploymentInFlight {

    private static final Duration GRACE = Duration.ofSeconds(30);

    /** The delay of the charge, so that it is under way when the old worker stops. */
    private static final Duration SLOW = Duration.ofSeconds(5);

    private final Shop shop;

    S25_DeploymentInFlight(Shop shop) {
        this.shop = shop;
    }

    @Test
    void nothingIsStuckAndNothingIsDoneTwice() {
        StoreClient waits = new StoreClient(shop);
        StoreClient isCharged = new StoreClient(shop);
        OrderUnderTest asks = shop.underTest();
        waits.pay("k", TestCard.THREE_D_SECURE);
        Await.until(
                "the shopper has to act",
                Shop.PATIENCE,
                () -> waits.underTest().ledger().stream().anyMatch(line -> line.startsWith("payment:")));
        String another = asks.shopper().pay(asks.asked() + 100, "EUR", asks.tag());
        asks.deliver(another, OrderUnderTest.SUCCEEDED);
        asks.asks("AMOUNT_DIFFERS");
        Faults faults = shop.all().stripe().faults();

        try (ExtraWorker next = ExtraWorker.start(shop.all(), "next-worker", Shop.LOGS)) {
            next.awaitReady();
            faults.after(1, new Fault.Late(SLOW), Route.CREATE_INTENT);
            CompletableFuture<StoreProgram.Answer> charged = StoreClient.meanwhile(() -> isCharged.pay("k"));
            Await.until(
                    "it is being charged",
                    Shop.PATIENCE,
                    () -> !isCharged.charges().isEmpty());
            shop.all().worker().terminate(GRACE);

            charged.join();
            isCharged.becomesPaid();
            String intent = shop.all()
                    .stripe()
                    .shopper()
                    .payments("payonce_order", waits.underTest().workflow())
                    .getFirst();
            waits.underTest().shopper().authenticates(intent);
            waits.underTest().deliver(intent, OrderUnderTest.SUCCEEDED);
            assertThat(shop.runs()
                            .decides(
                                    asks.workflow(),
                                    new ReviewDecision(1, new ReviewAction.AcceptPaid(another), "ann", "agreed")))
                    .isTrue();
            List.of(waits.underTest(), isCharged.underTest(), asks).forEach(this::restsUnharmed);
        } finally {
            shop.all().restartWorker();
        }
        waits.isPaidOnce();
        isCharged.isPaidOnce();
        assertThat(isCharged.charges()).hasSize(1);
        assertThat(asks.ledger()).containsOnlyOnce("paid").contains("decision:1");
    }

    private void restsUnharmed(OrderUnderTest underTest) {
        underTest.rests();
        assertThat(shop.runs().history(underTest.workflow()))
                .extracting(HistoryEvent::getEventType)
                .doesNotContain(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
    }
}
