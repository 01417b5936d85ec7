package dev.payonce.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.OrderId;
import dev.payonce.payment.Callback;
import dev.payonce.payment.EventList;
import dev.payonce.payment.Gateway;
import dev.payonce.payment.Lookup;
import dev.payonce.payment.Observation;
import dev.payonce.payment.Operation;
import dev.payonce.payment.Orders;
import dev.payonce.payment.Outcome;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Results;
import dev.payonce.payment.Settlement;
import dev.payonce.payment.Watch.Overdue;
import dev.payonce.workflow.Attributes;
import dev.payonce.workflow.Sweep;
import dev.payonce.workflow.TemporalDeliveries;
import dev.payonce.workflow.Wire;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GracefulStopTest {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final AtomicBoolean answered = new AtomicBoolean();

    @Test
    void aWorkerThatIsToldToStopFinishesWhatItHasBegun() throws Exception {
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Wire.converter())
                        .build())
                .setUseTimeskipping(false)
                .build())) {
            Attributes.ALL.forEach(attribute ->
                    temporal.registerSearchAttribute(attribute.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
            WorkerFactory factory = new Activities(
                            "",
                            new NoOrders(),
                            new NoResults(),
                            (_, _) -> {},
                            new NoSweep(),
                            Map.of("stripe", slow()),
                            Map.of(),
                            20,
                            10)
                    .on(temporal.getWorkflowClient());
            factory.start();
            new TemporalDeliveries(temporal.getWorkflowClient(), "")
                    .deliver(
                            new OrderId("", 7),
                            new Callback("evt_1", "stripe", "pi_1", "payment_intent.succeeded", ""));
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

            Ignition ignition = new Ignition(List.of(), () -> Wiring.finish(factory), Ignition.Pause.REAL);
            ignition.start();
            Thread stopping = Thread.ofVirtual().start(ignition::stop);
            assertThat(stopping.join(java.time.Duration.ofMillis(500))).isFalse();
            assertThat(ignition.isRunning()).isTrue();

            mayAnswer.countDown();
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
        public Restored restore(long after) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Span span(String account, boolean onceMore) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void handOver(Span span, List<EventList.Told> told) {
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
                    answered.set(mayAnswer.await(30, TimeUnit.SECONDS));
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
        public Settlement settle(Settle command) {
            throw new UnsupportedOperationException("Not reached: the worker has stopped");
        }

        @Override
        public Match match(List<Payment> payments) {
            throw new UnsupportedOperationException("Not reached: the worker has stopped");
        }
    }

    private static final class NoResults implements Results {
        @Override
        public void publish(List<Callback> applied, List<Finished> finished) {}
    }
}
