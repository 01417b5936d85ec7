package dev.payonce.ledger;

import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.money.Money;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Reversal.State;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tests of what a ledger knows about each of our refunds. */
class RefundsTest {

    private static Refunds refunds(Given given) {
        return Ledger.of(given.ledger()).refunds();
    }

    @Test
    void eachRefundIsShownByItsOwnNumber() {
        PaymentFixture fixture = PaymentFixture.paid();
        fixture.asks(refund("part", 500));
        fixture.asks(refund("rest"));

        assertThat(refunds(fixture.given).all())
                .extracting(made -> made.shown().map(Reversal::money))
                .containsExactly(Optional.of(new Money(500, "EUR")), Optional.of(new Money(4490, "EUR")));
    }

    /** A clerk copies the metadata of one refund to one of another payment. */
    @Test
    void aRefundOfAnotherPaymentIsNotOursWhateverNumberItBears() {
        PaymentFixture fixture = PaymentFixture.paid();
        fixture.asks(refund("part", 500));
        Operation.Refund ours = fixture.refunds().getFirst();
        PaymentBuilder other = PaymentBuilder.stripe("pi_9").captured().claimed();

        fixture.given.sees(other.back(new Reversal(
                "re_9",
                Reversal.Kind.REFUND,
                State.FAILED,
                new Money(500, "EUR"),
                Optional.of(ours.number()),
                Optional.empty())));

        assertThat(refunds(fixture.given).all())
                .extracting(made -> made.shown().map(Reversal::state))
                .isEqualTo(List.of(Optional.of(State.DONE)));
    }
}
