package dev.payonce.reconcile.uncaptured;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static dev.payonce.reconcile.PaymentBuilder.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Fact;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Reconciliation;
import org.junit.jupiter.api.Test;

/** The tests of payments that a run for another payment of a paid order does not see: it refreshes those that matter. */
class UnseenPaymentsTest {

    private static final PaymentBuilder PAID = stripe("pi_1").captured().claimed();

    private final Given given = given(anOrder());

    private Next afterwards(PaymentBuilder other) {
        given.sees(PAID);
        Reconciliation both = given.sees(PAID, other);
        both.due().forEach(it -> given.comesTo(new Outcome.Refused(it.number(), "stripe-400")));
        return given.sees(PAID).next();
    }

    private static void refreshes(Next next, String payment) {
        assertThat(next)
                .isInstanceOfSatisfying(
                        Next.RefreshAfter.class,
                        refresh -> assertThat(refresh.what())
                                .anyMatch(what -> what.objects().contains(payment)));
    }

    @Test
    void anotherProgramsOpenPaymentIsNotOursToFollow() {
        assertThat(afterwards(stripe("pi_2").claimed())).isEqualTo(new Next.Rest());
    }

    /** It may still take money: the customer would pay twice. */
    @Test
    void anotherProgramsBankDebitIsFollowed() {
        refreshes(afterwards(stripe("pi_2").claimed().stage(Stage.PENDING, WaitsFor.GATEWAY)), "pi_2");
    }

    @Test
    void ourOwnOpenPaymentThatCouldNotBeVoidedIsFollowed() {
        refreshes(afterwards(stripe("pi_2").tagged()), "pi_2");
        assertThat(given.ledger()).anyMatch(line -> line.fact() instanceof Fact.OperationCreated(Operation.Void _));
    }
}
