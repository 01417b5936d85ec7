package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.stripe.StripeClient;
import com.stripe.exception.ApiException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.Refund;
import com.stripe.param.RefundCreateParams;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.http.Route;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The test of every fault of a refund, before and after the money went back. */
class RefundAnswersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(Clock.systemUTC(), 1, Sdk.KEY);

    private final StripeClient sdk = Sdk.of(stripe, Sdk.KEY, Duration.ofSeconds(2), 0);
    private final String paid = stripe.shopper().pay(4990, "eur", Map.of());

    static Stream<Fault> faults() {
        return Stream.concat(LostAnswersTest.faults(), Stream.of(new Fault.Failure(429)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void beforeItsEffectNothingHappensAndTheSameKeyRefunds(Fault fault) throws Exception {
        stripe.faults().before(times(fault), fault, Route.CREATE_REFUND);
        assertThat(catchThrowable(this::refund)).isInstanceOf(StripeException.class);
        assertThat(stripe.journal().refunds()).isEmpty();

        assertThat(refund().getStatus()).isEqualTo("succeeded");
        assertThat(stripe.journal().refunded(paid)).isEqualTo(990);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void afterItsEffectTheSameKeyShowsWhatHappened(Fault fault) throws Exception {
        stripe.faults().after(times(fault), fault, Route.CREATE_REFUND);
        assertThat(catchThrowable(this::refund)).isInstanceOf(StripeException.class);
        assertThat(stripe.journal().refunds()).hasSize(1);

        assertThat(refund().getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        assertThat(stripe.journal().byKey("op-1")).hasSize(1);
    }

    @Test
    void anotherRequestsLockIsReportedInTwoWays() {
        stripe.faults().before(1, new Fault.Failure(409));
        assertThat(catchThrowable(this::refund)).isInstanceOfSatisfying(ApiException.class, locked -> {
            assertThat(locked.getStatusCode()).isEqualTo(409);
            assertThat(locked.getCode()).isEqualTo("lock_timeout");
        });
        stripe.faults().before(1, new Fault.Failure(429));
        assertThat(catchThrowable(this::refund))
                .isInstanceOfSatisfying(
                        RateLimitException.class,
                        locked -> assertThat(locked.getCode()).isEqualTo("lock_timeout"));
    }

    @Test
    void twoAtOnceWithOneKeyAreOneRefund() throws Exception {
        try (Barrier started = stripe.barriers().hold(Phase.STARTED, Route.CREATE_REFUND)) {
            CompletableFuture<Throwable> first = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> Sdk.of(stripe).v1().refunds().create(asked(), Sdk.key("op-1"))),
                    Thread::startVirtualThread);
            assertThat(started.await(PATIENCE)).isPresent();
            assertThat(catchThrowable(this::refund))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            busy -> assertThat(busy.getCode()).isEqualTo("idempotency_key_in_use"));
            started.release();
            assertThat(first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNull();
        }
        assertThat(stripe.journal().refunds()).hasSize(1);
    }

    private Refund refund() throws StripeException {
        return sdk.v1().refunds().create(asked(), Sdk.key("op-1"));
    }

    private RefundCreateParams asked() {
        return RefundCreateParams.builder()
                .setPaymentIntent(paid)
                .setAmount(990L)
                .build();
    }

    /**
     * Counts the requests of a fault: the JDK's client silently repeats a request after a reset, even one that moves
     * money.
     */
    private static int times(Fault fault) {
        return fault instanceof Fault.Reset ? 2 : 1;
    }
}
