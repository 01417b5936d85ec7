package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.servers.Await;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The test of a first start, and of each update: a worker waits for tables that its own database user may not make. */
class MigrationCommandIT {

    @Test
    void aWorkerThatMayNotAlterTablesWaitsForTheCommand(Shop shop) {
        try (Branch branch = shop.branch("unmigrated", Map.of("PAYONCE_LEDGER", "unmigrated_ledger"))) {
            branch.startUnmigrated().await("liveness");
            Await.until(
                    "the worker names the command",
                    Shop.PATIENCE,
                    () -> contentOf(branch.log("worker").toFile()).contains("run the worker's command migrate"));

            assertThat(branch.migrate()).as("exit code").isZero();

            branch.startAgain(Map.of()).await("readiness");
            BranchOrder paid = new BranchOrder(shop, branch, 771).deliver();
            Await.until(
                    "the order is paid",
                    Shop.PATIENCE,
                    () -> branch.store().order(paid.id()).orElseThrow().isPaid());
        }
    }
}
