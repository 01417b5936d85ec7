package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run may be older than the worker that goes on with it. So the histories of every version are kept, and today's code has
 * to do in each what was done then ({@code docs/changing-workflows.md}).
 */
class ReplayTest {

    private static final Path RECORDED = Path.of("src/test/resources/histories");
    private static final TestWorkflowEnvironment TEMPORAL = environment();
    private static final Worker WORKER = worker();

    static TestWorkflowEnvironment environment() {
        return TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(PayloadConverter.converter())
                        .build())
                .build());
    }

    private static Worker worker() {
        Worker worker = TEMPORAL.newWorker(TaskQueues.payments(""), WorkflowFixture.PATIENT);
        worker.registerWorkflowImplementationTypes(
                PaymentWorkflowImpl.class, CallbackWorkflowImpl.class, SweepWorkflowImpl.class);
        return worker;
    }

    @AfterAll
    static void close() {
        TEMPORAL.close();
    }

    static List<Path> recorded() throws IOException {
        try (Stream<Path> files = Files.walk(RECORDED)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void todaysCodeGoesOnWithARunOfThatVersion(Path history) throws Exception {
        WorkflowReplayer.replayWorkflowExecution(WorkflowExecutionHistory.fromJson(Files.readString(history)), WORKER);
    }

    @ParameterizedTest
    @EnumSource
    void everyTimelineIsRecorded(Timeline timeline) throws IOException {
        assertThat(recorded()).anyMatch(file -> file.endsWith(name(timeline)));
    }

    @Test
    void codeThatTakesAnotherStepIsNoticed() throws IOException {
        String history = Files.readString(recorded().getFirst());
        assertThat(history).contains("Gateway.Find");
        String another = history.replace("Gateway.Find", "Gateway.Ask");

        assertThatThrownBy(() ->
                        WorkflowReplayer.replayWorkflowExecution(WorkflowExecutionHistory.fromJson(another), WORKER))
                .hasMessageContaining("Gateway.Find");
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "record", matches = "[0-9.]+")
    void record(Timeline timeline) throws Exception {
        Path folder = Files.createDirectories(RECORDED.resolve(System.getProperty("record")));
        assumeThat(folder.resolve(name(timeline)))
                .as("a recorded history is never recorded again")
                .doesNotExist();
        try (WorkflowFixture payments = new WorkflowFixture()) {
            // A history does not show which process of which machine recorded it.
            String history =
                    timeline.play(payments).toJson(true).replaceAll("(\"identity\": )\"[^\"]*\"", "$1\"worker\"");
            Files.writeString(folder.resolve(name(timeline)), history + "\n");
        }
    }

    private static String name(Timeline timeline) {
        return timeline.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
    }

    /**
     * The courses that bring a workflow through all its code, each with the history of its run. What was recorded by an
     * earlier version stays; what today's version does is recorded beside it with {@code -Drecord=<version>}.
     */
    enum Timeline {
        PAID_BY_A_CALLBACK(payments -> {
            payments.captures("pi_1");
            payments.atRest();
            return payments.history("1001");
        }),
        WAITED_FOR_AND_PAID(payments -> {
            payments.gateway.says(WorkflowFixture.tagged("pi_1"));
            payments.callback("evt_1", "pi_1");
            payments.temporal.sleep(Duration.ofMinutes(5));
            payments.gateway.says(WorkflowFixture.tagged("pi_1").captured());
            payments.callback("evt_2", "pi_1");
            payments.atRest();
            return payments.history("1001");
        }),
        REVIEWED_AND_DECIDED(payments -> {
            isReviewed(payments);
            payments.run()
                    .update(
                            "decide",
                            Object.class,
                            new ReviewDecision(1, new ReviewAction.AcceptPaid("pi_1"), "ann", "agreed"));
            payments.atRest();
            return payments.history("1001");
        }),
        REVIEWED_AND_CONTINUED_AS_NEW(payments -> {
            isReviewed(payments);
            String first = payments.run().describe().getExecution().getRunId();
            payments.temporal.sleep(Duration.ofDays(3));
            return payments.temporal.getWorkflowClient().fetchHistory("1001", first);
        }),
        REFUNDED_ON_REQUEST(payments -> {
            payments.captures("pi_1");
            payments.atRest();
            payments.gateway.says(anotherPlugins().stage(Stage.PENDING, Payment.WaitsFor.GATEWAY));
            payments.callback("evt_9", "pi_9");
            payments.temporal.sleep(Duration.ofSeconds(5));
            payments.run()
                    .update(
                            "request",
                            PaymentWorkflow.Answered.class,
                            new Request.Refund("k1", Optional.of(1000L), 0, Operation.Refund.RefundReason.NONE, ""));
            payments.gateway.says(anotherPlugins().stage(Stage.CLOSED));
            payments.temporal.sleep(Duration.ofMinutes(30));
            payments.atRest();
            return payments.history("1001");
        }),
        UNKNOWN_AND_LOOKED_UP(payments -> {
            payments.gateway.does(operation -> new Outcome.Unknown(operation.number(), "stripe-timeout", false));
            return voidedWithAnUnknownOutcome(payments);
        }),
        STALLED_AND_REFRESHED(payments -> {
            payments.stalls();
            payments.run().signal("refresh");
            payments.atRest();
            return payments.history("1001");
        }),
        CARRIED_OUT_WITHOUT_RESULT(payments -> {
            payments.gateway.does(_ -> {
                throw Failures.nonRetryable("stripe-401", "The key was revoked", null);
            });
            return voidedWithAnUnknownOutcome(payments);
        }),
        RESENT_AFTER_AN_OUTAGE(payments -> {
            payments.gateway.away(() -> Failures.transientOne("stripe-503", "Away", Optional.empty(), null));
            CompletableFuture<PaymentResult> asked =
                    payments.ask(new Request.Pay("k1", "stripe", "pm_visa", false, "", false, ""));
            WorkflowFixture.until(() -> !payments.gateway.sent().isEmpty());
            payments.temporal.sleep(Duration.ofMinutes(6));
            asked.join();
            payments.gateway.back();
            payments.atRest();
            return payments.history("1001");
        }),
        UNREADABLE_AND_CONTINUED_AS_NEW(payments -> {
            payments.captures("pi_1");
            payments.run().signal("news", "of a later version", "2");
            payments.temporal.sleep(Duration.ofSeconds(5));
            String first = payments.run().describe().getExecution().getRunId();
            payments.temporal.sleep(Duration.ofHours(3));
            return payments.temporal.getWorkflowClient().fetchHistory("1001", first);
        }),
        CALLBACK_BEFORE_THE_ORDER_KNOWS(payments -> {
            payments.gateway.says(
                    PaymentBuilder.of("pi_1", WorkflowFixture.TOTAL).captured());
            payments.client.deliverUnmatched(new Callback("evt_1", "stripe", "pi_1", "payment_intent.succeeded", ""));
            payments.temporal.sleep(Duration.ofSeconds(5));
            payments.orders.change(
                    1001,
                    order -> new Order(
                            order.id(),
                            order.key(),
                            order.status(),
                            order.total(),
                            order.paid(),
                            ExternalIds.of("pi_1")));
            payments.temporal.sleep(Duration.ofHours(1));
            return payments.history("callback-evt_1");
        }),
        SWEPT_UNTIL_A_NEW_RUN(payments -> {
            try (SweepWorkflowTest.Sweeps sweeps = new SweepWorkflowTest.Sweeps()) {
                sweeps.outside.overdue = 60;
                sweeps.outside.pages = 22;
                sweeps.sweep(Duration.ofMinutes(1));
                sweeps.outside.pages = 1;
                sweeps.outside.away = true;
                sweeps.temporal.sleep(Duration.ofMinutes(5));
                sweeps.outside.away = false;
                WorkflowClient client = sweeps.temporal.getWorkflowClient();
                String first = client.newUntypedWorkflowStub("sweep")
                        .describe()
                        .getExecution()
                        .getRunId();
                sweeps.temporal.sleep(Duration.ofHours(2));
                return client.fetchHistory("sweep", first);
            }
        });

        private interface Course {
            WorkflowExecutionHistory play(WorkflowFixture payments) throws InterruptedException;
        }

        @SuppressWarnings("ImmutableEnumChecker") // each course is a lambda of this file that holds nothing
        private final Course course;

        Timeline(Course course) {
            this.course = course;
        }

        /** Returns the history of a run that is over. */
        WorkflowExecutionHistory play(WorkflowFixture payments) throws InterruptedException {
            return course.play(payments);
        }

        private static WorkflowExecutionHistory voidedWithAnUnknownOutcome(WorkflowFixture payments) {
            payments.gateway.says(WorkflowFixture.tagged("pi_1"));
            payments.callback("evt_1", "pi_1");
            payments.temporal.sleep(Duration.ofSeconds(5));
            payments.run().update("request", PaymentWorkflow.Answered.class, new Request.Cancel("k1", ""));
            payments.gateway.says(WorkflowFixture.tagged("pi_1").stage(Stage.CLOSED));
            payments.temporal.sleep(Duration.ofHours(2));
            payments.atRest();
            return payments.history("1001");
        }

        private static void isReviewed(WorkflowFixture payments) {
            payments.gateway.says(WorkflowFixture.tagged("pi_1").captured(new Money(1000, "EUR")));
            payments.callback("evt_1", "pi_1");
            payments.temporal.sleep(Duration.ofSeconds(5));
        }

        private static PaymentBuilder anotherPlugins() {
            return PaymentBuilder.of("pi_9", WorkflowFixture.TOTAL)
                    .claimed(Fingerprint.ofOrderKey("wc_order_1001"), "", Fingerprint.ofSite(WorkflowFixture.SITE));
        }
    }
}
