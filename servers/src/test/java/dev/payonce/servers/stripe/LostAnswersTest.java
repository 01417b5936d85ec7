package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.chaos.Faults;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.http.Route.Match;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The test of every fault of a request that moves money, before and after the money moved. */
class LostAnswersTest {

    /** For the simulator on a busy machine, but not for an answer that is late. */
    private static final Duration LONG_ENOUGH_TO_WORK = Duration.ofSeconds(2);

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(Clock.systemUTC(), 1, Sdk.KEY);

    private final StripeClient sdk = Sdk.of(stripe);

    /**
     * Lists the faults after which the same key brings the real result; the two that a key remembers have a test of
     * their own.
     */
    static Stream<Fault> faults() {
        return Stream.of(
                new Fault.Late(Duration.ofSeconds(30)),
                new Fault.Reset(),
                new Fault.HalfBody(),
                new Fault.RateLimited(Duration.ofSeconds(1)),
                new Fault.Failure(409),
                new Fault.Failure(502),
                new Fault.Failure(503));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void beforeItsEffectNothingHappensAndTheSameKeyPays(Fault fault) throws Exception {
        stripe.faults().before(times(fault), fault);
        assertThat(buy(fault)).isInstanceOf(StripeException.class);
        assertThat(stripe.journal().entries()).isEmpty();

        assertThat(again().getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .isEmpty();
        assertThat(stripe.journal().netOf(7)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void afterItsEffectTheSameKeyShowsWhatHappened(Fault fault) throws Exception {
        stripe.faults().after(times(fault), fault);
        assertThat(buy(fault)).isInstanceOf(StripeException.class);
        assertThat(stripe.journal().netOf(7)).hasSize(1);

        assertThat(again().getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        assertThat(stripe.journal().netOf(7)).hasSize(1);
        assertThat(stripe.journal().byKey("op-1")).hasSize(1);
    }

    @Test
    void oneAnswerInTenIsLostInAnyOrderOfArrival() {
        stripe.faults().loseAnswers(10);
        List<String> lost = new ArrayList<>();
        for (int order = 1; order <= 100; order++) {
            long number = order;
            Throwable failed = catchThrowable(
                    () -> sdk.v1().paymentIntents().create(Sdk.buying(number, TestCard.VISA), Sdk.key("op-" + number)));
            if (failed != null) {
                lost.add("op-" + number);
            }
        }
        assertThat(lost).hasSizeBetween(3, 25);
        assertThat(stripe.journal().netByOrder()).hasSize(100);

        Faults backwards = new Faults(1);
        backwards.loseAnswers(10);
        List<String> same = new ArrayList<>();
        for (int order = 100; order >= 1; order--) {
            if (backwards
                    .on(new Match(Route.CREATE_INTENT, ""), Optional.of("op-" + order))
                    .isPresent()) {
                same.addFirst("op-" + order);
            }
        }
        assertThat(same).isEqualTo(lost);
    }

    /**
     * Counts the requests of a fault: the JDK's client silently repeats a request after a reset, even one that moves
     * money.
     */
    private static int times(Fault fault) {
        return fault instanceof Fault.Reset ? 2 : 1;
    }

    @Test
    void theJdkRepeatsAChargeAfterAResetAndOnlyTheKeySavesTheShopper() throws Exception {
        stripe.faults().after(1, new Fault.Reset());
        again();
        assertThat(stripe.calls().posts("op-1")).isEqualTo(2);
        assertThat(stripe.journal().netOf(7)).hasSize(1);

        stripe.faults().after(1, new Fault.Reset());
        sdk.v1().paymentIntents().create(Sdk.buying(8, TestCard.VISA), Sdk.keyless());
        assertThat(stripe.calls().posts()).hasSize(4);
        assertThat(stripe.journal().netOf(8)).as("without a key of ours").hasSize(1);
    }

    private Throwable buy(Fault fault) {
        StripeClient client = fault instanceof Fault.Late ? Sdk.of(stripe, Sdk.KEY, LONG_ENOUGH_TO_WORK, 0) : sdk;
        return catchThrowable(() -> client.v1().paymentIntents().create(Sdk.buying(7, TestCard.VISA), Sdk.key("op-1")));
    }

    private PaymentIntent again() throws StripeException {
        return sdk.v1().paymentIntents().create(Sdk.buying(7, TestCard.VISA), Sdk.key("op-1"));
    }
}
