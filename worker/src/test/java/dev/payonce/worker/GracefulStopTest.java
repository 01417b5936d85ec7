package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.EventList;
import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.GatewayModule;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.OverdueOrders.Cursor;
import dev.payonce.ledger.OverdueOrders.Overdue;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.reconcile.Orders;
import dev.payonce.reconcile.ReconcileCommand;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.redis.CacheSeal;
import dev.payonce.request.IdempotencyCache;
import dev.payonce.temporal.UpdateSeal;
import dev.payonce.workflow.CallbackReconciler;
import dev.payonce.workflow.PayloadConverter;
import dev.payonce.workflow.SearchAttributeKeys;
import dev.payonce.workflow.Sweep;
import dev.payonce.workflow.TemporalPaymentClient;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GracefulStopTest {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch mayResult = new CountDownLatch(1);
    private final AtomicBoolean answered = new AtomicBoolean();

    @Test
    void aWorkerThatStopsFinishesItsRunningActivities() throws Exception {
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(PayloadConverter.converter())
                        .build())
                .setUseTimeskipping(false)
                .build())) {
            SearchAttributeKeys.ALL.forEach(attribute ->
                    temporal.registerSearchAttribute(attribute.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
            WorkerFactory factory = new TaskQueueWorkers(
                            "",
                            new NoOrders(),
                            _ -> new CallbackReconciler.Attempt("left", Optional.empty()),
                            new NoResults(),
                            (_, _) -> {},
                            new NoSweep(),
                            Map.of("stripe", new GatewayModule.Activities(slow(), Optional.empty())),
                            20,
                            10,
                            Optional.empty())
                    .on(
                            temporal.getWorkflowClient(),
                            new UpdateOrigin(new UpdateSeal(CacheSeal.of(List.of("0".repeat(64)))), false));
            factory.start();
            new TemporalPaymentClient(temporal.getWorkflowClient(), "")
                    .deliver(
                            new OrderId("", 7),
                            new Callback("evt_1", "stripe", "pi_1", "payment_intent.succeeded", ""));
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

            StartupSequence startup = new StartupSequence(
                    List.of(), () -> WorkerConfiguration.finish(factory), StartupSequence.Pause.REAL);
            startup.start();
            Thread stopping = Thread.ofVirtual().start(startup::stop);
            assertThat(stopping.join(java.time.Duration.ofMillis(500))).isFalse();
            assertThat(startup.isRunning()).isTrue();

            mayResult.countDown();
            stopping.join();
            assertThat(answered).isTrue();
            assertThat(factory.isTerminated()).isTrue();
        }
    }

    private static final class NoSweep implements Sweep {

        @Override
        public Plan plan() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Woken wake(Overdue after) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Repaired repair(Cursor after) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Span span(String account, boolean withLastDay) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void handOver(Span span, List<EventList.ListedEvent> told) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reached(String account, Span span) {
            throw new UnsupportedOperationException();
        }
    }

    private Gateway slow() {
        return new Gateway() {
            @Override
            public Observation find(Lookup what) {
                asked.countDown();
                try {
                    answered.set(mayResult.await(30, TimeUnit.SECONDS));
                } catch (InterruptedException cutOff) {
                    Thread.currentThread().interrupt();
                }
                return Observation.NOTHING;
            }

            @Override
            public Outcome carryOut(Operation operation) {
                throw new UnsupportedOperationException("Nothing is due");
            }
        };
    }

    private static final class NoOrders implements Orders {
        @Override
        public Reconciliation reconcile(ReconcileCommand command) {
            throw new UnsupportedOperationException("Not reached: the worker has stopped");
        }

        @Override
        public boolean isOurSite(String site) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Match match(List<Payment> payments) {
            throw new UnsupportedOperationException("Not reached: the worker has stopped");
        }
    }

    private static final class NoResults implements IdempotencyCache {
        @Override
        public void publish(List<Callback> applied, List<Finished> finished) {}
    }
}
