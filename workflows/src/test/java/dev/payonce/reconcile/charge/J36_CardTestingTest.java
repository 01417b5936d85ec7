package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tests of case 36: a stolen card list is not tried on one order. */
class J36_CardTestingTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final Given given = given(anOrder());
    private int cards;

    /** Asks for a charge of another card; returns what is due. */
    private Reconciliation tries(Given given) {
        cards++;
        Request pay = new Request.Pay("k" + cards, "stripe", "pm_" + cards, false, "", false, "");
        return given.asks(pay);
    }

    private PaymentResult result(Reconciliation reconciled) {
        return reconciled.results().get("k" + cards);
    }

    private void comesTo(Given given, Outcome outcome) {
        given.reconciles(Observation.of(outcome));
    }

    private void isDeclined(Given given, int times) {
        for (int card = 0; card < times; card++) {
            Operation charge = tries(given).due().getLast();
            comesTo(given, new Outcome.Declined(charge.number(), "incorrect_number", true));
        }
    }

    @Test
    void J36_CardTestingIsBounded() {
        Instant first = given.now();
        isDeclined(given, Policy.DECLINES_PER_HOUR);

        Reconciliation eleventh = tries(given.after(A_MINUTE));

        assertThat(eleventh.due()).isEmpty();
        assertThat(result(eleventh).is(Why.TOO_MANY_DECLINES)).isTrue();
        assertThat(((PaymentResult.NotYet) result(eleventh)).when())
                .isEqualTo(Optional.of(first.plus(Duration.ofHours(1))));
    }

    @Test
    void J36_DeclinesOfMoreThanAnHourAgoDoNotCount() {
        isDeclined(given, 1);
        given.after(Duration.ofMinutes(61));
        isDeclined(given, Policy.DECLINES_PER_HOUR - 1);

        assertThat(tries(given).due()).singleElement().isInstanceOf(Operation.Charge.class);
    }

    @Test
    void J36_AChargeWithoutADeclineDoesNotCount() {
        Given strict = given(anOrder(), Given.declines(1));
        comesTo(strict, new Outcome.Refused(tries(strict).due().getFirst().number(), "amount_too_small"));

        assertThat(tries(strict).due()).hasSize(1);
    }

    @Test
    void J36_ZeroIsNoBound() {
        Given open = given(anOrder(), Given.declines(0));
        isDeclined(open, Policy.DECLINES_PER_HOUR + 1);

        assertThat(tries(open).due()).hasSize(1);
    }

    /** The same key is tried again by the shop once the hour is over. */
    @Test
    void J36_TheSameKeyIsChargedAfterTheHour() {
        isDeclined(given, Policy.DECLINES_PER_HOUR);
        tries(given);
        cards--;

        assertThat(tries(given.after(Duration.ofHours(1))).due()).hasSize(1);
    }
}
