package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.payonce.failure.Failures;
import dev.payonce.gateway.Callback;
import dev.payonce.gateway.FakeGateway;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.InMemoryOrders;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import dev.payonce.request.IdempotencyCacheContract;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.workflow.direct.DirectReconciler;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DataConverter;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * A store, a gateway account (a second one where a test names it) and a worker on Temporal's time-skipping server; the
 * clock of all is that server's.
 */
public final class WorkflowFixture implements AutoCloseable {

    /** Where others build beside it, the first run of any code may take seconds. */
    static final WorkerOptions PATIENT = WorkerOptions.newBuilder()
            .setDefaultDeadlockDetectionTimeout(10_000)
            .build();

    public static final String SITE = "https://shop.example";
    public static final OrderId ORDER = new OrderId("", 1001);
    public static final Money TOTAL = new Money(4990, "EUR");

    final TestWorkflowEnvironment temporal;
    final FakeGateway gateway;
    final FakeGateway another;
    final InMemoryOrders orders;
    final IdempotencyCacheContract.InMemory results = new IdempotencyCacheContract.InMemory();
    final TemporalPaymentClient client;
    final DirectReconciler direct;

    /** True where no callback gets a turn at the gateway inside a workflow task. */
    volatile boolean stepByStep;

    /** Runs between the lookup and the reconciliation inside a workflow task. */
    volatile Runnable betweenLookupAndReconciliation = () -> {};

    WorkflowFixture() {
        this(PayloadConverter.converter(), WorkerFactoryOptions.getDefaultInstance(), "stripe");
    }

    private WorkflowFixture(DataConverter converter, WorkerFactoryOptions options, String... accounts) {
        temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(options)
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(converter)
                        .build())
                .build());
        SearchAttributeKeys.ALL.forEach(attribute ->
                temporal.registerSearchAttribute(attribute.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
        gateway = new FakeGateway(this::now);
        another = new FakeGateway(this::now);
        orders = new InMemoryOrders(
                "",
                new Policy(Fingerprint.ofSite(SITE), ExternalIds.of(Fingerprint.ofSite(SITE)), Policy.Terms.DEFAULT),
                this::now);
        orders.put(1001, "wc_order_1001", Order.Status.PENDING, TOTAL);
        direct = new DirectReconciler(
                Map.of("stripe", gateway, "adyen", another),
                (command, _) -> {
                    betweenLookupAndReconciliation.run();
                    return orders.reconcile(command);
                },
                results,
                _ -> !stepByStep,
                16,
                (_, work) -> work.get(),
                (_, _, _) -> {});
        client = new TemporalPaymentClient(temporal.getWorkflowClient(), "");
        Worker payments = temporal.newWorker(TaskQueues.payments(""), PATIENT);
        payments.registerWorkflowImplementationTypes(PaymentWorkflowImpl.class, CallbackWorkflowImpl.class);
        payments.registerActivitiesImplementations(orders, direct, results, client);
        for (String account : accounts) {
            temporal.newWorker(TaskQueues.gateway("", account), PATIENT)
                    .registerActivitiesImplementations(account.equals("stripe") ? gateway : another);
        }
        temporal.start();
    }

    static WorkflowFixture withASecondAccount(String account) {
        return new WorkflowFixture(
                PayloadConverter.converter(), WorkerFactoryOptions.getDefaultInstance(), "stripe", account);
    }

    /**
     * Starts a fixture whose worker and client use this converter. It keeps no run in memory, and reads each again for
     * every step.
     */
    static WorkflowFixture writing(DataConverter converter) {
        return new WorkflowFixture(
                converter,
                WorkerFactoryOptions.newBuilder().setWorkflowCacheSize(0).build(),
                "stripe");
    }

    /** Returns a payment for the order that Payonce made. */
    public static PaymentBuilder tagged(String id) {
        return tagged(id, ORDER);
    }

    /** Returns a payment for another order that {@link #sell} made. */
    static PaymentBuilder tagged(String id, OrderId order) {
        return PaymentBuilder.of(id, TOTAL)
                .tagged(
                        "",
                        Fingerprint.ofSite(SITE),
                        order.number(),
                        Fingerprint.ofOrderKey("wc_order_" + order.number()),
                        1);
    }

    /** Adds one more order without a payment. */
    OrderId sell(long number) {
        orders.put(number, "wc_order_" + number, Order.Status.PENDING, TOTAL);
        return new OrderId("", number);
    }

    /** Captures a payment of the order that Payonce made, and delivers the callback about it. */
    void captures(String payment) {
        gateway.says(tagged(payment).captured());
        callback("evt_1", payment);
    }

    /** Stalls at a captured payment whose lookup the gateway refuses once. */
    void stalls() {
        gateway.failsWith(Failures.nonRetryable("stripe-401", "The key was revoked", null));
        captures("pi_1");
        temporal.sleep(Duration.ofSeconds(2));
    }

    void callback(String event, String payment) {
        callback(ORDER, "stripe", event, payment);
    }

    void callback(OrderId order, String account, String event, String payment) {
        client.deliver(order, new Callback(event, account, payment, "payment_intent.succeeded", ""));
    }

    /** Goes on by itself: it is answered only when the run has come to something, or has stalled. */
    CompletableFuture<PaymentResult> ask(Request request) {
        return ask(ORDER, request);
    }

    CompletableFuture<PaymentResult> ask(OrderId order, Request request) {
        return CompletableFuture.supplyAsync(
                () -> client.request(order, request, "stripe").result(),
                task -> Thread.ofVirtual().start(task));
    }

    /** Waits for what takes no time on this server's clock, but some on ours. */
    static void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    WorkflowStub run() {
        return run(ORDER);
    }

    WorkflowStub run(OrderId order) {
        return temporal.getWorkflowClient().newUntypedWorkflowStub(order.workflowId());
    }

    Instant now() {
        return Instant.ofEpochMilli(temporal.currentTimeMillis());
    }

    /**
     * Returns the end of the run by its history: this server's clock may leap to the run's own timeout once nothing
     * else waits.
     */
    Instant ended() {
        Timestamp last = history(ORDER.workflowId()).getLastEvent().getEventTime();
        return Instant.ofEpochSecond(last.getSeconds(), last.getNanos());
    }

    PaymentSummary atRest() {
        return run().getResult(PaymentSummary.class);
    }

    WorkflowExecutionHistory history(String workflow) {
        return temporal.getWorkflowClient().fetchHistory(workflow);
    }

    /** Returns the input of a workflow's last run, as text. */
    String input(String workflow) {
        return history(workflow)
                .getEvents()
                .getFirst()
                .getWorkflowExecutionStartedEventAttributes()
                .getInput()
                .getPayloads(0)
                .getData()
                .toStringUtf8();
    }

    /** Returns the events of a workflow's last run, in order. */
    List<EventType> events(String workflow) {
        return history(workflow).getEvents().stream()
                .map(HistoryEvent::getEventType)
                .toList();
    }

    /** Returns the number of updates that the order's run has taken in. */
    long updates() {
        return events(ORDER.workflowId()).stream()
                .filter(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED::equals)
                .count();
    }

    String attribute(String name) {
        return attribute(ORDER.workflowId(), name);
    }

    String attribute(String workflow, String name) {
        Map<String, ?> all = temporal.getWorkflowClient()
                .newUntypedWorkflowStub(workflow)
                .describe()
                .getWorkflowExecutionInfo()
                .getSearchAttributes()
                .getIndexedFieldsMap();
        return new EncodedValuesText(all.get(name)).text();
    }

    /** Returns the details that the Temporal UI shows of the order's run, in Markdown. */
    String details() {
        return run().query("__temporal_workflow_metadata", WorkflowMetadata.class)
                .getCurrentDetails();
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
