package dev.payonce.api;

import static dev.payonce.api.ScriptedSystems.ACTION;
import static dev.payonce.api.ScriptedSystems.DECLINED;
import static dev.payonce.api.ScriptedSystems.PAID;
import static dev.payonce.api.ScriptedSystems.about;
import static dev.payonce.api.WebhooksTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.StoredRequest;
import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.State;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import dev.payonce.workflow.PaymentWorkflow.Answered;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests of I6 over HTTP: the same request gets the same answer, from the cache, the ledger or the workflow. */
class IdempotentRequestsTest {

    private static final String BODY = "{\"order\":7,\"paymentMethod\":\"pm_1\"}";
    private static final Request PAY =
            new Request.Pay(Fingerprint.of("k-1"), "stripe", "pm_1", false, "", false, "shop");

    @AutoClose
    private static final RunningApi api = new RunningApi();

    @BeforeEach
    void forget() {
        api.systems.forget();
    }

    @ParameterizedTest
    @CsvSource({"PAID", "DECLINED", "REFUSED"})
    void aFinalResultIsTheSameByteForByteFromTheCacheAndFromTheLedger(State state) throws Exception {
        api.systems.result = state == State.PAID
                ? PAID
                : state == State.DECLINED ? DECLINED : PaymentResult.refused("order_not_payable");
        HttpResponse<String> first = pay();
        api.systems.reconciled(PAY, api.systems.result);
        api.systems.result = PaymentResult.notYet(Why.GATEWAY_PENDING);

        HttpResponse<String> cached = pay();
        api.systems.cache.clear();
        HttpResponse<String> stored = pay();
        HttpResponse<String> again = pay();

        for (HttpResponse<String> replayed : List.of(cached, stored, again)) {
            assertThat(replayed.statusCode()).isEqualTo(first.statusCode());
            assertThat(replayed.body()).isEqualTo(first.body());
            assertThat(replayed.headers().firstValue(PaymentResponse.REPLAYED)).hasValue("true");
        }
        assertThat(api.systems.asked).hasSize(1);
    }

    @Test
    void aReplayCostsOneReadOfTheCacheOrOneOfTheLedger() throws Exception {
        api.systems.reconciled(PAY, PAID);
        pay();
        assertThat(List.of(api.systems.cacheReads, api.systems.ledgerReads)).containsExactly(1, 0);

        api.systems.cacheIsAway = true;
        pay();
        assertThat(List.of(api.systems.cacheReads, api.systems.ledgerReads)).containsExactly(2, 1);
        assertThat(api.systems.asked).isEmpty();
    }

    @Test
    void otherParametersAre422FromCacheAndLedger() throws Exception {
        api.systems.reconciled(PAY, PAID);
        String other = "{\"order\":7,\"paymentMethod\":\"pm_2\"}";
        String otherOrder = "{\"order\":8,\"paymentMethod\":\"pm_1\"}";

        for (String body : List.of(other, otherOrder)) {
            assertProblem(api.post("/payments", "k-1", body), 422);
        }
        assertProblem(api.post("/payments/7/cancel", "k-1", ""), 422);
        api.systems.cache.clear();
        for (String body : List.of(other, otherOrder)) {
            assertProblem(api.post("/payments", "k-1", body), 422);
        }
        assertThat(api.systems.asked).isEmpty();
    }

    @Test
    void G18_SameKeyOtherCardAtTheSameMomentIs422() throws Exception {
        api.systems.workflow = reply -> new Answered("another", PaymentResult.notYet(Why.BUSY));

        assertProblem(pay(), 422);
    }

    /** The first request ended between this one's read of the ledger and its own reconciliation. */
    @Test
    void G18_SameKeyOtherOrderAtTheSameMomentIs422() throws Exception {
        api.systems.result = PaymentResult.notYet(Why.BUSY);
        api.systems.workflow = reply -> {
            api.systems.ledger.put(
                    Fingerprint.of("k-1"),
                    new StoredRequest(Fingerprint.of("k-1"), 8, "another", 1, Optional.of(PAID)));
            return reply;
        };

        assertProblem(pay(), 422);
    }

    @Test
    void aRequestWithoutAFinalResultGoesOnToTheWorkflow() throws Exception {
        api.systems.reconciled(PAY, ACTION);
        api.systems.result = PAID;

        assertThat(pay().body()).startsWith("{\"status\":\"paid\"");
        assertThat(api.systems.asked).containsExactly(PAY);
    }

    @Test
    void S23_aRefundHasItsPaymentAndItsMoneyAndTheSameForEver() throws Exception {
        Request refund = new Request.Refund(
                Fingerprint.of("k-1"), Optional.of(1000L), 77, Operation.Refund.RefundReason.DUPLICATE, "shop");
        api.systems.result = PaymentResult.of(State.REFUNDED, about(new Money(1000, "EUR"), 2));
        HttpResponse<String> told = refund();
        api.systems.reconciled(refund, api.systems.result);
        api.systems.result = PaymentResult.notYet(Why.OPERATION_IN_DOUBT);

        HttpResponse<String> cached = refund();
        api.systems.cache.clear();
        HttpResponse<String> stored = refund();

        assertThat(told.body())
                .isEqualTo("{\"status\":\"refunded\",\"gateway\":\"stripe\",\"payment\":\"pi_1\","
                        + "\"amount\":{\"minor\":1000,\"currency\":\"EUR\"},\"operation\":2}");
        assertThat(List.of(cached.body(), stored.body())).containsOnly(told.body());
        assertThat(stored.headers().firstValue(PaymentResponse.REPLAYED)).hasValue("true");
        assertThat(api.systems.asked).containsExactly(refund);
    }

    @Test
    void withTheLedgerAwayTheWorkflowDecides() throws Exception {
        api.systems.ledgerIsAway = true;
        api.systems.result = PAID;
        assertThat(pay().statusCode()).isEqualTo(200);

        api.systems.result = ACTION;
        assertThat(pay().body()).contains("action_required");
    }

    @Test
    void twoAtOnceGetTheSameResult() throws Exception {
        api.systems.result = PAID;
        api.systems.together = Optional.of(new CyclicBarrier(2));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<HttpResponse<String>> shopper = IdempotentRequestsTest::pay;
            Future<HttpResponse<String>> one = threads.submit(shopper);
            Future<HttpResponse<String>> other = threads.submit(shopper);

            assertThat(one.get().body()).isEqualTo(other.get().body()).contains("paid");
        }
        assertThat(api.systems.asked).containsExactly(PAY, PAY);
    }

    private static HttpResponse<String> refund() throws Exception {
        return api.post("/payments/7/refunds", "k-1", "{\"amount\":1000,\"refund\":77,\"reason\":\"duplicate\"}");
    }

    private static HttpResponse<String> pay() throws Exception {
        return api.post("/payments", "k-1", BODY);
    }
}
