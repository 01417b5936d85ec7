package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.server.Await;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Worker and API start while Temporal, MySQL and Redis are all away, say so, and come to work without a restart. */
@OnRealServers
class EverythingAwayIT {

    /** Every callback is answered within this, whatever is away. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    @Test
    void bothProcessesStartSayWhatIsMissingAndRecoverByThemselves(Shop shop) {
        try (Branch branch = shop.branch("lonely", Map.of())) {
            branch.wires().temporal().refuse();
            branch.wires().mysql().refuse();
            branch.wires().redis().refuse();
            branch.start().await("liveness");
            Door api = new Door(branch.apiUrl(), shop.all().credentials());
            Door worker = new Door(branch.workerUrl(), shop.all().credentials());

            isNotReadyFor(api.get("/actuator/health/readiness"), "temporal");
            isNotReadyFor(worker.get("/actuator/health/readiness"), "temporal", "database", "worker");
            BranchSale sale = new BranchSale(shop, branch, 81);
            long from = System.nanoTime();
            isA503Problem(sale.tryToDeliverTo(branch));
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(ANSWER);
            isA503Problem(api.get("/payments/" + sale.id()));

            branch.wires().temporal().pass();
            branch.wires().mysql().pass();
            branch.wires().redis().pass();

            branch.await("readiness");
            Await.until(
                    "the callback is taken",
                    Shop.PATIENCE,
                    () -> sale.tryToDeliverTo(branch).status() == 200);
            sale.isPaidOnce();
            assertThat(api.get("/payments/" + sale.id()).status()).isEqualTo(200);
        }
    }

    private static void isNotReadyFor(Door.Answer readiness, String... systems) {
        assertThat(readiness.status()).isEqualTo(503);
        for (String system : systems) {
            assertThat(readiness.json().at("/components/" + system + "/status").asText())
                    .as(system + " in " + readiness.body())
                    .isEqualTo("DOWN");
        }
    }

    private static void isA503Problem(Door.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(503);
    }
}
