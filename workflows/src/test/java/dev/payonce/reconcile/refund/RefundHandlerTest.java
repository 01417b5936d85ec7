package dev.payonce.reconcile.refund;

import static dev.payonce.reconcile.PaymentFixture.refund;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.PaymentFixture;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The tests of requested refunds. */
class RefundHandlerTest {

    private static final String PAID = "pi_1001_1";

    private final PaymentFixture fixture = PaymentFixture.paid();

    private static Outcome lost(Operation operation) {
        return new Outcome.Unknown(operation.number(), "stripe-timeout", false);
    }

    private void resultsAgain() {
        fixture.gateway.does(fixture.gateway::succeed);
    }

    @Nested
    class ARequest {

        @Test
        void isRecordedBeforeItIsSentAndIsBuiltFromThatLine() {
            fixture.asks(refund("k1", 1000, 77));

            Operation.Refund sent = fixture.refunds().getFirst();
            assertThat(sent.money()).isEqualTo(new Money(1000, "EUR"));
            assertThat(sent.storeRefund()).isEqualTo(77);
            assertThat(sent.cause()).isEqualTo(Operation.Refund.Cause.REQUEST);
            assertThat(sent.header().notAfter()).isEqualTo(fixture.given.now().plus(Policy.MOVE_WITHIN));
            assertThat(fixture.given.ledger())
                    .filteredOn(line -> line.name().equals("operation:2"))
                    .extracting(Entry::fact)
                    .containsExactly(new Fact.OperationCreated(sent));
        }

        @Test
        void forAPartLeavesTheOrderAsItIsAndOneForTheRestRefundsIt() {
            PaymentResult part = fixture.asks(refund("k1", 1000));
            assertThat(part.word()).isEqualTo("refunded");
            assertThat(part.of().money()).contains(new Money(1000, "EUR"));
            assertThat(fixture.given.status()).isEqualTo(Status.PROCESSING);

            PaymentResult rest = fixture.asks(refund("k2"));

            assertThat(rest.of().money()).contains(new Money(3990, "EUR"));
            assertThat(fixture.given.status()).isEqualTo(Status.REFUNDED);
            assertThat(fixture.given.notes())
                    .containsSubsequence("refund:re_1001_2#1=done", "refund:re_1001_3#1=done")
                    .endsWith("PROCESSING to REFUNDED: REFUNDED");
        }

        @Test
        void S23_isOneRefundHoweverOftenItsKeyComes() {
            PaymentResult first = fixture.asks(refund("k1", 1000));

            assertThat(fixture.asks(refund("k1", 1000))).isEqualTo(first);
            assertThat(fixture.asks(refund("k1", 1001)).word()).isEqualTo("busy");
            assertThat(fixture.refunds()).hasSize(1);
        }

        @Test
        void S23_isOneRefundUnderTwoKeysWhenTheStoreSaysThatItIsTheSame() {
            fixture.asks(refund("k1", 1000, 77), refund("k2", 1000, 77));

            assertThat(fixture.refunds()).hasSize(1);
            assertThat(fixture.result("k1")).isEqualTo(fixture.result("k2"));
            assertThat(fixture.asks(refund("k3", 1000, 77))).isEqualTo(fixture.result("k1"));
        }

        @Test
        void forAnotherAmountUnderTheStoresSameNumberIsNoRefund() {
            fixture.asks(refund("k1", 1000, 77));

            assertThat(fixture.asks(refund("k2", 2000, 77)).code()).isEqualTo("refund_differs");
            assertThat(fixture.refunds()).hasSize(1);
        }

        @Test
        void ofTwoAtOnceTheSecondWaitsForTheFirst() {
            fixture.asks(refund("k1", 3000), refund("k2", 3000));

            assertThat(fixture.result("k1").word()).isEqualTo("refunded");
            assertThat(fixture.result("k2")).isEqualTo(PaymentResult.refused("exceeds_what_is_left"));
            assertThat(fixture.at(PAID).net().minor()).isEqualTo(1990);
        }

        @Test
        void isOnlyGrantedAfterALookJustNow() {
            fixture.becomes(it -> it.refund("re_dashboard", Reversal.State.DONE, 4000), PAID);
            fixture.after(Duration.ofDays(30));

            assertThat(fixture.asks(refund("k1", 1000)).code()).isEqualTo("exceeds_what_is_left");
            assertThat(fixture.refunds()).isEmpty();
            assertThat(fixture.given.lines()).contains("refund:re_dashboard#1=done");
        }

        @Test
        void thatWasReadLongAgoIsReadAgain() {
            Payment seen = fixture.at(PAID);
            fixture.after(Policy.FRESH.plusSeconds(1));

            Reconciliation reconciled = fixture.given.reconciles(
                    Observation.of(Lookup.of(seen), List.of(seen), ExternalIds.NONE), List.of(refund("k1")), List.of());

            assertThat(reconciled.due()).isEmpty();
            assertThat(reconciled.results().get("k1").word()).isEqualTo("observing");
            assertThat(reconciled.next())
                    .isEqualTo(
                            new Next.RefreshAfter(Duration.ZERO, List.of(new Lookup("stripe", ExternalIds.of(PAID)))));
        }

        @Test
        void givesAnotherPluginsMoneyBackTooForAPersonWantsIt() {
            PaymentFixture plugin = PaymentFixture.open();
            plugin.gateway.says(PaymentBuilder.stripe("pi_9").captured().claimed());
            plugin.callback("pi_9");

            assertThat(plugin.asks(refund("k1", 990)).word()).isEqualTo("refunded");
            assertThat(plugin.refunds().getFirst().payment()).isEqualTo("pi_9");
        }
    }

    @Nested
    class IsRefused {

        private String asked(Request.Refund refund) {
            PaymentResult result = fixture.asks(refund);
            assertThat(result.word()).isEqualTo("refused");
            assertThat(fixture.refunds()).isEmpty();
            return result.code();
        }

        @Test
        void forNothingAndForLess() {
            assertThat(asked(refund("k1", 0))).isEqualTo("amount_not_positive");
            assertThat(asked(refund("k2", -1))).isEqualTo("amount_not_positive");
        }

        @Test
        void forMoreThanWasCaptured() {
            assertThat(asked(refund("k1", 4991))).isEqualTo("exceeds_what_is_left");
            assertThat(asked(refund("k2", Long.MAX_VALUE))).isEqualTo("exceeds_what_is_left");
        }

        @Test
        void beforeAnyPaymentIsKnown() {
            assertThat(PaymentFixture.open().asks(refund("k1")).code()).isEqualTo("nothing_captured");

            PaymentFixture cash = PaymentFixture.open();
            cash.given.becomes(OrderBuilder.anOrder().paidBy());
            assertThat(cash.asks(refund("k1")).code()).isEqualTo("nothing_captured");
        }

        @Test
        void whileABankDisputesTheSameMoney() {
            fixture.becomes(it -> it.dispute("dp_1", Reversal.State.OPEN, 4990), PAID);

            assertThat(asked(refund("k1", 100))).isEqualTo("disputed");
        }

        @Test
        void andGrantedAgainWhenTheDisputeWasWon() {
            fixture.becomes(it -> it.dispute("dp_1", Reversal.State.WON, 4990), PAID);

            assertThat(fixture.asks(refund("k1", 100)).word()).isEqualTo("refunded");
        }

        @Test
        void withTheGatewaysOwnCodeWhereTheGatewaySaysNo() {
            fixture.gateway.does(it -> new Outcome.Declined(it.number(), "balance_insufficient", true));
            PaymentResult declined = fixture.asks(refund("k1", 100));
            fixture.gateway.does(it -> new Outcome.Refused(it.number(), "stripe-403"));
            PaymentResult refused = fixture.asks(refund("k2", 100));

            assertThat(List.of(declined.word(), refused.word())).containsOnly("refused");
            assertThat(List.of(declined.code(), refused.code())).containsExactly("balance_insufficient", "stripe-403");
        }

        @Test
        void andMayBeRequestedAgainUnderTheStoresSameNumber() {
            fixture.gateway.does(it -> new Outcome.Declined(it.number(), "balance_insufficient", true));
            fixture.asks(refund("k1", 100, 77));
            resultsAgain();

            assertThat(fixture.asks(refund("k2", 100, 77)).word()).isEqualTo("refunded");
        }

        /** The dashboard was faster: the gateway shows the payment, and no refund of ours on it. */
        @Test
        void S39_afterTheMerchantRefundedEverythingAMomentBefore() {
            fixture.gateway.does(it -> {
                fixture.becomes(paid -> paid.refund("re_dashboard", Reversal.State.DONE, 4990), PAID);
                return fixture.gateway.succeed(it);
            });

            assertThat(fixture.asks(refund("k1")).code()).isEqualTo("is_refunded");
            assertThat(fixture.given.status()).isEqualTo(Status.REFUNDED);
            assertThat(PaymentFixture.startingWith(fixture.given.lines(), "refund:"))
                    .containsExactly("refund:re_dashboard#1=done");
        }

        @Test
        void afterAFasterDispute() {
            fixture.gateway.does(it -> {
                fixture.becomes(paid -> paid.dispute("dp_1", Reversal.State.OPEN, 4990), PAID);
                return fixture.gateway.succeed(it);
            });

            assertThat(fixture.asks(refund("k1")).code()).isEqualTo("is_disputed");
            assertThat(fixture.given.status()).isEqualTo(Status.ON_HOLD);
        }
    }

    @Test
    void whileAChargeMayStillTakeMoneyTheRestIsUnknown() {
        PaymentFixture open = PaymentFixture.open();
        open.gateway.does(RefundHandlerTest::lost);
        open.asks(PaymentFixture.pay("pay"));

        assertThat(open.asks(refund("k1"))).matches(result -> result.is(Why.OPERATION_IN_DOUBT));
    }

    @Test
    void anOrderThatWasRefundedAndPaidAgainRefundsItsLastPayment() {
        fixture.asks(refund("k1"));
        fixture.gateway.says(PaymentBuilder.stripe("pi_9").captured().claimed());
        fixture.given.becomes(OrderBuilder.anOrder().paidBy("pi_9"));
        fixture.callback("pi_9");

        assertThat(fixture.asks(refund("k2", 100)).of().payment()).isEqualTo("pi_9");
    }

    @Test
    void theReasonIsPartOfWhatWasAsked() {
        Request plain = new Request.Refund("k1", Optional.empty(), 0, Operation.Refund.RefundReason.NONE, "");
        Request other = new Request.Refund("k1", Optional.empty(), 0, Operation.Refund.RefundReason.FRAUDULENT, "");

        assertThat(plain.asked()).isNotEqualTo(other.asked());
    }
}
