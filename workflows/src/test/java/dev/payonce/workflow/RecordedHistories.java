package dev.payonce.workflow;

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
import io.temporal.common.WorkflowExecutionHistory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The courses that bring a workflow through all its code, each with the history of its run. What was recorded by an
 * earlier version stays; what today's version does is recorded beside it with {@code -Drecord=<version>}.
 */
enum RecordedHistories {
    PAID_BY_A_CALLBACK {
        @Override
        WorkflowExecutionHistory play(Payments payments) {
            payments.gateway.says(Payments.tagged("pi_1").captured());
            payments.callback("evt_1", "pi_1");
            payments.atRest();
            return payments.history("1001");
        }
    },
    WAITED_FOR_AND_PAID {
        @Override
        WorkflowExecutionHistory play(Payments payments) {
            payments.gateway.says(Payments.tagged("pi_1"));
            payments.callback("evt_1", "pi_1");
            payments.temporal.sleep(Duration.ofMinutes(5));
            payments.gateway.says(Payments.tagged("pi_1").captured());
            payments.callback("evt_2", "pi_1");
            payments.atRest();
            return payments.history("1001");
        }
    },
    REVIEWED_AND_DECIDED {
        @Override
        WorkflowExecutionHistory play(Payments payments) {
            payments.gateway.says(Payments.tagged("pi_1").captured(new Money(1000, "EUR")));
            payments.callback("evt_1", "pi_1");
            payments.temporal.sleep(Duration.ofSeconds(5));
            payments.run()
                    .update(
                            "decide",
                            Object.class,
                            new ReviewDecision(1, new ReviewAction.AcceptPaid("pi_1"), "ann", "agreed"));
            payments.atRest();
            return payments.history("1001");
        }
    },
    REVIEWED_AND_CONTINUED_AS_NEW {
        @Override
        WorkflowExecutionHistory play(Payments payments) {
            payments.gateway.says(Payments.tagged("pi_1").captured(new Money(1000, "EUR")));
            payments.callback("evt_1", "pi_1");
            payments.temporal.sleep(Duration.ofSeconds(5));
            String first = payments.run().describe().getExecution().getRunId();
            payments.temporal.sleep(Duration.ofDays(3));
            return payments.temporal.getWorkflowClient().fetchHistory("1001", first);
        }
    },
    REFUNDED_ON_REQUEST {
        @Override
        WorkflowExecutionHistory play(Payments payments) {
            payments.gateway.says(Payments.tagged("pi_1").captured());
            payments.callback("evt_1", "pi_1");
            payments.atRest();
            payments.gateway.says(anotherPlugins().stage(Stage.PENDING, Payment.WaitsFor.GATEWAY));
            payments.callback("evt_9", "pi_9");
            payments.temporal.sleep(Duration.ofSeconds(5));
            payments.run()
                    .update(
                            "request",
                            PaymentWorkflow.Answered.class,
                            new Request.Refund("k1", Optional.of(1000L), 0, Operation.Refund.RefundReason.NONE));
            payments.gateway.says(anotherPlugins().stage(Stage.CLOSED));
            payments.temporal.sleep(Duration.ofMinutes(30));
            payments.atRest();
            return payments.history("1001");
        }
    },
    UNKNOWN_AND_LOOKED_UP {
        @Override
        WorkflowExecutionHistory play(Payments payments) {
            payments.gateway.does(operation -> new Outcome.Unknown(operation.number(), "stripe-timeout", false));
            return voidedWithAnUnknownOutcome(payments);
        }
    },
    STALLED_AND_REFRESHED {
        @Override
        WorkflowExecutionHistory play(Payments payments) {
            payments.gateway.says(Payments.tagged("pi_1").captured());
            payments.gateway.failsWith(Failures.nonRetryable("stripe-401", "The key was revoked", null));
            payments.callback("evt_1", "pi_1");
            payments.temporal.sleep(Duration.ofSeconds(2));
            payments.run().signal("refresh");
            payments.atRest();
            return payments.history("1001");
        }
    },
    CARRIED_OUT_WITHOUT_RESULT {
        @Override
        WorkflowExecutionHistory play(Payments payments) {
            payments.gateway.does(_ -> {
                throw Failures.nonRetryable("stripe-401", "The key was revoked", null);
            });
            return voidedWithAnUnknownOutcome(payments);
        }
    },
    RESENT_AFTER_AN_OUTAGE {
        @Override
        WorkflowExecutionHistory play(Payments payments) throws InterruptedException {
            payments.gateway.away(() -> Failures.transientOne("stripe-503", "Away", Optional.empty(), null));
            CompletableFuture<PaymentResult> asked =
                    payments.ask(new Request.Pay("k1", "stripe", "pm_visa", false, "", false));
            Payments.until(() -> !payments.gateway.sent().isEmpty());
            payments.temporal.sleep(Duration.ofMinutes(6));
            asked.join();
            payments.gateway.back();
            payments.atRest();
            return payments.history("1001");
        }
    },
    UNREADABLE_AND_CONTINUED_AS_NEW {
        @Override
        WorkflowExecutionHistory play(Payments payments) {
            payments.gateway.says(Payments.tagged("pi_1").captured());
            payments.callback("evt_1", "pi_1");
            payments.run().signal("news", "of a later version", "2");
            payments.temporal.sleep(Duration.ofSeconds(5));
            String first = payments.run().describe().getExecution().getRunId();
            payments.temporal.sleep(Duration.ofHours(3));
            return payments.temporal.getWorkflowClient().fetchHistory("1001", first);
        }
    },
    CALLBACK_BEFORE_THE_ORDER_KNOWS {
        @Override
        WorkflowExecutionHistory play(Payments payments) {
            payments.gateway.says(PaymentBuilder.of("pi_1", Payments.TOTAL).captured());
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
        }
    },
    SWEPT_UNTIL_A_NEW_RUN {
        @Override
        WorkflowExecutionHistory play(Payments payments) {
            try (Sweeps sweeps = new Sweeps()) {
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
        }
    };

    /** Returns the history of a run that is over. */
    abstract WorkflowExecutionHistory play(Payments payments) throws InterruptedException;

    /** Every workflow there is. */
    static final List<Class<?>> WORKFLOWS =
            List.of(PaymentWorkflowImpl.class, CallbackWorkflowImpl.class, SweepWorkflowImpl.class);

    private static WorkflowExecutionHistory voidedWithAnUnknownOutcome(Payments payments) {
        payments.gateway.says(Payments.tagged("pi_1"));
        payments.callback("evt_1", "pi_1");
        payments.temporal.sleep(Duration.ofSeconds(5));
        payments.run().update("request", PaymentWorkflow.Answered.class, new Request.Cancel("k1"));
        payments.gateway.says(Payments.tagged("pi_1").stage(Stage.CLOSED));
        payments.temporal.sleep(Duration.ofHours(2));
        payments.atRest();
        return payments.history("1001");
    }

    private static PaymentBuilder anotherPlugins() {
        return PaymentBuilder.of("pi_9", Payments.TOTAL)
                .claimed(Fingerprint.ofOrderKey("wc_order_1001"), "", Fingerprint.ofSite(Payments.SITE));
    }
}
