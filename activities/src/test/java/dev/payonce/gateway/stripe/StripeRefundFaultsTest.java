package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.payment.Reversal;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.http.Route;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The test of faults while money goes back: the next try, or a lookup, shows the result. */
class StripeRefundFaultsTest {

    @AutoClose
    private final SimulatedStripe world = new SimulatedStripe();

    private final String paid = world.paid();

    static Stream<Arguments> faults() {
        return Stream.concat(StripeMoneyTest.faults(), Stream.of(Arguments.of(new Fault.Failure(429), "stripe-429")));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void S39_theNextTryTellsWhateverIsLostBeforeOrAfterTheEffectAndMoneyGoesBackOnce(Fault fault, String code) {
        world.stripe.faults().before(1, fault, Route.CREATE_REFUND);
        assertThat(world.transientCode(refund(2, 990))).isEqualTo(code);
        assertThat(returned()).isZero();
        world.stripe.faults().after(1, fault, Route.CREATE_REFUND);
        assertThat(world.transientCode(refund(2, 990))).isEqualTo(code);
        assertThat(returned()).isEqualTo(990);

        assertThat(world.seen(refund(2, 990)).reversals()).hasSize(1);
        assertThat(returned()).isEqualTo(990);
    }

    @Test
    void aLookThatFailsAfterTheRefundIsMadeUpForByTheNextTry() {
        world.stripe.faults().next(1, new Fault.Failure(503), Route.INTENT);
        assertThat(world.transientCode(refund(2, 990))).isEqualTo("stripe-503");

        assertThat(world.seen(refund(2, 990)).reversals()).hasSize(1);
        assertThat(returned()).isEqualTo(990);
    }

    @ParameterizedTest
    @CsvSource({"500, true, true", "424, false, true", "500, true, false", "424, false, false"})
    void aFailureThatItsKeyRemembersIsUnknownAndTheLookTells(int status, boolean mayStillCome, boolean after) {
        if (after) {
            world.stripe.faults().after(1, new Fault.Failure(status), Route.CREATE_REFUND);
        } else {
            world.stripe.faults().before(1, new Fault.Failure(status), Route.CREATE_REFUND);
        }

        assertThat(world.gateway.carryOut(refund(2, 990)))
                .isEqualTo(new Outcome.Unknown(2, "stripe-" + status, mayStillCome));

        assertThat(world.find(paid).reversals())
                .extracting(Reversal::operation)
                .isEqualTo(after ? List.of(Optional.of(2)) : List.of());
    }

    @Test
    void S37_theSameOperationWithAnotherAmountIsUnknownAndMovesNothing() {
        world.seen(refund(2, 990));

        assertThat(world.gateway.carryOut(refund(2, 991)))
                .isEqualTo(new Outcome.Unknown(2, "stripe-idempotency", false));
        assertThat(returned()).isEqualTo(990);
    }

    @Test
    void aListThatBreaksOffProvesNothing() {
        for (int i = 0; i < 130; i++) {
            world.stripe.merchant().refund(paid, 1);
        }
        world.stripe.faults().next(1, new Fault.Failure(502), Route.REFUNDS);

        ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, () -> world.find(paid));

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
    }

    private Operation.Refund refund(int number, long minor) {
        return SimulatedStripe.refund(paid, number, minor);
    }

    private long returned() {
        return world.stripe.journal().refunded(paid);
    }
}
