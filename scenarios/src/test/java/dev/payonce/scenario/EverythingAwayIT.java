package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.Await;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The test that starts worker and API while Temporal, MySQL and Redis are away; they report it and need no restart.
 */
class EverythingAwayIT {

    /** Every callback is answered within this, whatever is away. */
    private static final Duration RESULT = Duration.ofSeconds(5);

    @Test
    void bothProcessesStartSayWhatIsMissingAndRecoverByThemselves(Shop shop) {
        try (Branch branch = shop.branch("lonely", Map.of());
                StoreProgram api = new StoreProgram(branch.apiUrl(), shop.all().credentials());
                StoreProgram worker =
                        new StoreProgram(branch.workerUrl(), shop.all().credentials())) {
            branch.wires().temporal().refuse();
            branch.wires().mysql().refuse();
            branch.wires().redis().refuse();
            branch.start().await("liveness");

            isNotReadyFor(api.get("/actuator/health/readiness"), "temporal");
            isNotReadyFor(worker.get("/actuator/health/readiness"), "temporal", "database", "worker");
            BranchOrder underTest = new BranchOrder(shop, branch, 81);
            long from = System.nanoTime();
            isA503Problem(underTest.tryToDeliverTo(branch));
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(RESULT);
            isA503Problem(api.get("/payments/" + underTest.id()));

            branch.wires().temporal().pass();
            branch.wires().mysql().pass();
            branch.wires().redis().pass();

            branch.await("readiness");
            Await.until(
                    "the callback is taken",
                    Shop.PATIENCE,
                    () -> underTest.tryToDeliverTo(branch).status() == 200);
            underTest.isPaidOnce();
            assertThat(api.get("/payments/" + underTest.id()).status()).isEqualTo(200);
        }
    }

    private static void isNotReadyFor(StoreProgram.Answer readiness, String... systems) {
        assertThat(readiness.status()).isEqualTo(503);
        for (String system : systems) {
            assertThat(readiness.json().at("/components/" + system + "/status").asText())
                    .as(system + " in " + readiness.body())
                    .isEqualTo("DOWN");
        }
    }

    private static void isA503Problem(StoreProgram.Answer result) {
        assertThat(result.status()).as(result.body()).isEqualTo(503);
        assertThat(result.type()).startsWith("application/problem+json");
        assertThat(result.json().path("status").asInt()).isEqualTo(503);
    }
}
