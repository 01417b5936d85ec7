package dev.payonce.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalServerTest {

    @Test
    void aWorkflowThatWasAcknowledgedSurvivesAKill() {
        try (TemporalServer server = TemporalServer.start()) {
            WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                    .setTarget(server.address())
                    .build());
            WorkflowClient client = WorkflowClient.newInstance(stubs);
            WorkflowOptions options = WorkflowOptions.newBuilder()
                    .setWorkflowId("1001")
                    .setTaskQueue("no-listener")
                    .setTypedSearchAttributes(SearchAttributes.newBuilder()
                            .set(SearchAttributeKey.forKeyword("PaymentStatus"), "OPEN")
                            .build())
                    .build();
            WorkflowExecution started =
                    client.newUntypedWorkflowStub("Any", options).start();

            server.kill();
            assertThat(server.answers()).isFalse();
            server.restart();

            assertThat(client.newUntypedWorkflowStub("1001").describe().getExecution())
                    .isEqualTo(started);
            assertThat(server.uiUrl().map(java.net.URI::create).flatMap(Http::get))
                    .isPresent();
            stubs.shutdownNow();
        }
    }

    @Test
    void aServerNamedInTheEnvironmentIsUsedAndNeverStopped() {
        try (TemporalServer server = TemporalServer.start(Map.of("TEMPORAL_ADDRESS", "temporal.example:7233"))) {
            assertThat(server.address()).isEqualTo("temporal.example:7233");
            assertThat(server.port()).isEqualTo(7233);
            assertThat(server.uiUrl()).isEmpty();
            assertThatThrownBy(server::kill).hasMessageContaining("not ours");
        }
    }

    @Test
    void oneSentenceSaysHowToGetAMissingProgram(@TempDir Path nowhere) {
        assertThatThrownBy(() -> TemporalProgram.find(Map.of("PATH", nowhere.toString()), nowhere))
                .hasMessageContaining("fetch-temporal")
                .hasMessageContaining("TEMPORAL_CLI");
        assertThatThrownBy(() -> TemporalProgram.find(Map.of("TEMPORAL_CLI", "/no/such/program"), nowhere))
                .hasMessageContaining("/no/such/program");
    }
}
