package dev.payonce.payment;

import static dev.payonce.payment.APayment.stripe;
import static dev.payonce.payment.AnOrder.anOrder;
import static dev.payonce.payment.Given.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment.Return.State;
import dev.payonce.payment.Payment.Stage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {

    @Test
    void movesCountFromTheLastTimeThatTheOrderWasPaid() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());
        assertThat(moves(given)).containsExactly(Fact.Why.AUTHORIZED);

        given.sees(stripe("pi_1").captured().tagged());
        assertThat(moves(given)).isEmpty();

        APayment won = stripe("pi_1").captured().dispute("dp_1", State.WON, 1).tagged();
        given.sees(stripe("pi_1").captured().dispute("dp_1", State.OPEN, 1).tagged());
        given.sees(won);
        assertThat(moves(given)).containsExactly(Fact.Why.DISPUTED, Fact.Why.DISPUTE_WON);

        given.becomes(Status.PENDING).sees(won);
        assertThat(moves(given)).isEmpty();
    }

    private static List<Fact.Why> moves(Given given) {
        return new Ledger(given.ledger(), Map.of(), List.of())
                .movesSincePaid().stream().map(Fact.Moved::why).toList();
    }
}
