package dev.payonce.scenario.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.BranchOrder;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.Await;
import dev.payonce.servers.store.StoreOrder;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.chaos.Faults;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The scenario of a rate limit: Payonce waits as long as the gateway says. When many payments come back at once, the
 * gateway sees at most the allowed rate, and new charges go first. {@code S19_GatewayAwayForAnHourTest} covers an hour
 * of it.
 */
class S19_TheGatewayTurnsUsAway {

    /** Temporal by itself would try again after one second. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(4);

    /** The number of payments, small enough that the gateway's rate bounds them however busy the machine is. */
    private static final int PER_SECOND = 2;

    private static final int HERD = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Shop shop;

    S19_TheGatewayTurnsUsAway(Shop shop) {
        this.shop = shop;
    }

    @Test
    void neitherALookNorAChargeComesBackBeforeRetryAfter() {
        Faults faults = shop.all().stripe().faults();
        OrderUnderTest underTest = shop.underTest();
        String intent = underTest.pay();
        StoreClient checkout = new StoreClient(shop);
        faults.next(1, new Fault.RateLimited(RETRY_AFTER), Route.INTENT);
        faults.before(1, new Fault.RateLimited(RETRY_AFTER), Route.CREATE_INTENT);

        CompletableFuture<StoreProgram.Answer> charged = StoreClient.meanwhile(() -> checkout.pay("later"));
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        underTest.rests().isPaidOnceBy(intent);
        charged.join();
        checkout.becomesPaid().isPaidOnce();
        assertCameBackLater(refreshes(Set.of(intent)));
        assertCameBackLater(checkout.charges());
    }

    private static void assertCameBackLater(List<Call> calls) {
        assertThat(calls).hasSize(2);
        assertThat(Duration.between(calls.getFirst().at(), calls.getLast().at()))
                .isBetween(RETRY_AFTER, RETRY_AFTER.multipliedBy(3));
    }

    @Test
    void aHerdIsSpreadOverItsRateAndAShopperGoesFirst() {
        Map<String, String> slowly = Map.of("PAYONCE_GATEWAY_PER_SECOND", Integer.toString(PER_SECOND));
        try (Branch branch = shop.branch("slow", slowly).start();
                StoreProgram api = new StoreProgram(branch.apiUrl(), shop.all().credentials())) {
            branch.await("readiness");
            List<BranchOrder> herd = IntStream.range(0, HERD)
                    .mapToObj(each -> new BranchOrder(shop, branch, 190 + each))
                    .toList();
            StoreOrder shopper = branch.store().addOrders(189, 1).getFirst();
            herd.forEach(BranchOrder::deliver);
            Set<String> intents = herd.stream().map(BranchOrder::intent).collect(Collectors.toSet());
            Await.until(
                    "the herd is on its way",
                    PATIENCE,
                    () -> !refreshes(intents).isEmpty());

            StoreProgram.Answer _ = api.ask(
                    "/payments", "k", "{\"order\":%d,\"paymentMethod\":\"pm_card_visa\"}".formatted(shopper.id()));

            Await.until("all refreshes", PATIENCE, () -> refreshes(intents).size() == HERD);
            herd.forEach(BranchOrder::isPaidOnce);
            List<Call> refreshes = refreshes(intents);
            long charge = charge(shopper).number();
            assertThat(refreshes.stream()
                            .filter(refresh -> refresh.number() > charge)
                            .count())
                    .as("those of the herd that the shopper has passed by")
                    .isGreaterThan(HERD / 5);
            assertThat(Duration.between(
                            refreshes.getFirst().at(), refreshes.getLast().at()))
                    .isGreaterThan(Duration.ofMillis(1000L * HERD / PER_SECOND * 9 / 10));
        }
    }

    private Call charge(StoreOrder order) {
        return shop.all().stripe().calls().posts().stream()
                .filter(call -> "slow".equals(call.params().get("metadata[payonce_store]")))
                .filter(call -> call.order().equals(Optional.of(Long.toString(order.id()))))
                .findFirst()
                .orElseThrow();
    }

    private List<Call> refreshes(Set<String> intents) {
        return shop.all().stripe().calls().all().stream()
                .filter(call -> call.route() == Route.INTENT && intents.contains(call.id()))
                .toList();
    }
}
