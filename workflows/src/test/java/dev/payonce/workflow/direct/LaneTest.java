package dev.payonce.workflow.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Callback;
import dev.payonce.gateway.FakeGateway;
import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.reconcile.InMemoryOrders;
import dev.payonce.request.IdempotencyCacheContract;
import dev.payonce.workflow.CallbackReconciler;
import dev.payonce.workflow.CallbackReconciler.Attempt;
import dev.payonce.workflow.WorkflowFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tests of a gateway that hangs: it takes a part of the slots, and only for a moment. */
@Timeout(60)
class LaneTest {

    private static final int SLOTS = 6;

    private final AtomicLong nanos = new AtomicLong(Duration.ofDays(1).toNanos());
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final FakeGateway hanging = new FakeGateway();
    private final FakeGateway sound = new FakeGateway();
    private final InMemoryOrders orders = InMemoryOrders.at(WorkflowFixture.SITE);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    @AfterEach
    void answer() {
        mayAnswer.countDown();
    }

    private DirectReconciler direct(int slots) {
        hanging.away(() -> Failures.transientOne("stripe-timeout", "Stripe did not answer", Optional.empty(), null));
        sound.says(WorkflowFixture.tagged("psp_1").at("adyen").captured());
        orders.put(1001, "wc_order_1001", Order.Status.PENDING, WorkflowFixture.TOTAL);
        return new DirectReconciler(
                Map.of("stripe", new Hanging(), "adyen", sound),
                (command, _) -> orders.reconcile(command),
                new IdempotencyCacheContract.InMemory(),
                _ -> true,
                slots,
                (_, work) -> work.get(),
                (name, code, _) -> closed.add(name + " " + code),
                nanos::get);
    }

    private static CallbackReconciler.Task about(long order, String account, String payment) {
        Callback callback = new Callback("evt_" + order, account, payment, "payment_intent.succeeded", "");
        return new CallbackReconciler.Task(new OrderId("", order), List.of(callback), List.of(), Instant.now());
    }

    private static Attempt hang(DirectReconciler direct, long order) {
        return direct.attempt(about(order, "stripe", "pi_" + order));
    }

    private final CountDownLatch asked = new CountDownLatch(SLOTS / 3);

    /** The gateway that answers when the test allows it. */
    private final class Hanging implements Gateway {

        @Override
        public Observation find(Lookup what) {
            asked.countDown();
            awaited(mayAnswer);
            return hanging.find(what);
        }

        @Override
        public Outcome carryOut(Operation operation) {
            throw new AssertionError("No operation is carried out inside a workflow task");
        }
    }

    /** Two accounts and six slots: each account has two, so that two slots are left for the other one. */
    @Test
    void aGatewayThatHangsTakesAPartOfTheSlotsAndAnotherOneHasRoom() {
        DirectReconciler direct = direct(SLOTS);
        List<CompletableFuture<Attempt>> hangs = IntStream.range(0, 2)
                .mapToObj(each -> CompletableFuture.supplyAsync(() -> hang(direct, 2000 + each), LaneTest::start))
                .toList();
        awaited(asked);

        assertThat(hang(direct, 2002)).isEqualTo(Attempt.left("busy"));
        assertThat(direct.attempt(about(1001, "adyen", "psp_1")).outcome()).isEqualTo("done");

        mayAnswer.countDown();
        assertThat(hangs).allSatisfy(each -> assertThat(each.get()).isEqualTo(Attempt.left("failed")));
    }

    /** The pause starts while the first one hangs: its own timeout comes seconds later. */
    @Test
    void aGatewayThatHasNotAnsweredForASecondIsLeftToRegularActivities() {
        DirectReconciler direct = direct(SLOTS);
        CompletableFuture<Attempt> first = CompletableFuture.supplyAsync(() -> hang(direct, 2000), LaneTest::start);
        CompletableFuture<Attempt> second = CompletableFuture.supplyAsync(() -> hang(direct, 2001), LaneTest::start);
        awaited(asked);
        nanos.addAndGet(DirectReconciler.SLOW.plusMillis(1).toNanos());

        assertThat(hang(direct, 2002)).isEqualTo(Attempt.left("paused"));
        assertThat(closed).containsExactly("stripe slow");
        assertThat(direct.attempt(about(1001, "adyen", "psp_1")).outcome()).isEqualTo("done");

        mayAnswer.countDown();
        assertThat(List.of(first.join(), second.join())).containsOnly(Attempt.left("failed"));
        assertThat(hang(direct, 2003)).isEqualTo(Attempt.left("paused"));
        nanos.addAndGet(Lane.PAUSE.toNanos());
        assertThat(hang(direct, 2004)).isEqualTo(Attempt.left("failed"));
    }

    @Test
    void aFullWorkerLeavesTheWork() throws Exception {
        DirectReconciler direct = direct(1);
        CompletableFuture<Attempt> first = CompletableFuture.supplyAsync(() -> hang(direct, 2000), LaneTest::start);
        while (asked.getCount() == SLOTS / 3) {
            Thread.onSpinWait();
        }

        assertThat(direct.attempt(about(1001, "adyen", "psp_1"))).isEqualTo(Attempt.left("busy"));

        mayAnswer.countDown();
        assertThat(first.get()).isEqualTo(Attempt.left("failed"));
    }

    private static void start(Runnable task) {
        Thread.ofVirtual().start(task);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
