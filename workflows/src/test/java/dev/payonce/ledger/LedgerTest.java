package dev.payonce.ledger;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {

    @Test
    void movesCountFromTheLastTimeThatTheOrderWasPaid() {
        Given given = given(anOrder());
        given.sees(stripe("pi_1").stage(Stage.AUTHORIZED).tagged());
        assertThat(moves(given)).containsExactly(Fact.StatusReason.AUTHORIZED);

        given.sees(stripe("pi_1").captured().tagged());
        assertThat(moves(given)).isEmpty();

        PaymentBuilder won =
                stripe("pi_1").captured().dispute("dp_1", State.WON, 1).tagged();
        given.sees(stripe("pi_1").captured().dispute("dp_1", State.OPEN, 1).tagged());
        given.sees(won);
        assertThat(moves(given)).containsExactly(Fact.StatusReason.DISPUTED, Fact.StatusReason.DISPUTE_WON);

        given.becomes(Status.PENDING).sees(won);
        assertThat(moves(given)).isEmpty();
    }

    private static List<Fact.StatusReason> moves(Given given) {
        return Ledger.of(given.ledger()).movesSincePaid().stream()
                .map(Fact.OrderStatusChanged::reason)
                .toList();
    }
}
