package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.ledger.Fact;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Reversal.Kind;
import dev.payonce.payment.Reversal.State;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.request.Request;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests of fraud reviews that an operation's answer names, and that the gateway does not show yet. */
class UnreadReviewsTest {

    private static final PaymentBuilder PAID = stripe("pi_1").captured().claimed();

    private static Given paid() {
        Given given = given(anOrder());
        given.sees(PAID);
        return given;
    }

    private static PaymentBuilder review(PaymentBuilder payment, State state) {
        return payment.back(new Reversal(
                "prv_1", Kind.FRAUD_REVIEW, state, new Money(4990, "EUR"), Optional.empty(), Optional.empty()));
    }

    /** The answer to a capture names a review, which the key may not read. */
    @Test
    void reviewThatCannotBeReadYetIsRefreshedAndHoldsTheOrderOnceItIsRead() {
        Given given = paid();

        Next next = given.sees(review(PAID, State.PENDING)).next();
        assertThat(next)
                .isInstanceOfSatisfying(
                        Next.RefreshAfter.class,
                        refresh -> assertThat(refresh.what()).containsExactly(Lookup.of("stripe", "pi_1")));
        assertThat(given.status()).isEqualTo(Status.PROCESSING);
        assertThat(given.notes()).noneMatch(note -> note.contains("prv_1"));

        given.sees(review(PAID, State.OPEN));
        assertThat(given.status()).isEqualTo(Status.ON_HOLD);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPEN", "WON", "LOST"})
    void reviewThatWasReadBeforeStaysAsItWasWhileItCannotBeRead(State known) {
        Given given = paid();
        given.sees(review(PAID, known));

        given.sees(review(PAID, State.PENDING));

        assertThat(given.lines()).noneMatch(line -> line.contains("pending"));
    }

    /** No money is on its way back. */
    @Test
    void reviewThatCannotBeReadYetBlocksNoCharge() {
        Given given = given(anOrder());
        PaymentBuilder declined = stripe("pi_1").declined("card_declined").claimed();
        given.sees(review(declined, State.PENDING));

        given.reconciles(
                given.observed(declined),
                List.of(new Request.Pay("k1", "stripe", "pm_visa", false, "", false, "")),
                List.of());

        assertThat(given.ledger()).anyMatch(line -> line.fact() instanceof Fact.OperationCreated);
    }
}
