package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.redis.CacheSeal;
import dev.payonce.request.Request;
import dev.payonce.temporal.UpdateSeal;
import dev.payonce.temporal.UpdateSealInterceptor;
import dev.payonce.workflow.PayloadConverter;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpdateOriginTest {

    private static final UpdateSeal SEAL = new UpdateSeal(CacheSeal.of(List.of("0".repeat(64))));
    private static final UpdateSeal FORGED = new UpdateSeal(CacheSeal.of(List.of("1".repeat(64))));
    private static final String DECISION = "{\"review\":1,\"who\":\"ann\",\"why\":\"agreed\"}";

    private TestWorkflowEnvironment temporal = environment(false);

    /** A workflow that returns the names that its updates came with. */
    @WorkflowInterface
    public interface Named {
        @WorkflowMethod
        void run();

        @UpdateMethod(name = "decide")
        String decide(String decision);

        @UpdateMethod(name = "request")
        String request(Request request);
    }

    public static final class NamedImpl implements Named {
        @Override
        public void run() {
            Workflow.sleep(Duration.ofDays(1));
        }

        @Override
        public String decide(String decision) {
            return decision;
        }

        @Override
        public String request(Request request) {
            return request.caller();
        }
    }

    @AfterEach
    void close() {
        temporal.close();
    }

    @Test
    void anUpdateOfTheApiKeepsItsName() {
        WorkflowClient api = client(SEAL);

        assertThat(decide(api)).isEqualTo(DECISION);
        assertThat(request(api)).isEqualTo("shop");
    }

    @Test
    void anUpdateByWayOfTemporalAloneIsNamedSo() {
        WorkflowClient direct = temporal.getWorkflowClient();

        assertThat(decide(direct)).contains("\"who\":\"temporal:ann\"").contains("\"why\":\"agreed\"");
        assertThat(request(direct)).isEqualTo("temporal:shop");
        assertThat(decide(client(FORGED))).contains("temporal:ann");
    }

    @Test
    void whereOnlyTheApiMayDecideAnyOtherUpdateIsRefused() {
        temporal.close();
        temporal = environment(true);

        assertThat(decide(client(SEAL))).isEqualTo(DECISION);
        assertThatThrownBy(() -> decide(temporal.getWorkflowClient()))
                .rootCause()
                .hasMessageContaining("PAYONCE_OPERATORS=api");
        assertThatThrownBy(() -> request(client(FORGED))).rootCause().hasMessageContaining("PAYONCE_OPERATORS=api");
    }

    private static String decide(WorkflowClient client) {
        return update(client, workflow -> workflow::decide, DECISION);
    }

    private static String request(WorkflowClient client) {
        return update(client, workflow -> workflow::request, new Request.Cancel("k1", "shop"));
    }

    private static <A> String update(
            WorkflowClient client, Function<Named, io.temporal.workflow.Functions.Func1<A, String>> which, A input) {
        Named workflow = client.newWorkflowStub(
                Named.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId("1001")
                        .setTaskQueue("queue")
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .build());
        return WorkflowClient.executeUpdateWithStart(
                which.apply(workflow),
                input,
                UpdateOptions.<String>newBuilder()
                        .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                        .setResultClass(String.class)
                        .build(),
                new WithStartWorkflowOperation<>(workflow::run));
    }

    private WorkflowClient client(UpdateSeal seal) {
        return WorkflowClient.newInstance(
                temporal.getWorkflowServiceStubs(),
                temporal.getWorkflowClient().getOptions().toBuilder()
                        .setInterceptors(new UpdateSealInterceptor(seal))
                        .build());
    }

    private static TestWorkflowEnvironment environment(boolean apiAlone) {
        TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(PayloadConverter.converter())
                        .build())
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new UpdateOrigin(SEAL, apiAlone))
                        .build())
                .build());
        Worker worker = temporal.newWorker("queue");
        worker.registerWorkflowImplementationTypes(NamedImpl.class);
        temporal.start();
        return temporal;
    }
}
