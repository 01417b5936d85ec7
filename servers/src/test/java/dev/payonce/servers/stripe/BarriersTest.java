package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The test of where a request can be stopped, and of what becomes of it. */
class BarriersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(Clock.systemUTC(), 1, Sdk.KEY);

    private final StripeClient sdk = Sdk.of(stripe);

    @Test
    void aRequestOnItsWayMayArriveAfterItsRepeat() throws Exception {
        Barrier first = stripe.barriers().hold(Phase.ARRIVED, Route.CREATE_INTENT);
        CompletableFuture<Throwable> early = buying();
        assertThat(first.await(PATIENCE).orElseThrow().order()).contains("7");

        assertThat(buying().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNull();
        first.release();

        assertThat(early.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNull();
        assertThat(stripe.journal().netOf(7)).hasSize(1);
        assertThat(stripe.calls().postsByKey()).containsEntry("op-1", 2L);
    }

    @Test
    void aRequestCanBeLostOnItsWay() throws Exception {
        Barrier barrier = stripe.barriers().hold(Phase.ARRIVED);
        CompletableFuture<Throwable> buying = buying();
        assertThat(barrier.await(PATIENCE)).isPresent();
        barrier.drop();

        assertThat(buying.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(StripeException.class);
        assertThat(stripe.journal().entries()).isEmpty();
    }

    @Test
    void anAnswerCanBeHeldBackWhileTheMoneyHasMoved() throws Exception {
        Barrier barrier = stripe.barriers()
                .hold(Phase.FINISHED, call -> call.key().filter("op-1"::equals).isPresent());
        CompletableFuture<Throwable> buying = buying();
        assertThat(barrier.await(PATIENCE)).isPresent();

        assertThat(stripe.journal().netOf(7)).hasSize(1);
        assertThat(buying).isNotDone();
        assertThat(buying().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("a repeat is a replay already")
                .isNull();
        barrier.drop();
        assertThat(buying.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(StripeException.class);
    }

    @Test
    void aTestLearnsThatTheCallerHasHisAnswer() throws Exception {
        try (Barrier barrier = stripe.barriers().hold(Phase.ANSWERED)) {
            assertThat(buying().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNull();
            assertThat(barrier.await(PATIENCE)).isPresent();
        }
    }

    @Test
    void aRequestThatAnImpatientCallerLeftHappensAllTheSame() throws Exception {
        Barrier started = stripe.barriers().hold(Phase.STARTED);
        assertThat(catchThrowable(() ->
                        Sdk.hasty(stripe).v1().paymentIntents().create(Sdk.buying(7, TestCard.VISA), Sdk.key("op-1"))))
                .isInstanceOf(ApiConnectionException.class);
        assertThat(stripe.journal().entries()).isEmpty();

        Barrier finished = stripe.barriers().hold(Phase.FINISHED);
        started.release();
        assertThat(finished.await(PATIENCE)).isPresent();
        assertThat(stripe.journal().netOf(7)).hasSize(1);
    }

    /** Buys; the result is the failure that the caller saw, null for a response. */
    private CompletableFuture<Throwable> buying() {
        return CompletableFuture.supplyAsync(
                () -> catchThrowable(
                        () -> sdk.v1().paymentIntents().create(Sdk.buying(7, TestCard.VISA), Sdk.key("op-1"))),
                Thread::startVirtualThread);
    }
}
