package dev.payonce.scenario.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.BranchOrder;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.Await;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The case 33 on real servers: a crowd of other programs' events in the account. The lookups of events that name no shop
 * come last, and events that name another shop are not looked up.
 */
class J33_ForeignEventsIT {

    private static final int CROWD = 200;
    private static final int AT_ONCE = 16;

    /** The pace at which the lookups of the crowd alone take longer than any test waits. */
    private static final Map<String, String> SLOWLY = Map.of("PAYONCE_GATEWAY_PER_SECOND", "1");

    private final Shop shop;

    J33_ForeignEventsIT(Shop shop) {
        this.shop = shop;
    }

    @Test
    void J33_aCrowdOfForeignEventsDelaysNoCallbackOfOurs() {
        try (Branch branch = shop.branch("crowded", SLOWLY).start().await("readiness")) {
            List<Event> nobodys = crowd(branch, Map.of());
            List<Event> anothers = crowd(branch, Map.of("site_url", "https://another.shop.invalid"));
            deliver(branch, nobodys);
            deliver(branch, anothers);
            try {
                new BranchOrder(shop, branch, 33).deliver().isPaidOnce();

                assertThat(lookedUp(branch, nobodys))
                        .as("a part of the crowd still waits")
                        .isLessThan(CROWD);
                assertThat(lookedUp(branch, anothers)).isZero();
            } finally {
                nobodys.forEach(event -> shop.runs().terminateIfOpen(workflow(branch, event)));
            }
        }
    }

    private static List<Event> crowd(Branch branch, Map<String, String> metadata) {
        return IntStream.range(0, CROWD)
                .mapToObj(_ -> branch.stripe().shopper().pay(100, "EUR", metadata))
                .map(intent -> branch.stripe()
                        .events()
                        .last(intent, OrderUnderTest.SUCCEEDED)
                        .orElseThrow())
                .toList();
    }

    private void deliver(Branch branch, List<Event> events) {
        try (StoreProgram api = new StoreProgram(branch.apiUrl(), shop.all().credentials())) {
            Set<Event> left = new LinkedHashSet<>(events);
            Await.until("all are acknowledged", Shop.PATIENCE, () -> {
                List<Event> some = left.stream().limit(AT_ONCE).toList();
                List<Boolean> taken = StoreClient.atOnce(some.stream()
                        .<Supplier<Boolean>>map(event -> () -> api.post(
                                                "stripe",
                                                branch.stripe()
                                                        .webhooks()
                                                        .forger()
                                                        .signed("as it came", event.json()))
                                        .status()
                                == 200)
                        .toList());
                IntStream.range(0, some.size()).filter(taken::get).forEach(each -> left.remove(some.get(each)));
                return left.isEmpty();
            });
        }
    }

    private static long lookedUp(Branch branch, List<Event> events) {
        Set<String> intents = new HashSet<>(events.stream().map(Event::intent).toList());
        return branch.stripe().calls().all().stream()
                .filter(call -> call.route() == Route.INTENT)
                .map(Call::id)
                .filter(intents::contains)
                .distinct()
                .count();
    }

    private static String workflow(Branch branch, Event event) {
        return branch.name() + "-callback-" + event.id();
    }
}
