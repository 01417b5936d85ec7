package dev.payonce.reconcile.charge;

import static dev.payonce.reconcile.PaymentFixture.pay;
import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.Request;
import dev.payonce.review.Review.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A gateway that does not know what it has shown before: its key may be another account's. Its silence proves nothing. */
class F16_AnotherAccountTest {

    private static final String PAYMENT = "pi_1001_1";
    private static final Duration DAY = Duration.ofDays(1);

    private static Outcome lost(Operation operation) {
        return new Outcome.Unknown(operation.number(), "stripe-timeout", false);
    }

    @Test
    void F16_RefundInDoubtIsNotMadeAgainWhenThePaymentIsUnknown() {
        PaymentFixture fixture = PaymentFixture.paid();
        fixture.gateway.does(F16_AnotherAccountTest::lost);
        fixture.asks(refund("k1", 1000));
        fixture.gateway.forget(PAYMENT);

        fixture.after(Policy.ABSENT_AFTER);
        fixture.callback(PAYMENT);

        assertThat(fixture.given.resolved()).isEqualTo(OperationStatus.UNKNOWN);
        assertThat(fixture.asks(refund("k2", 1000)).word()).isEqualTo("unavailable");
        assertThat(fixture.refunds()).hasSize(1);
        assertThat(fixture.given.review().orElseThrow().reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
    }

    @Test
    void F16_OrderWhoseMoneyIsHeldIsNotChargedByAnotherAccount() {
        PaymentFixture fixture = PaymentFixture.open();
        fixture.gateway.says(PaymentFixture.first().captured(1000));
        fixture.callback(PAYMENT);
        fixture.gateway.forget(PAYMENT);

        assertThat(fixture.asks(pay("k1")).word()).isEqualTo("unavailable");
        assertThat(fixture.gateway.sent()).isEmpty();
    }

    @Test
    void F16_AVoidInDoubtIsNotAbsent() {
        PaymentFixture fixture = PaymentFixture.open();
        fixture.gateway.says(PaymentFixture.first().stage(Stage.AUTHORIZED));
        fixture.callback(PAYMENT);
        fixture.gateway.does(F16_AnotherAccountTest::lost);
        fixture.asks(new Request.Cancel("c1", ""));
        fixture.gateway.forget(PAYMENT);

        fixture.after(Policy.ABSENT_AFTER);
        fixture.callback(PAYMENT);

        assertThat(fixture.given.resolved()).isEqualTo(OperationStatus.UNKNOWN);
    }

    /** Our tag is found on nothing, and an earlier payment is not found either. */
    @Test
    void F16_AChargeIsNotSentAgainWhileAnotherPaymentIsUnknown() {
        PaymentFixture fixture = PaymentFixture.open();
        fixture.gateway.says(PaymentFixture.first().declined("insufficient_funds"));
        fixture.callback(PAYMENT);
        fixture.gateway.does(F16_AnotherAccountTest::lost);
        fixture.asks(pay("k1"));
        int sent = fixture.gateway.sent().size();
        fixture.gateway.forget(PAYMENT);

        fixture.after(Duration.ofMinutes(2));
        fixture.callback(PAYMENT);

        assertThat(fixture.gateway.sent()).hasSize(sent);
        assertThat(fixture.given.resolved()).isEqualTo(OperationStatus.UNKNOWN);
    }

    /** A charge is found by our tag only: first the gateway has to show that it knows the order's other payments. */
    @Test
    void F16_AChargeIsAbsentOnlyWhenTheOrdersOtherPaymentIsKnown() {
        Given given = Given.given(OrderBuilder.anOrder());
        PaymentBuilder declined = PaymentBuilder.stripe("pi_0").claimed().declined("insufficient_funds");
        given.sees(declined);
        given.reconciles(given.observed(Duration.ZERO, declined), List.of(pay("k1")), List.of());
        Reconciliation unknown = given.comesTo(new Outcome.Unknown(1, "stripe-timeout", false));
        Lookup mark = ((Next.RefreshAfter) unknown.next()).what().getFirst();
        Observation nothing = Observation.of(mark, List.of(), mark.objects());
        given.after(Policy.ABSENT_AFTER);

        Reconciliation alone = given.reconciles(nothing);
        assertThat(given.resolved()).isEqualTo(OperationStatus.UNKNOWN);
        assertThat(alone.next())
                .isInstanceOfSatisfying(
                        Next.RefreshAfter.class,
                        refresh -> assertThat(refresh.what())
                                .anyMatch(what -> what.objects().contains("pi_0")));
        given.reconciles(nothing.and(
                Observation.of(new Lookup("stripe", ExternalIds.of("pi_0")), List.of(), ExternalIds.of("pi_0"))));
        assertThat(given.resolved()).as("the account does not know it").isEqualTo(OperationStatus.UNKNOWN);

        given.reconciles(nothing.and(given.observed(Duration.ZERO, declined)));
        assertThat(given.resolved()).isEqualTo(OperationStatus.ABSENT);
    }

    /** Another account may lack a payment of which this one says nothing. */
    @Test
    void F16_APaymentThatAnotherAccountLacksDoesNotMatter() {
        Given given = Given.given(OrderBuilder.anOrder());
        PaymentBuilder other =
                PaymentBuilder.stripe("pi_0").at("other").claimed().stage(Stage.CLOSED);
        given.sees(other);
        given.reconciles(given.observed(Duration.ZERO, other), List.of(pay("k1")), List.of());
        Reconciliation unknown = given.comesTo(new Outcome.Unknown(1, "stripe-timeout", false));
        Lookup mark = ((Next.RefreshAfter) unknown.next()).what().getFirst();
        given.after(Policy.ABSENT_AFTER);

        given.reconciles(Observation.of(mark, List.of(), mark.objects())
                .and(Observation.of(new Lookup("other", ExternalIds.of("pi_0")), List.of(), ExternalIds.of("pi_0"))));

        assertThat(given.resolved()).isEqualTo(OperationStatus.RESENT);
    }

    @Test
    void F16_AnOperatorIsAskedAndTheFoundPaymentClosesTheReview() {
        PaymentFixture fixture = PaymentFixture.paid();
        var known = new PaymentBuilder(fixture.at(PAYMENT));
        fixture.gateway.forget(PAYMENT);
        fixture.callback(PAYMENT);
        fixture.after(Policy.NOT_FOUND_FOR).callback(PAYMENT);
        assertThat(fixture.given.review().orElseThrow().reason()).isEqualTo(Reason.NOT_FOUND);

        fixture.gateway.says(known);
        fixture.after(DAY).refreshes();

        assertThat(fixture.given.review()).isEmpty();
        assertThat(fixture.asks(refund("k1", 1000)).word()).isNotEqualTo("unavailable");
    }
}
