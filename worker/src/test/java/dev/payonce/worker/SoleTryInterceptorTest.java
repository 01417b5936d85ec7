package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.OrderId;
import dev.payonce.workflow.PayloadConverter;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoleTryInterceptorTest {

    private static final Operation VOID = new Operation.Void(
            new OperationHeader(1, new OrderId("", 7), "key", "site", "acme", "1", Instant.EPOCH, Instant.EPOCH),
            "pay_1");

    /** A gateway whose key is revoked after some tries that may have reached it. */
    private static final class Revoked implements Gateway {

        private final AtomicInteger lost;

        Revoked(int lost) {
            this.lost = new AtomicInteger(lost);
        }

        @Override
        public Observation find(Lookup what) {
            return Observation.NOTHING;
        }

        @Override
        public Outcome carryOut(Operation operation) {
            if (lost.getAndDecrement() > 0) {
                throw Failures.transientOne("acme-timeout", "Away", Optional.of(Duration.ofMillis(1)), null);
            }
            return new Outcome.NotSent(operation.number(), "acme-403");
        }
    }

    /** A workflow of one operation, since only a workflow's activities are retried. */
    @WorkflowInterface
    public interface OneOperation {
        @WorkflowMethod
        Outcome run();
    }

    public static final class OneOperationImpl implements OneOperation {
        @Override
        public Outcome run() {
            return Workflow.newActivityStub(
                            Gateway.class,
                            ActivityOptions.newBuilder()
                                    .setStartToCloseTimeout(Duration.ofSeconds(5))
                                    .build())
                    .carryOut(VOID);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void H38_onlyTheFirstTryProvesThatNothingWasSent(int lost) {
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(PayloadConverter.converter())
                        .build())
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new SoleTryInterceptor())
                        .build())
                .build())) {
            Worker worker = temporal.newWorker("queue");
            worker.registerWorkflowImplementationTypes(OneOperationImpl.class);
            worker.registerActivitiesImplementations(new Revoked(lost));
            temporal.start();

            Outcome outcome = temporal.getWorkflowClient()
                    .newWorkflowStub(
                            OneOperation.class,
                            WorkflowOptions.newBuilder().setTaskQueue("queue").build())
                    .run();

            assertThat(outcome).isEqualTo(new Outcome.NotSent(1, "acme-403", lost == 0, Instant.EPOCH));
        }
    }
}
