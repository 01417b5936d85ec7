package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.Branch.Running;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.servers.Await;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The test of a store whose processes were started in two modes: the second one refuses, and the first one goes on. */
class TwoModesIT {

    private static final Map<String, String> SHADOW = Map.of("PAYONCE_MODE", "shadow");

    @Test
    void theSecondModeRefusesAndTheFirstOneGoesOn(Shop shop) {
        try (Branch branch = shop.branch("modes", Map.of()).start().await("readiness");
                Running worker = branch.another("worker", "shadow-worker", SHADOW);
                Running api = branch.another("api", "shadow-api", SHADOW);
                StoreProgram shadow = new StoreProgram(api.url(), shop.all().credentials())) {
            logs(branch, "shadow-worker", "A worker of mode act serves it, and this one's mode is shadow");
            logs(branch, "shadow-api", "The API's mode is shadow, and its store's worker has mode act");

            BranchOrder paid = new BranchOrder(shop, branch, 781);
            assertThat(paid.tryToDeliverTo(shadow).status()).isEqualTo(503);
            assertThat(shadow.get("/actuator/health/readiness").body()).contains("STORE_OTHER_MODE");
            paid.deliver().isPaidOnce();
            assertThat(shadow.get("/actuator/health/readiness").status()).isEqualTo(503);
            assertThat(worker.process().isAlive()).isTrue();
        }
    }

    private static void logs(Branch branch, String process, String sentence) {
        Await.until(
                process + " says: " + sentence,
                Shop.PATIENCE,
                () -> contentOf(branch.log(process).toFile()).contains(sentence));
    }
}
