package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Gateway;
import dev.payonce.gateway.GatewayContract;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.servers.stripe.Shopper;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.TestCard;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The adapter, through the unmodified SDK, against the simulator. */
class StripeGatewayTest extends GatewayContract {

    @AutoClose
    private final SimulatedStripe world = new SimulatedStripe();

    private final StripeGateway gateway = world.gateway;
    private final Shopper shopper = world.stripe.shopper();

    @Override
    protected Gateway gateway() {
        return gateway;
    }

    @Override
    protected World world() {
        return world;
    }

    @Test
    void severalIdsOfOnePaymentAreAnsweredByOneRequest() {
        String intent = pay();
        String refund = shopper.refundFromDashboard(intent, 1000);

        Observation seen = find(intent, shopper.latestCharge(intent).orElseThrow(), refund);

        assertThat(seen.payments()).hasSize(1);
        assertThat(world.stripe.faults().requests()).isEqualTo(1);
    }

    @Test
    void refundsAreListedAndFailedOnesDoNotCount() {
        String intent = pay();
        shopper.refundFromDashboard(intent, 1000);
        assertThat(only(intent).net()).isEqualTo(new Money(3990, "EUR"));

        shopper.failRefund(intent);
        Payment after = only(intent);

        assertThat(after.net()).isEqualTo(EUR_49_90);
        assertThat(after.reversals()).extracting(Reversal::state).containsExactly(Reversal.State.FAILED);
        assertThat(after.reversals()).extracting(Reversal::money).containsExactly(new Money(1000, "EUR"));
    }

    @Test
    void moreRefundsThanAnExpandedChargeShowsAreAllRead() {
        String intent = pay();
        for (int i = 0; i < 12; i++) {
            shopper.refundFromDashboard(intent, 100);
        }

        assertThat(only(intent).reversals()).hasSize(12);
    }

    @Test
    void aDisputeIsAskedForOnlyWhereThereIsOne() {
        String intent = pay();
        only(intent);
        assertThat(world.stripe.faults().requests()).isEqualTo(1);

        shopper.openDispute(intent);
        assertThat(only(intent).reversals()).extracting(Reversal::state).containsExactly(Reversal.State.OPEN);
        shopper.closeDispute(intent, false);
        assertThat(only(intent).reversals()).extracting(Reversal::state).containsExactly(Reversal.State.LOST);
        assertThat(only(intent).net().minor()).isZero();
    }

    @Test
    void aBankDebitIsPendingAtTheGatewayForDays() {
        String intent = shopper.open(4990, "eur", Map.of());
        shopper.confirm(intent, TestCard.SEPA_DEBIT);

        assertThat(only(intent).stage()).isEqualTo(Stage.PENDING);
        assertThat(only(intent).waitsFor()).isEqualTo(WaitsFor.GATEWAY);
    }

    @Test
    void aStatusOfNextYearIsLookedUpAgain() {
        String intent = pay();
        world.next(1, new Fault.StrangeStatus());

        assertThat(only(intent).stage()).isEqualTo(Stage.OPEN);
        assertThat(only(intent).stage()).isEqualTo(Stage.CAPTURED);
    }

    @Test
    void aPaymentThatIsNotThereYetIsUnfoundAndFoundLater() {
        String intent = pay();
        world.stripe.faults().hide(intent, 1);

        assertThat(find(intent).notFound()).containsExactly(new Lookup("stripe", ExternalIds.of(intent)));
        assertThat(find(intent).notFound()).isEmpty();
    }

    @Test
    void anIdThatLeadsToNoPaymentIsNotEvenAskedFor() {
        assertThat(find("cus_1", "PAY-1", "pi_1-2").notFound())
                .containsExactly(new Lookup("stripe", ExternalIds.of("cus_1", "PAY-1", "pi_1-2")));
        assertThat(world.stripe.faults().requests()).isZero();
    }

    @Test
    void theOtherModesPaymentIsRefusedAndSaysSo() {
        String intent = pay();
        world.stripe.secretKey("sk_live_simulated");
        StripeAccount live =
                new StripeAccount("stripe", "sk_live_simulated", world.account().apiBase());
        StripeGateway other = SimulatedStripe.gateway(live, SimulatedStripe.TIMES);

        ApplicationFailure failure = catchThrowableOfType(
                ApplicationFailure.class, () -> other.find(new Lookup("stripe", ExternalIds.of(intent))));

        assertThat(FailureDetails.code(failure)).isEqualTo("stripe-other-mode");
        assertThat(failure.getType()).isEqualTo(Failures.NON_RETRYABLE);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(1, new Fault.Late(Duration.ofSeconds(3)), "stripe-timeout"),
                Arguments.of(2, new Fault.Reset(), "stripe-reset"),
                Arguments.of(1, new Fault.HalfBody(), "stripe-cut"),
                Arguments.of(1, new Fault.Failure(500), "stripe-500"),
                Arguments.of(1, new Fault.Failure(502), "stripe-502"),
                Arguments.of(1, new Fault.Failure(503), "stripe-503"),
                Arguments.of(1, new Fault.RateLimited(Duration.ofHours(2)), "stripe-429"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void eachFaultHasItsCodeAndNoneShowsTheKey(int times, Fault fault, String code) {
        String intent = pay();
        world.next(times, fault);

        ApplicationFailure failure = failure(intent);

        assertThat(FailureDetails.code(failure)).isEqualTo(code);
        assertThat(failure.toString()).doesNotContain(SimulatedStripe.KEY);
    }

    @Test
    void stripeIsAskedAgainWithinMinutesHoweverLongItWantsToBeLeftAlone() {
        String intent = pay();
        world.next(1, new Fault.RateLimited(Duration.ofHours(2)));

        assertThat(failure(intent).getNextRetryDelay()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(7));
    }

    @Test
    void aSlowStripeDoesNotKeepALookUpBeyondItsTime() {
        StripeTimeouts hurried =
                new StripeTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMillis(300));
        StripeGateway impatient = SimulatedStripe.gateway(world.account(), hurried);
        String first = pay();
        String second = pay();
        world.next(2, new Fault.Late(Duration.ofMillis(500)));

        ApplicationFailure failure = catchThrowableOfType(
                ApplicationFailure.class, () -> impatient.find(new Lookup("stripe", ExternalIds.of(first, second))));

        assertThat(FailureDetails.code(failure)).isEqualTo("stripe-slow");
        assertThat(world.stripe.faults().requests(Route.INTENT)).isEqualTo(1);
    }

    @Test
    void moreIdsThanFitAndAnotherAccountsIdsAreRefused() {
        ExternalIds many =
                ExternalIds.of(IntStream.range(0, 11).mapToObj(i -> "pi_" + i).collect(Collectors.toSet()));

        assertThat(FailureDetails.code(
                        catchThrowableOfType(ApplicationFailure.class, () -> gateway.find(new Lookup("stripe", many)))))
                .isEqualTo("stripe-too-many");
        assertThat(FailureDetails.code(catchThrowableOfType(
                        ApplicationFailure.class, () -> gateway.find(new Lookup("adyen", ExternalIds.of("pi_1"))))))
                .isEqualTo("stripe-other-account");
    }

    private String pay() {
        return shopper.pay(4990, "eur", Map.of());
    }

    private Observation find(String... ids) {
        return gateway.find(new Lookup("stripe", ExternalIds.of(ids)));
    }

    private Payment only(String id) {
        return find(id).payments().getFirst();
    }

    private ApplicationFailure failure(String id) {
        return catchThrowableOfType(ApplicationFailure.class, () -> find(id));
    }
}
