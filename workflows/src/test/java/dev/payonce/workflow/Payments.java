package dev.payonce.workflow;

import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.APayment;
import dev.payonce.payment.Callback;
import dev.payonce.payment.FakeGateway;
import dev.payonce.payment.InMemoryOrders;
import dev.payonce.payment.InMemoryResults;
import dev.payonce.payment.Policy;
import dev.payonce.payment.View;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** One store, one gateway and one worker on Temporal's time-skipping server; the clock of all is that server's. */
final class Payments implements AutoCloseable {

    static final String SITE = "https://shop.example";
    static final OrderId ORDER = new OrderId("", 1001);
    static final Money TOTAL = new Money(4990, "EUR");

    final TestWorkflowEnvironment temporal;
    final FakeGateway gateway;
    final InMemoryOrders orders;
    final InMemoryResults results = new InMemoryResults();
    final TemporalDeliveries deliveries;
    final TemporalLooks looks;

    Payments() {
        temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Wire.converter())
                        .build())
                .build());
        Attributes.ALL.forEach(attribute ->
                temporal.registerSearchAttribute(attribute.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
        Clock clock = serverClock();
        gateway = new FakeGateway(clock);
        orders = new InMemoryOrders("", Policy.of(Fingerprint.ofSite(SITE)), clock);
        orders.put(1001, "wc_order_1001", Order.Status.PENDING, TOTAL);
        deliveries = new TemporalDeliveries(temporal.getWorkflowClient(), "");
        WorkerOptions patient = WorkerOptions.newBuilder()
                .setDefaultDeadlockDetectionTimeout(10_000)
                .build();
        looks = new TemporalLooks(temporal.getWorkflowClient(), "");
        Worker payments = temporal.newWorker(TaskQueues.payments(""), patient);
        payments.registerWorkflowImplementationTypes(PaymentWorkflowImpl.class, CallbackWorkflowImpl.class);
        payments.registerActivitiesImplementations(orders, results, deliveries);
        temporal.newWorker(TaskQueues.gateway("", "stripe"), patient).registerActivitiesImplementations(gateway);
        temporal.start();
    }

    private Clock serverClock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(temporal.currentTimeMillis());
            }
        };
    }

    /** A payment for the order that Payonce made. */
    static APayment tagged(String id) {
        return APayment.of(id, TOTAL)
                .tagged("", Fingerprint.ofSite(SITE), 1001, Fingerprint.ofOrderKey("wc_order_1001"), 1);
    }

    void callback(String event, String payment) {
        deliveries.deliver(ORDER, new Callback(event, "stripe", payment, "payment_intent.succeeded", ""));
    }

    WorkflowStub run() {
        return temporal.getWorkflowClient().newUntypedWorkflowStub(ORDER.workflowId());
    }

    View atRest() {
        return run().getResult(View.class);
    }

    WorkflowExecutionHistory history(String workflow) {
        return temporal.getWorkflowClient().fetchHistory(workflow);
    }

    /** What happened in the order's last run, in order. */
    List<EventType> events() {
        return temporal.getWorkflowClient().fetchHistory(ORDER.workflowId()).getEvents().stream()
                .map(HistoryEvent::getEventType)
                .toList();
    }

    String attribute(String name) {
        Map<String, ?> all = run().describe()
                .getWorkflowExecutionInfo()
                .getSearchAttributes()
                .getIndexedFieldsMap();
        return new EncodedValuesText(all.get(name)).text();
    }

    private record EncodedValuesText(Object payload) {
        String text() {
            return payload instanceof io.temporal.api.common.v1.Payload value
                    ? value.getData().toStringUtf8().replace("\"", "").replace("null", "")
                    : "";
        }
    }

    @Override
    public void close() {
        temporal.close();
    }
}
