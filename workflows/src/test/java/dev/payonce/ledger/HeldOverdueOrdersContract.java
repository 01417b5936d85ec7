package dev.payonce.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.PaymentBuilder;
import org.junit.jupiter.api.Test;

/** The contract of every {@code OverdueOrders}, with orders that Payonce put on hold for a dispute. */
public abstract class HeldOverdueOrdersContract extends OverdueOrdersContract {

    private PaymentBuilder disputed(Reversal.State state) {
        return mine().captured().dispute("dp_" + number, state, 4990);
    }

    private void isPaidAndHeld() {
        given(number, rawKey, Status.PENDING, TOTAL);
        reconcile(mine().captured());
        assertThat(isSetBack()).as("paid").isFalse();
        reconcile(disputed(Reversal.State.OPEN));
        assertThat(isSetBack()).as("held").isFalse();
    }

    /** Payonce's own hold is over, and this one is another program's. */
    @Test
    void anOrderThatIsHeldByOthersAfterItsDisputeIsFound() {
        isPaidAndHeld();
        reconcile(disputed(Reversal.State.WON));
        assertThat(isSetBack()).as("won").isFalse();

        moved(number, Status.ON_HOLD);

        assertThat(isSetBack()).isTrue();
    }

    @Test
    void aHeldOrderThatOthersPaidOrCompletedIsFoundUntilThatIsRecorded() {
        isPaidAndHeld();

        moved(number, Status.PROCESSING);
        assertThat(isSetBack()).as("paid by a program").isTrue();
        reconcile(disputed(Reversal.State.OPEN));
        assertThat(isSetBack()).as("held again").isFalse();
        moved(number, Status.COMPLETED);
        assertThat(isSetBack()).as("released").isTrue();

        reconcile(disputed(Reversal.State.OPEN));
        assertThat(isSetBack()).as("recorded").isFalse();
        moved(number, Status.ON_HOLD);
        assertThat(isSetBack()).as("held by a merchant").isTrue();
    }
}
