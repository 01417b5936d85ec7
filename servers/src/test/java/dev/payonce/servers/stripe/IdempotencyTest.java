package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.stripe.StripeClient;
import com.stripe.exception.ApiException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.service.PaymentIntentService;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.chaos.Barrier;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test of what a key remembers, for how long, and what it does not. */
class IdempotencyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final PaymentIntentCreateParams BUYING = Sdk.buying(7, TestCard.VISA);

    private final AtomicReference<Instant> now = new AtomicReference<>(Sdk.NOW);

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(now::get, 1, Sdk.KEY);

    private final StripeClient sdk = Sdk.of(stripe);
    private final PaymentIntentService payments = sdk.v1().paymentIntents();

    @Test
    void aRepeatGetsTheFirstResultByteForByte() throws Exception {
        PaymentIntent first = payments.create(BUYING, Sdk.key("op-1"));
        stripe.shopper().refundFromDashboard(first.getId(), 4990);
        PaymentIntent again = payments.create(BUYING, Sdk.key("op-1"));

        assertThat(again.getLastResponse().body())
                .isEqualTo(first.getLastResponse().body());
        assertThat(first.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .isEmpty();
        assertThat(again.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        assertThat(again.getLastResponse().headers().firstValue("Original-Request"))
                .contains(first.getLastResponse().requestId());
        assertThat(again.getLastResponse().requestId())
                .isNotEqualTo(first.getLastResponse().requestId());
        assertThat(stripe.journal().captured(first.getId())).isEqualTo(4990);
        assertThat(stripe.journal().attempts(first.getId())).isEqualTo(1);
        assertThat(stripe.calls().posts("op-1")).isEqualTo(2);
    }

    @Test
    void aDeclineIsRememberedToo() {
        PaymentIntentCreateParams broke = Sdk.buying(7, TestCard.INSUFFICIENT_FUNDS);
        String first = declinedCharge(broke);

        assertThat(declinedCharge(broke)).isEqualTo(first);
        assertThat(stripe.journal().byKey("op-1")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 424})
    void aFailureIsRememberedWhetherOrNotMoneyMoved(int status) {
        stripe.faults().before(1, new Fault.Failure(status));
        assertThat(statusOf("nothing-moved")).isEqualTo(status);
        assertThat(statusOf("nothing-moved")).isEqualTo(status);
        assertThat(stripe.journal().entries()).isEmpty();

        stripe.faults().after(1, new Fault.Failure(status));
        assertThat(statusOf("money-moved")).isEqualTo(status);
        assertThat(statusOf("money-moved")).isEqualTo(status);
        assertThat(stripe.journal().byKey("money-moved")).hasSize(1);
        assertThat(stripe.journal().netOf(7)).hasSize(1);
    }

    @Test
    void aKeyIsForOneRequestOnly() throws Exception {
        String intent = payments.create(BUYING, Sdk.key("op-1")).getId();

        assertThatThrownBy(() -> payments.create(Sdk.buying(8, TestCard.VISA), Sdk.key("op-1")))
                .isInstanceOfSatisfying(IdempotencyException.class, other -> {
                    assertThat(other.getStatusCode()).isEqualTo(400);
                    assertThat(other.getStripeError().getType()).isEqualTo("idempotency_error");
                });
        assertThatThrownBy(() -> payments.cancel(intent, Sdk.key("op-1"))).isInstanceOf(IdempotencyException.class);
        assertThat(stripe.journal().netOf(8)).isEmpty();
    }

    @Test
    void twoAtOnceWithOneKeyAreAConflict() throws Exception {
        CompletableFuture<String> first;
        try (Barrier barrier = stripe.barriers().hold(Barrier.Phase.STARTED)) {
            first = CompletableFuture.supplyAsync(() -> bought("op-1"), Thread::startVirtualThread);
            assertThat(barrier.await(PATIENCE)).isPresent();

            assertThatThrownBy(() -> payments.create(BUYING, Sdk.key("op-1")))
                    .isInstanceOfSatisfying(ApiException.class, conflict -> {
                        assertThat(conflict.getStatusCode()).isEqualTo(409);
                        assertThat(conflict.getCode()).isEqualTo("idempotency_key_in_use");
                    });
        }
        String intent = first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(payments.create(BUYING, Sdk.key("op-1")).getId()).isEqualTo(intent);
        assertThat(stripe.journal().netOf(7)).hasSize(1);
    }

    @Test
    void aRequestThatNeverStartedIsNotRemembered() throws Exception {
        PaymentIntentCreateParams tooSmall = Sdk.asking(1).build();
        assertThatThrownBy(() -> payments.create(tooSmall, Sdk.key("op-1")))
                .isInstanceOf(InvalidRequestException.class);
        stripe.faults().before(1, new Fault.RateLimited(Duration.ofSeconds(1)));
        assertThatThrownBy(() -> payments.create(BUYING, Sdk.key("op-1"))).isInstanceOf(RateLimitException.class);
        stripe.faults().before(1, new Fault.Failure(409));
        assertThat(statusOf("op-1")).isEqualTo(409);
        assertThatThrownBy(() ->
                        Sdk.of(stripe, "sk_test_wrong").v1().paymentIntents().create(BUYING, Sdk.key("op-1")))
                .isInstanceOf(AuthenticationException.class);

        PaymentIntent paid = payments.create(BUYING, Sdk.key("op-1"));
        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(paid.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .isEmpty();
    }

    @Test
    void aRepeatAfterADayIsASecondCharge() throws Exception {
        String first = bought("op-1");
        now.updateAndGet(time -> time.plus(Duration.ofHours(24).minusSeconds(1)));
        assertThat(bought("op-1")).isEqualTo(first);
        now.updateAndGet(time -> time.plus(Duration.ofSeconds(1)));

        assertThat(bought("op-1")).isNotEqualTo(first);
        assertThat(stripe.journal().netOf(7)).as("the shopper paid twice").hasSize(2);
    }

    @Test
    void anUnexpectedStateIsRememberedBecauseThePaymentWasRead() throws Exception {
        String intent = payments.create(Sdk.asking(4990).build()).getId();
        assertThatThrownBy(() -> payments.capture(intent, Sdk.key("op-1"))).isInstanceOf(InvalidRequestException.class);
        stripe.shopper().confirm(intent, TestCard.VISA);

        assertThatThrownBy(() -> payments.capture(intent, Sdk.key("op-1")))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        old -> assertThat(
                                        old.getStripeError().getPaymentIntent().getStatus())
                                .isEqualTo("requires_payment_method"));
    }

    @Test
    void stripeSaysWhetherARepeatMakesSense() throws Exception {
        PaymentIntentService eager = Sdk.eager(stripe).v1().paymentIntents();

        stripe.faults().before(1, new Fault.Failure(409));
        assertThat(eager.create(BUYING, Sdk.key("locked")).getStatus()).isEqualTo("succeeded");
        assertThat(stripe.calls().posts("locked")).isEqualTo(2);

        stripe.faults().before(1, new Fault.Failure(500));
        assertThatThrownBy(() -> eager.create(BUYING, Sdk.key("broken"))).isInstanceOf(ApiException.class);
        assertThat(stripe.calls().posts("broken"))
                .as("the saved failure would only be replayed")
                .isEqualTo(1);
    }

    private String bought(String key) {
        try {
            return payments.create(BUYING, Sdk.key(key)).getId();
        } catch (StripeException failed) {
            throw new AssertionError(failed);
        }
    }

    private int statusOf(String key) {
        Throwable failed = catchThrowable(() -> payments.create(BUYING, Sdk.key(key)));
        return ((StripeException) failed).getStatusCode();
    }

    private String declinedCharge(PaymentIntentCreateParams params) {
        Throwable failed = catchThrowable(() -> payments.create(params, Sdk.key("op-1")));
        return ((CardException) failed).getCharge();
    }
}
