package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.Order;
import dev.payonce.payment.Stage;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import dev.payonce.workflow.PaymentWorkflow.Answered;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests of cases 18, 19, 20 and 37 in a run: its callers, their keys, and the operators' decisions. */
@Timeout(60)
class G_CallersTest {

    private static final ReviewDecision DISMISSES =
            new ReviewDecision(1, new ReviewAction.Dismiss(), "bob", "paid back by hand");

    private final WorkflowFixture payments = new WorkflowFixture();

    @AfterEach
    void close() {
        payments.close();
    }

    private static Request.Pay pay(String key, String method) {
        return new Request.Pay(key, "stripe", method, false, "", false, "");
    }

    private void needsReview() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured(new Money(1000, "EUR")));
        payments.callback("evt_1", "pi_1");
        payments.temporal.sleep(Duration.ofSeconds(5));
        assertThat(payments.attribute("PaymentStatus")).isEqualTo("NEEDS_REVIEW");
    }

    private CompletableFuture<Answered> answered(Request request) {
        return CompletableFuture.supplyAsync(
                () -> payments.client.request(WorkflowFixture.ORDER, request, "stripe"),
                task -> Thread.ofVirtual().start(task));
    }

    /** The first caller's charge is on its way when the second one comes. */
    @Test
    void G18_SameKeyOtherCardAtTheSameMoment() throws Exception {
        AtomicReference<Answered> second = new AtomicReference<>();
        payments.gateway.does(charge -> {
            second.set(answered(pay("k1", "pm_other")).join());
            return payments.gateway.succeed(charge);
        });

        Answered first = answered(pay("k1", "pm_visa")).get();

        assertThat(first.result().word()).isEqualTo("paid");
        assertThat(second.get().fingerprint())
                .as("whose key it is")
                .isEqualTo(first.fingerprint())
                .isNotEqualTo(pay("k1", "pm_other").fingerprint(WorkflowFixture.ORDER));
        assertThat(second.get().result().is(Why.BUSY)).isTrue();
        assertThat(payments.gateway.sent()).hasSize(1);
    }

    @Test
    void G18_SameKeyForAnotherKindOfRequest() throws Exception {
        payments.ask(pay("k1", "pm_visa")).get();

        Answered other = answered(new Request.Cancel("k1", "")).get();

        assertThat(other.result().is(Why.BUSY)).isTrue();
        assertThat(payments.gateway.sent()).hasSize(1);
    }

    /** The first result was for that moment only: Temporal would hand it out for ever under a known update ID. */
    @Test
    void G19_SameKeyAgainGetsTheStateNow() throws Exception {
        needsReview();
        assertThat(payments.ask(pay("k1", "pm_visa")).get().is(Why.UNDER_REVIEW))
                .isTrue();
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured());
        payments.run().signal("refresh");
        payments.atRest();

        assertThat(payments.ask(pay("k1", "pm_visa")).get().word()).isEqualTo("paid");
    }

    @Test
    void G19_SameKeyAfterTheOtherPaymentClosedIsCharged() throws Exception {
        payments.gateway.says(WorkflowFixture.tagged("pi_9").stage(Stage.PENDING));
        payments.callback("evt_9", "pi_9");
        payments.temporal.sleep(Duration.ofSeconds(5));
        assertThat(payments.ask(pay("k1", "pm_visa")).get().isFinal()).isFalse();
        payments.gateway.says(WorkflowFixture.tagged("pi_9").stage(Stage.CLOSED));
        payments.run().signal("refresh");
        payments.atRest();

        assertThat(payments.ask(pay("k1", "pm_visa")).get().word()).isEqualTo("paid");
    }

    /** Temporal allows ten updates in flight. Callers without a bound would take all of them. */
    @Test
    void G20_TenCallersDoNotShutOutADecision() throws Exception {
        needsReview();
        payments.gateway.away(() -> Failures.transientOne("stripe-503", "Away", Optional.empty(), null));
        payments.run().signal("refresh");
        List<CompletableFuture<Answered>> callers = IntStream.range(0, 10)
                .mapToObj(each -> answered(pay("k" + each, "pm_visa")))
                .toList();

        DecisionResult decided = payments.client.decide(WorkflowFixture.ORDER, DISMISSES);

        assertThat(decided).isIn(new DecisionResult.Kept(), new DecisionResult.Applied());
        List<String> outcomes = new ArrayList<>();
        for (CompletableFuture<Answered> caller : callers) {
            outcomes.add(caller.handle(G_CallersTest::outcome).get());
        }
        assertThat(outcomes).filteredOn("busy"::equals).hasSize(3);
        assertThat(outcomes).filteredOn(outcome -> !outcome.equals("busy")).hasSize(7);
    }

    private static String outcome(Answered answered, Throwable failure) {
        if (failure == null) {
            return answered.result().word();
        }
        return failure.getCause() instanceof WorkflowUpdateException refused
                        && refused.getCause() instanceof ApplicationFailure busy
                ? busy.getType()
                : failure.toString();
    }

    @Test
    void G20_ACallerIsHeldNoLongerThanTheBound() throws Exception {
        payments.gateway.does(_ -> {
            payments.temporal.sleep(Duration.ofSeconds(20));
            return new Outcome.Unknown(1, "stripe-timeout", false);
        });

        PaymentResult result = payments.ask(pay("k1", "pm_visa")).get();

        assertThat(result.word()).isEqualTo("carrying_out");
    }

    /** A crowd would keep the run for ever; a long history ends it, and nothing is lost. */
    @Test
    void G20_ARunWithTenCallersContinuesAsNew() throws Exception {
        needsReview();
        String first = payments.run().describe().getExecution().getRunId();
        payments.temporal.sleep(Duration.ofDays(1));
        Stream<CompletableFuture<Answered>> callers =
                IntStream.range(0, 10).mapToObj(each -> answered(new Request.Refresh("refresh-" + each, "stripe", "")));

        callers.toList().forEach(caller -> caller.handle(G_CallersTest::outcome).join());
        payments.temporal.sleep(Duration.ofHours(1));

        assertThat(payments.run().describe().getExecution().getRunId()).isNotEqualTo(first);
        assertThat(payments.attribute("PaymentStatus")).isEqualTo("NEEDS_REVIEW");
    }

    @Test
    void S27_aThousandCallbacksAreReconciledTogether() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured());

        for (int event = 0; event < 300; event++) {
            payments.callback("evt_" + event, "pi_1");
        }

        payments.atRest();
        assertThat(payments.orders.effects()).isEqualTo(1);
        assertThat(payments.results.size()).isEqualTo(300);
        assertThat(payments.gateway.asked()).hasSizeLessThan(60);
    }

    @Test
    void H37_DecideAfterTheRunClosed() {
        needsReview();
        assertThat(payments.client.decide(WorkflowFixture.ORDER, DISMISSES)).isEqualTo(new DecisionResult.Applied());
        payments.atRest();

        DecisionResult later = payments.client.decide(
                WorkflowFixture.ORDER, new ReviewDecision(1, new ReviewAction.AcceptPaid("pi_1"), "ann", "rounded"));

        assertThat(later).isInstanceOfSatisfying(DecisionResult.AlreadyDecided.class, decided -> {
            assertThat(decided.who()).isEqualTo("bob");
            assertThat(decided.action()).isEqualTo(new ReviewAction.Dismiss());
        });
        payments.atRest();
        assertThat(payments.orders.order(1001).status()).isEqualTo(Order.Status.PENDING);
    }

    @Test
    void H37_ADecisionThatComesRightAfterARefreshWaitsForIt() {
        needsReview();
        payments.run().signal("refresh");

        assertThat(payments.client.decide(WorkflowFixture.ORDER, DISMISSES)).isEqualTo(new DecisionResult.Applied());
    }

    /** The run that opened the review is lost; a new one applies the decision to what it has observed itself. */
    @Test
    void H37_ADecisionAfterTheRunWasLostMeetsThePresentState() {
        needsReview();
        payments.run().terminate("Temporal has lost it");

        assertThat(payments.client.decide(
                        WorkflowFixture.ORDER,
                        new ReviewDecision(1, new ReviewAction.AcceptPaid("pi_1"), "ann", "rounded")))
                .isEqualTo(new DecisionResult.Applied());

        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"review":1,"action":{"type":"dismiss"},"why":"x"}                       | "who"
            {"review":1,"action":{"type":"dismiss"},"who":" ","why":"x"}             | "who"
            {"review":1,"action":{"type":"dismiss"},"who":"ann"}                     | "why"
            {"review":1,"action":{"type":"refundduplicate"},"who":"ann","why":"x"}   | refundDuplicate
            {"review":1,"action":{},"who":"ann","why":"x"}                           | acceptPaid
            {"review":1,"action":{"type":"acceptPaid"},"who":"ann","why":"x"}        | "payment"
            {"review":1,"who":"ann","why":"x"}                                       | dismiss
            {"action":{"type":"dismiss"},"who":"ann","why":"x"}                      | by number
            `dismiss`                                                                | JSON object
            """)
    void H37_ADecisionThatLacksSomethingGetsASentence(String decision, String sentence) {
        assertThatThrownBy(() -> DecisionReader.read(decision))
                .isInstanceOf(ApplicationFailure.class)
                .hasMessageContaining(sentence)
                .satisfies(failure -> assertThat(failure.getStackTrace()).isEmpty());
    }

    @Test
    void H37_AMisspeltActionIsRefusedBeforeItIsKept() {
        needsReview();

        assertThatThrownBy(
                        () -> payments.run()
                                .update(
                                        "decide",
                                        DecisionResult.class,
                                        "{\"review\":1,\"action\":{\"type\":\"refundduplicate\"},\"who\":\"ann\",\"why\":\"x\"}"))
                .hasRootCauseMessage(
                        "message='The action is unknown. The actions are refresh, acceptPaid, refundDuplicate,"
                                + " giveUp, retryEffects, dismiss.', type='decision-malformed', nonRetryable=true");
        assertThat(payments.events("1001")).doesNotContain(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
    }
}
