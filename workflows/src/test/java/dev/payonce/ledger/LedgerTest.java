package dev.payonce.ledger;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Fee;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final Given given = given(anOrder());

    @Test
    void movesCountFromTheLastTimeThatTheOrderWasPaid() {
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

    /** The name of a line fits into its column, and two long ids have two names. */
    @Test
    void aVeryLongIdIsShortenedInTheNameOfItsLine() {
        String longest = "x".repeat(128);
        given.doesNotFind(longest);
        given.doesNotFind(longest + "y");
        given.doesNotFind(longest + "z");

        assertThat(given.lines()).doesNotHaveDuplicates().contains("notFound:" + longest);
        assertThat(given.lines()).allSatisfy(name -> assertThat(name).hasSizeLessThan(140));
        assertThat(given.lines().getLast()).startsWith("notFound:" + "x".repeat(64) + "~");
    }

    @Test
    void aFeeThatIsBookedAgainIsALineOfItsOwn() {
        PaymentBuilder paid = stripe("pi_1").captured().tagged();
        given.sees(paid.fee(new Fee(new Money(75, "EUR"), new Money(4915, "EUR"))));
        given.sees(paid.fee(new Fee(new Money(75, "EUR"), new Money(4915, "EUR"))));
        given.sees(paid.fee(new Fee(new Money(80, "EUR"), new Money(4910, "EUR"))));

        assertThat(given.lines()).filteredOn(line -> line.startsWith("fee:")).containsExactly("fee:pi_1", "fee:pi_1#2");
    }
}
