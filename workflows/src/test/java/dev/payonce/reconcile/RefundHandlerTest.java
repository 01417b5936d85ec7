package dev.payonce.reconcile;

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
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Money that goes back because somebody asks for it. */
class RefundHandlerTest {

    private static final String PAID = "pi_1001_1";

    private final PaymentFixture till = PaymentFixture.paid();

    private static Outcome lost(Operation operation) {
        return new Outcome.Unknown(operation.number(), "stripe-timeout", false);
    }

    private void resultsAgain() {
        till.gateway.does(till.gateway::succeed);
    }

    @Nested
    class AWish {

        @Test
        void standsInTheLedgerBeforeItIsSentAndIsBuiltFromThatLine() {
            till.asks(refund("k1", 1000, 77));

            Operation.Refund sent = till.refunds().getFirst();
            assertThat(sent.money()).isEqualTo(new Money(1000, "EUR"));
            assertThat(sent.storeRefund()).isEqualTo(77);
            assertThat(sent.cause()).isEqualTo(Operation.Refund.Cause.WISH);
            assertThat(sent.header().notAfter()).isEqualTo(till.given.now().plus(Policy.MOVE_WITHIN));
            assertThat(till.given.ledger())
                    .filteredOn(line -> line.name().equals("operation:2"))
                    .extracting(Entry::fact)
                    .containsExactly(new Fact.OperationCreated(sent));
        }

        @Test
        void forAPartLeavesTheOrderAsItIsAndOneForTheRestRefundsIt() {
            PaymentResult part = till.asks(refund("k1", 1000));
            assertThat(part.word()).isEqualTo("refunded");
            assertThat(part.of().money()).contains(new Money(1000, "EUR"));
            assertThat(till.given.status()).isEqualTo(Status.PROCESSING);

            PaymentResult rest = till.asks(refund("k2"));

            assertThat(rest.of().money()).contains(new Money(3990, "EUR"));
            assertThat(till.given.status()).isEqualTo(Status.REFUNDED);
            assertThat(till.given.notes())
                    .containsSubsequence("refund:re_1001_2#1=done", "refund:re_1001_3#1=done")
                    .endsWith("PROCESSING to REFUNDED: REFUNDED");
        }

        @Test
        void S23_isOneRefundHoweverOftenItsKeyComes() {
            PaymentResult first = till.asks(refund("k1", 1000));

            assertThat(till.asks(refund("k1", 1000))).isEqualTo(first);
            assertThat(till.asks(refund("k1", 1001)).word()).isEqualTo("busy");
            assertThat(till.refunds()).hasSize(1);
        }

        @Test
        void S23_isOneRefundUnderTwoKeysWhenTheStoreSaysThatItIsTheSame() {
            till.asks(refund("k1", 1000, 77), refund("k2", 1000, 77));

            assertThat(till.refunds()).hasSize(1);
            assertThat(till.result("k1")).isEqualTo(till.result("k2"));
            assertThat(till.asks(refund("k3", 1000, 77))).isEqualTo(till.result("k1"));
        }

        @Test
        void forAnotherAmountUnderTheStoresSameNumberIsNobodysRefund() {
            till.asks(refund("k1", 1000, 77));

            assertThat(till.asks(refund("k2", 2000, 77)).code()).isEqualTo("refund_differs");
            assertThat(till.refunds()).hasSize(1);
        }

        @Test
        void ofTwoAtOnceTheSecondWaitsForTheFirst() {
            till.asks(refund("k1", 3000), refund("k2", 3000));

            assertThat(till.result("k1").word()).isEqualTo("refunded");
            assertThat(till.result("k2")).isEqualTo(PaymentResult.refused("exceeds_what_is_left"));
            assertThat(till.at(PAID).net().minor()).isEqualTo(1990);
        }

        @Test
        void isOnlyGrantedAfterALookJustNow() {
            till.becomes(it -> it.refund("re_dashboard", Reversal.State.DONE, 4000), PAID);
            till.after(Duration.ofDays(30));

            assertThat(till.asks(refund("k1", 1000)).code()).isEqualTo("exceeds_what_is_left");
            assertThat(till.refunds()).isEmpty();
            assertThat(till.given.lines()).contains("refund:re_dashboard#1=done");
        }

        @Test
        void thatWasLookedAtForLongAgoIsLookedAtAgain() {
            Payment seen = till.at(PAID);
            till.after(Policy.FRESH.plusSeconds(1));

            Reconciliation reconciled = till.given.reconciles(
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
            PaymentResult result = till.asks(refund);
            assertThat(result.word()).isEqualTo("refused");
            assertThat(till.refunds()).isEmpty();
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
        void whereNobodyHasPaidOrNobodyKnowsByWhat() {
            assertThat(PaymentFixture.open().asks(refund("k1")).code()).isEqualTo("nothing_captured");

            PaymentFixture cash = PaymentFixture.open();
            cash.given.becomes(OrderBuilder.anOrder().paidBy());
            assertThat(cash.asks(refund("k1")).code()).isEqualTo("nothing_captured");
        }

        @Test
        void whileABankDisputesTheSameMoney() {
            till.becomes(it -> it.dispute("dp_1", Reversal.State.OPEN, 4990), PAID);

            assertThat(asked(refund("k1", 100))).isEqualTo("disputed");
        }

        @Test
        void andGrantedAgainWhenTheDisputeWasWon() {
            till.becomes(it -> it.dispute("dp_1", Reversal.State.WON, 4990), PAID);

            assertThat(till.asks(refund("k1", 100)).word()).isEqualTo("refunded");
        }

        @Test
        void afterSoManyThatAProgramMustHaveGoneWild() {
            for (int i = 1; i < Policy.OPERATIONS; i++) {
                assertThat(till.asks(refund("k" + i, 1)).word()).isEqualTo("refunded");
            }

            assertThat(till.asks(refund("k", 1)).code()).isEqualTo("too_many_attempts");
        }

        @Test
        void withTheGatewaysOwnCodeWhereTheGatewaySaysNo() {
            till.gateway.does(it -> new Outcome.Declined(it.number(), "balance_insufficient", true));
            PaymentResult declined = till.asks(refund("k1", 100));
            till.gateway.does(it -> new Outcome.Refused(it.number(), "stripe-403"));
            PaymentResult refused = till.asks(refund("k2", 100));

            assertThat(List.of(declined.word(), refused.word())).containsOnly("refused");
            assertThat(List.of(declined.code(), refused.code())).containsExactly("balance_insufficient", "stripe-403");
        }

        @Test
        void andMayBeWishedForAgainUnderTheStoresSameNumber() {
            till.gateway.does(it -> new Outcome.Declined(it.number(), "balance_insufficient", true));
            till.asks(refund("k1", 100, 77));
            resultsAgain();

            assertThat(till.asks(refund("k2", 100, 77)).word()).isEqualTo("refunded");
        }

        /** The dashboard was faster: the gateway shows the payment, and no refund of ours on it. */
        @Test
        void S39_whereSomebodyElseGaveEverythingBackAMomentBefore() {
            till.gateway.does(it -> {
                till.becomes(paid -> paid.refund("re_dashboard", Reversal.State.DONE, 4990), PAID);
                return till.gateway.succeed(it);
            });

            assertThat(till.asks(refund("k1")).code()).isEqualTo("is_refunded");
            assertThat(till.given.status()).isEqualTo(Status.REFUNDED);
            assertThat(PaymentFixture.startingWith(till.given.lines(), "refund:"))
                    .containsExactly("refund:re_dashboard#1=done");
        }

        @Test
        void whereADisputeWasFaster() {
            till.gateway.does(it -> {
                till.becomes(paid -> paid.dispute("dp_1", Reversal.State.OPEN, 4990), PAID);
                return till.gateway.succeed(it);
            });

            assertThat(till.asks(refund("k1")).code()).isEqualTo("is_disputed");
            assertThat(till.given.status()).isEqualTo(Status.ON_HOLD);
        }
    }

    @Test
    void whileAChargeMayStillTakeMoneyNobodyKnowsWhatThereIsToGiveBack() {
        PaymentFixture open = PaymentFixture.open();
        open.gateway.does(RefundHandlerTest::lost);
        open.asks(PaymentFixture.pay("pay"));

        assertThat(open.asks(refund("k1"))).matches(result -> result.is(Why.OPERATION_IN_DOUBT));
    }

    @Test
    void anOrderThatWasRefundedAndPaidAnewGivesBackWhatItWasPaidWith() {
        till.asks(refund("k1"));
        till.gateway.says(PaymentBuilder.stripe("pi_9").captured().claimed());
        till.given.becomes(OrderBuilder.anOrder().paidBy("pi_9"));
        till.callback("pi_9");

        assertThat(till.asks(refund("k2", 100)).of().payment()).isEqualTo("pi_9");
    }

    @Test
    void theReasonIsPartOfWhatWasAsked() {
        Request plain = new Request.Refund("k1", Optional.empty(), 0, Operation.Refund.RefundReason.NONE);
        Request other = new Request.Refund("k1", Optional.empty(), 0, Operation.Refund.RefundReason.FRAUDULENT);

        assertThat(plain.asked()).isNotEqualTo(other.asked());
    }
}
