package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.payonce.gateway.EventList;
import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.Orders;
import dev.payonce.request.IdempotencyCache;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.ReviewAction;
import io.temporal.common.metadata.POJOActivityInterfaceMetadata;
import io.temporal.common.metadata.POJOWorkflowInterfaceMetadata;
import io.temporal.common.metadata.POJOWorkflowMethodMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A check that no name on the wire changes unseen. {@code wire-names.txt} lists each; a change of one is made there as
 * well, on purpose. The shapes of the payloads are in {@link PayloadConverterTest}.
 */
class WireNamesTest {

    private static final Path NAMES = Path.of("src/test/resources/wire-names.txt");

    @Test
    void everyNameOnTheWireIsListed() throws IOException {
        List<String> inTheCode = Stream.of(
                        workflows(PaymentWorkflow.class, CallbackWorkflow.class, SweepWorkflow.class),
                        activities(
                                Gateway.class,
                                EventList.class,
                                Orders.class,
                                IdempotencyCache.class,
                                CallbackReconciler.class,
                                PaymentClient.class,
                                Sweep.class),
                        variants(
                                Fact.class,
                                Next.class,
                                Operation.class,
                                Outcome.class,
                                Request.class,
                                PaymentResult.class,
                                ReviewAction.class,
                                DecisionResult.class,
                                Orders.Match.class),
                        entries(),
                        searchAttributes(),
                        taskQueues())
                .flatMap(names -> names)
                .toList();

        assertThat(inTheCode).isEqualTo(Files.readAllLines(NAMES));
    }

    private static Stream<String> workflows(Class<?>... types) {
        return Arrays.stream(types)
                .flatMap(type -> POJOWorkflowInterfaceMetadata.newInstance(type).getMethodsMetadata().stream())
                .map(WireNamesTest::line)
                .sorted();
    }

    private static String line(POJOWorkflowMethodMetadata method) {
        return method.getType().name().toLowerCase(java.util.Locale.ROOT) + " " + method.getName();
    }

    private static Stream<String> activities(Class<?>... types) {
        return Arrays.stream(types)
                .flatMap(type -> POJOActivityInterfaceMetadata.newInstance(type).getMethodsMetadata().stream())
                .map(method -> "activity " + method.getActivityTypeName())
                .sorted();
    }

    private static Stream<String> variants(Class<?>... types) {
        return Arrays.stream(types)
                .flatMap(type -> Arrays.stream(
                                type.getAnnotation(JsonSubTypes.class).value())
                        .map(variant -> "json " + type.getSimpleName() + " " + variant.name()));
    }

    /** Returns the names that the ledger gives to one entry of each fact. */
    private static Stream<String> entries() {
        return Stream.of(
                        new Fact.PaymentObserved(
                                "stripe",
                                "<payment>",
                                ExternalIds.of("pi_1"),
                                Stage.CAPTURED,
                                Optional.empty(),
                                WireShapeContract.EUR,
                                WireShapeContract.EUR,
                                Optional.empty(),
                                Payment.WaitsFor.NOTHING,
                                0),
                        new Fact.NotFound("stripe", "<object>"),
                        WireShapeContract.PAID,
                        WireShapeContract.ON_HOLD,
                        new Fact.ReversalObserved("stripe", "pi_1", WireShapeContract.REFUND),
                        new Fact.OperationCreated(WireShapeContract.CHARGE),
                        new Fact.OperationResolved(1, OperationStatus.DONE, "", false, "pi_1"),
                        new Fact.ReviewOpened(WireShapeContract.REVIEW),
                        new Fact.RefundProposed("<payment>", WireShapeContract.EUR, "ann", "agreed"),
                        new Fact.DecisionProposed(WireShapeContract.DECISION, Optional.of(WireShapeContract.EUR)),
                        new Fact.ReviewDecided(WireShapeContract.DECISION, true),
                        new Fact.ReviewClosed(1, Fact.ReviewClosed.Why.CHANGED))
                .map(fact -> "entry " + fact.getClass().getSimpleName() + " "
                        + Ledger.EMPTY
                                .with(fact, Instant.EPOCH, "")
                                .entries()
                                .getLast()
                                .name());
    }

    private static Stream<String> searchAttributes() {
        return Stream.of(
                        SearchAttributeKeys.STATUS,
                        SearchAttributeKeys.REASON,
                        SearchAttributeKeys.GATEWAY,
                        SearchAttributeKeys.STORE)
                .map(key -> "search attribute " + key.getName() + " " + key.getValueType());
    }

    private static Stream<String> taskQueues() {
        return Stream.of(
                "task queue " + TaskQueues.payments("<store>"),
                "task queue " + TaskQueues.gateway("<store>", "<account>"));
    }
}
