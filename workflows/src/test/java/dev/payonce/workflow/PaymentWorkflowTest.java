package dev.payonce.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.request.Request;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PaymentWorkflowTest {

    private final WorkflowFixture payments = new WorkflowFixture();

    @AfterEach
    void close() {
        payments.close();
    }

    @Test
    void aCallbackOfACapturedPaymentPaysTheOrderAndTheRunEnds() {
        payments.captures("pi_1");

        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(payments.orders.order(1001).status()).isEqualTo(Order.Status.PROCESSING);
        assertThat(payments.results.applied(new Callback("evt_1", "stripe", "pi_1", "x", "")))
                .isTrue();
        assertThat(payments.attribute("PaymentStatus")).isEqualTo("PAID");
        assertThat(payments.attribute("Gateway")).isEqualTo("stripe");
    }

    @Test
    void S13_aPaymentThatWaitsForTheShopperIsRefreshedWithoutACallback() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1"));
        payments.callback("evt_1", "pi_1");
        payments.temporal.sleep(Duration.ofSeconds(5));
        assertThat(payments.attribute("PaymentStatus")).isEqualTo("OPEN");
        assertThat(payments.details())
                .contains("Waiting for the shopper", "**OPEN** 49.90 EUR by pi_1", "The next refresh is in 30 s")
                .contains("`temporal workflow signal --workflow-id 1001 --name refresh`");
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured());

        payments.temporal.sleep(Duration.ofSeconds(30));

        assertThat(payments.orders.order(1001).status()).isEqualTo(Order.Status.PROCESSING);
        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(payments.orders.notes(1001)).hasSize(1);
    }

    @Test
    void aShopperWhoNeverActsIsGivenUpAfterADay() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1"));
        Instant from = payments.now();
        payments.callback("evt_1", "pi_1");

        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.CANCELLED);

        assertThat(payments.orders.order(1001).status()).isEqualTo(Order.Status.FAILED);
        assertThat(Duration.between(from, payments.ended())).isBetween(Duration.ofHours(24), Duration.ofHours(25));
        assertThat(payments.orders.refreshes()).isEmpty();
    }

    @Test
    void manyCallbacksOfOnePaymentHaveOneEffect() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured());

        for (int event = 0; event < 50; event++) {
            payments.callback("evt_" + event, "pi_1");
        }

        payments.atRest();
        assertThat(payments.orders.effects()).isEqualTo(1);
        assertThat(payments.results.size()).isEqualTo(50);
    }

    @Test
    void aPaymentThatTheGatewayIsWorkingOnIsRefreshedWithoutACallback() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").stage(Stage.OPEN, Payment.WaitsFor.GATEWAY));
        payments.callback("evt_1", "pi_1");
        payments.temporal.sleep(Duration.ofSeconds(20));
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured());

        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
    }

    @Test
    void aReviewKeepsTheRunOpenUntilItsFactsAreNoLongerSo() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured(new Money(1000, "EUR")));
        payments.callback("evt_1", "pi_1");
        payments.temporal.sleep(Duration.ofDays(3).plusMinutes(30));
        assertThat(payments.attribute("PaymentStatus")).isEqualTo("NEEDS_REVIEW");
        assertThat(payments.attribute("PaymentReason")).isEqualTo("AMOUNT_DIFFERS");
        assertThat(payments.orders.order(1001).status()).isEqualTo(Order.Status.PENDING);

        payments.orders.put(1001, "wc_order_1001", Order.Status.PENDING, new Money(1000, "EUR"));
        payments.run().signal("refresh");

        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(payments.attribute("PaymentReason")).isEmpty();
    }

    /** Only refreshes that follow one another without a rest in between wait longer and longer. */
    @Test
    void eachRefreshOfAnOrderInReviewAsksTheGatewayAtOnce() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured(new Money(1000, "EUR")));
        payments.callback("evt_1", "pi_1");
        payments.temporal.sleep(Duration.ofSeconds(5));

        for (int refresh = 1; refresh <= 6; refresh++) {
            int asked = payments.gateway.asked().size();
            payments.client.refresh(WorkflowFixture.ORDER);
            payments.temporal.sleep(Duration.ofSeconds(5));

            assertThat(payments.gateway.asked()).as("after refresh %d", refresh).hasSizeGreaterThan(asked);
        }
        assertThat(payments.attribute("PaymentStatus")).isEqualTo("NEEDS_REVIEW");
    }

    /** The run that continues as new inherits the attributes, and used not to know that it had a reason to take away. */
    @Test
    void aReasonThatIsOverWhenTheRunContinuesAsNewIsShownNoMore() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured(new Money(1000, "EUR")));
        payments.callback("evt_1", "pi_1");
        payments.temporal.sleep(Duration.ofSeconds(5));
        assertThat(payments.attribute("PaymentReason")).isEqualTo("AMOUNT_DIFFERS");

        payments.orders.put(1001, "wc_order_1001", Order.Status.PENDING, new Money(1000, "EUR"));

        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(payments.attribute("PaymentReason")).isEmpty();
    }

    @Test
    void S35_aRunThatIsOnlyStartedLooksAtWhatTheLedgerKnows() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").stage(Stage.PENDING));
        payments.callback("evt_1", "pi_1");
        payments.temporal.sleep(Duration.ofSeconds(5));
        payments.run().terminate("Temporal has lost it");
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured());

        payments.client.wake(WorkflowFixture.ORDER);

        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(payments.orders.refreshes()).isEmpty();
    }

    @Test
    void wakingARunThatIsOpenChangesNothing() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured(new Money(1000, "EUR")));
        payments.callback("evt_1", "pi_1");
        payments.temporal.sleep(Duration.ofSeconds(5));
        int asked = payments.gateway.asked().size();

        payments.client.wake(WorkflowFixture.ORDER);
        payments.temporal.sleep(Duration.ofSeconds(5));

        assertThat(payments.gateway.asked()).hasSize(asked);
    }

    @Test
    void S40_aLookHealsAnOrderThatAStaleWriterSetBackAlsoWhileAnotherPaymentIsAskedAbout() {
        payments.captures("pi_1");
        payments.atRest();
        payments.gateway.says(PaymentBuilder.of("pi_2", WorkflowFixture.TOTAL)
                .claimed(Fingerprint.ofOrderKey("wc_order_1001"), "1001", Fingerprint.ofSite(WorkflowFixture.SITE))
                .captured());
        payments.callback("evt_2", "pi_2");
        payments.temporal.sleep(Duration.ofSeconds(5));
        assertThat(payments.attribute("PaymentStatus")).isEqualTo("NEEDS_REVIEW");
        payments.orders.change(
                1001,
                order -> new Order(
                        order.id(),
                        order.key(),
                        Order.Status.PENDING,
                        order.total(),
                        order.paid(),
                        order.externalIds()));

        payments.client.refresh(WorkflowFixture.ORDER);
        payments.temporal.sleep(Duration.ofSeconds(5));

        assertThat(payments.orders.order(1001).status()).isEqualTo(Order.Status.PROCESSING);
        assertThat(payments.attribute("PaymentStatus")).isEqualTo("NEEDS_REVIEW");
    }

    @Test
    void aCallbackThatComesTogetherWithALookIsNotForgotten() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured());
        payments.client.refresh(WorkflowFixture.ORDER);
        payments.callback("evt_1", "pi_1");

        payments.temporal.sleep(Duration.ofSeconds(5));

        assertThat(payments.orders.order(1001).status()).isEqualTo(Order.Status.PROCESSING);
        assertThat(payments.results.size()).isEqualTo(1);
    }

    @Test
    void aTransientFailureIsRetriedAndLeavesNoTraceInTheOrder() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured());
        payments.orders.fail(Failures.transientOne("lock-timeout", "Order 1001 is locked", Optional.empty(), null));

        payments.callback("evt_1", "pi_1");

        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(payments.orders.effects()).isEqualTo(1);
    }

    @Test
    void aCancelChangesNothingButTheWordInTheList() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").stage(Stage.OPEN, Payment.WaitsFor.GATEWAY));
        payments.callback("evt_1", "pi_1");
        payments.temporal.sleep(Duration.ofSeconds(5));

        payments.run().cancel();
        payments.temporal.sleep(Duration.ofDays(3));
        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured());
        payments.run().signal("refresh");

        assertThatThrownBy(payments::atRest).hasRootCauseInstanceOf(CanceledFailure.class);
        assertThat(payments.attribute("PaymentStatus")).isEqualTo("PAID");
        assertThat(payments.orders.effects()).isEqualTo(1);
    }

    @Test
    void aTerminatedRunLosesNothingThatTheNextCallbackDoesNotFind() {
        payments.gateway.says(WorkflowFixture.tagged("pi_1").stage(Stage.OPEN, Payment.WaitsFor.GATEWAY));
        payments.callback("evt_1", "pi_1");
        payments.temporal.sleep(Duration.ofSeconds(5));
        payments.run().terminate("an operator's mistake");

        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured());
        payments.callback("evt_2", "pi_1");

        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
        assertThat(payments.orders.effects()).isEqualTo(1);
    }

    /** The first run may have sent it: what the next run hears about its own try says nothing of that one. */
    @Test
    void H38_anOperationOfALostRunIsInDoubtWhenTheNextRunIsTurnedAway() throws Exception {
        payments.gateway.away(
                () -> Failures.transientOne("stripe-unreachable", "Stripe did not answer", Optional.empty(), null));
        Request pay = new Request.Pay("k1", "stripe", "pm_card_visa", false, "", false, "");
        var _ = payments.ask(pay);
        WorkflowFixture.until(() -> !payments.gateway.sent().isEmpty());
        payments.run().terminate("an operator's mistake");
        payments.gateway.back();
        payments.gateway.does(it -> new Outcome.NotSent(it.number(), "stripe-403"));
        payments.temporal.sleep(Duration.ofSeconds(2));

        assertThat(payments.ask(pay).get().word()).isEqualTo("outcome_unknown");

        assertThat(payments.attribute("PaymentStatus")).isEqualTo("STALLED");
        assertThat(payments.attribute("PaymentReason")).isEqualTo("stripe-403");
    }

    @Test
    void aCallbackForAnObjectThatTheGatewayDoesNotKnowYetIsNotMarkedAsApplied() {
        payments.callback("evt_1", "pi_1");
        payments.temporal.sleep(Duration.ofSeconds(10));
        assertThat(payments.results.size()).isZero();

        payments.gateway.says(WorkflowFixture.tagged("pi_1").captured());

        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
    }

    @Test
    void aCacheThatIsAwayDelaysNothing() {
        payments.results.away(true);
        payments.captures("pi_1");

        assertThat(payments.atRest().status()).isEqualTo(PaymentSummary.Status.PAID);
    }
}
