package dev.payonce.woocommerce.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Reversal.Kind;
import dev.payonce.payment.Reversal.State;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.PaymentBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The effects of each kind of ledger entry, by the fields of CONTRACT.md §3. */
class EffectMapperTest {

    static final Instant NOW = Instant.parse("2026-11-25T09:00:00Z");
    static final Money TOTAL = new Money(4990, "EUR");
    private static final Fact.Paid PAID = paid(Status.PENDING, TOTAL);

    @Test
    void paymentPaysFromUsualStatusesAndCoversTheTotal() {
        assertThat(effects(order(Status.PENDING, TOTAL), Ledger.EMPTY, PAID))
                .singleElement()
                .satisfies(effect -> {
                    assertThat(effect.kind()).isEqualTo("paid");
                    assertThat(effect.body())
                            .isEqualTo(Map.of(
                                    "payment",
                                    "pi_1",
                                    "transaction",
                                    "ch_1",
                                    "from",
                                    List.of("pending", "failed", "on-hold"),
                                    "covers",
                                    Map.of("minor", 4990L, "currency", "EUR"),
                                    "restore",
                                    false,
                                    "meta",
                                    Map.of("_stripe_intent_id", "pi_1")));
                });
    }

    @Test
    void latePaymentOfACancelledOrderPaysFromCancelled() {
        assertThat(effects(order(Status.CANCELLED, TOTAL), Ledger.EMPTY, PAID))
                .singleElement()
                .satisfies(effect -> assertThat(effect.body().get("from"))
                        .isEqualTo(List.of("pending", "failed", "on-hold", "cancelled")));
    }

    @Test
    void acceptedLowerAmountCoversTheTotalThatWasAccepted() {
        Money more = new Money(5990, "EUR");
        assertThat(effects(order(Status.PENDING, more), Ledger.EMPTY, paid(Status.PENDING, more)))
                .singleElement()
                .satisfies(effect ->
                        assertThat(effect.body().get("covers")).isEqualTo(Map.of("minor", 5990L, "currency", "EUR")));
    }

    @Test
    void captureOfAnOrderThatTheMerchantHasSetToProcessingIsANote() {
        assertThat(effects(order(Status.PROCESSING, TOTAL), Ledger.EMPTY, paid(Status.PROCESSING, TOTAL)))
                .singleElement()
                .satisfies(effect -> assertThat(effect.body()).containsEntry("code", "captured"));
    }

    @Test
    void dashboardRefundOfThePayingPaymentBecomesARecord() {
        Ledger paid = Ledger.EMPTY.with(PAID, NOW, "");
        assertThat(effects(order(Status.PROCESSING, TOTAL), paid, refund("pi_1", State.DONE)))
                .singleElement()
                .satisfies(effect -> {
                    assertThat(effect.kind()).isEqualTo("refund");
                    assertThat(effect.body()).containsEntry("by", "dashboard").containsEntry("refund", "re_1");
                });
    }

    @Test
    void refundOfADuplicatePaymentIsANote() {
        Ledger paid = Ledger.EMPTY.with(PAID, NOW, "");
        assertThat(effects(order(Status.PROCESSING, TOTAL), paid, refund("pi_2", State.DONE)))
                .singleElement()
                .satisfies(effect -> assertThat(effect.body()).containsEntry("code", "duplicate_payment_refunded"));
    }

    @Test
    void refundThatFailsAfterItWasDoneIsTakenBack() {
        Ledger refunded = Ledger.EMPTY.with(PAID, NOW, "").with(refund("pi_1", State.DONE), NOW, "");
        assertThat(effects(order(Status.REFUNDED, TOTAL), refunded, refund("pi_1", State.FAILED)))
                .singleElement()
                .satisfies(effect -> assertThat(effect.kind()).isEqualTo("refund_failed"));
        Ledger pending = Ledger.EMPTY.with(PAID, NOW, "").with(refund("pi_1", State.PENDING), NOW, "");
        assertThat(effects(order(Status.PROCESSING, TOTAL), pending, refund("pi_1", State.FAILED)))
                .isEmpty();
    }

    @Test
    void disputeThatMovesTheOrderIsOneEffect() {
        Fact opened = new Fact.ReversalObserved("stripe", "pi_1", reversal("dp_1", Kind.DISPUTE, State.OPEN));
        Fact moved = new Fact.OrderStatusChanged(
                Status.PROCESSING, Status.ON_HOLD, "pi_1", Fact.StatusReason.DISPUTED, "dp_1", 2);
        Ledger paid = Ledger.EMPTY.with(PAID, NOW, "");
        assertThat(effects(order(Status.PROCESSING, TOTAL), paid, opened, moved))
                .singleElement()
                .satisfies(effect -> assertThat(effect.body())
                        .containsEntry("dispute", "dp_1")
                        .containsEntry("state", "opened")
                        .containsEntry("move", true));
        assertThat(effects(order(Status.OTHER, TOTAL), paid, opened))
                .singleElement()
                .satisfies(effect -> assertThat(effect.body()).containsEntry("move", false));
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN, PROCESSING, ON_HOLD, SUSPECTED_FRAUD, suspected",
        "WON, ON_HOLD, PROCESSING, FRAUD_CLEARED, cleared"
    })
    void reviewThatMovesTheOrderIsOneEffect(
            State state, Status from, Status to, Fact.StatusReason reason, String told) {
        Fact review = new Fact.ReversalObserved("stripe", "pi_1", reversal("prv_1", Kind.FRAUD_REVIEW, state));
        Fact moved = new Fact.OrderStatusChanged(from, to, "pi_1", reason, "prv_1", 2);
        assertThat(effects(order(from, TOTAL), Ledger.EMPTY.with(PAID, NOW, ""), review, moved))
                .singleElement()
                .satisfies(effect -> assertThat(effect.body())
                        .containsEntry("dispute", "prv_1")
                        .containsEntry("state", told)
                        .containsEntry("move", true));
    }

    /** The warning holds the order; the review, which is known by the same lookup, is a note of its own. */
    @Test
    void signOfFraudThatMovesNothingIsANote() {
        Ledger paid = Ledger.EMPTY.with(PAID, NOW, "");
        Fact review = new Fact.ReversalObserved("stripe", "pi_1", reversal("prv_1", Kind.FRAUD_REVIEW, State.OPEN));
        Fact warning = new Fact.ReversalObserved("stripe", "pi_1", reversal("issfr_1", Kind.FRAUD_WARNING, State.DONE));
        Fact moved = new Fact.OrderStatusChanged(
                Status.PROCESSING, Status.ON_HOLD, "pi_1", Fact.StatusReason.SUSPECTED_FRAUD, "issfr_1", 3);
        assertThat(effects(order(Status.PROCESSING, TOTAL), paid, warning, review, moved))
                .extracting(effect -> effect.kind() + " " + effect.body().getOrDefault("dispute", ""))
                .containsExactly("note ", "dispute issfr_1");
        assertThat(effects(order(Status.COMPLETED, TOTAL), paid, warning))
                .singleElement()
                .satisfies(effect -> assertThat(effect.body().get("text").toString())
                        .contains("Fraud warning issfr_1", "Nothing was refunded"));
    }

    @Test
    void I25_inquiryIsANoteWithItsOwnWords() {
        Fact inquiry = new Fact.ReversalObserved("stripe", "pi_1", reversal("dp_1", Kind.INQUIRY, State.OPEN));
        assertThat(effects(order(Status.PROCESSING, TOTAL), Ledger.EMPTY.with(PAID, NOW, ""), inquiry))
                .singleElement()
                .satisfies(effect -> {
                    assertThat(effect.kind()).isEqualTo("note");
                    assertThat(effect.body().get("text").toString()).contains("Inquiry dp_1", "No money is taken yet");
                });
    }

    @Test
    void declineMovesTheOrderByItsOwnWords() {
        Fact declined = new Fact.OrderStatusChanged(
                Status.PENDING, Status.FAILED, "pi_1", Fact.StatusReason.DECLINED, "insufficient_funds", 1);
        assertThat(effects(order(Status.PENDING, TOTAL), Ledger.EMPTY, declined))
                .singleElement()
                .satisfies(effect -> {
                    assertThat(effect.kind()).isEqualTo("status");
                    assertThat(effect.body())
                            .containsEntry("from", List.of("pending"))
                            .containsEntry("to", "failed")
                            .containsEntry("why", "DECLINED")
                            .containsEntry("detail", "insufficient_funds");
                });
    }

    @Test
    void authorizedOrderGetsTheNameByWhichAClerkFindsThePayment() {
        Fact held = new Fact.OrderStatusChanged(
                Status.PENDING, Status.ON_HOLD, "pi_1", Fact.StatusReason.AUTHORIZED, "", 1);
        assertThat(effects(order(Status.PENDING, TOTAL), Ledger.EMPTY, held))
                .singleElement()
                .satisfies(effect -> assertThat(effect.body()).containsEntry("transaction", "ch_of_pi_1"));
    }

    @Test
    void gatewaysReasonsOfRefundsAndDisputesReachTheShop() {
        Ledger paid = Ledger.EMPTY.with(PAID, NOW, "");
        assertThat(effects(
                        order(Status.PROCESSING, TOTAL),
                        paid,
                        because("fraudulent", reversal("re_1", Kind.REFUND, State.DONE))))
                .singleElement()
                .satisfies(effect -> assertThat(effect.body()).containsEntry("reason", "fraudulent"));
        assertThat(effects(
                        order(Status.OTHER, TOTAL),
                        paid,
                        because("product_not_received", reversal("dp_1", Kind.DISPUTE, State.OPEN))))
                .singleElement()
                .satisfies(effect -> assertThat(effect.body()).containsEntry("reason", "product_not_received"));
        Ledger refunded = paid.with(refund("pi_1", State.DONE), NOW, "");
        assertThat(effects(
                        order(Status.REFUNDED, TOTAL),
                        refunded,
                        because("lost_or_stolen_card", reversal("re_1", Kind.REFUND, State.FAILED))))
                .singleElement()
                .satisfies(effect -> assertThat(effect.body()).containsEntry("detail", "lost_or_stolen_card"));
    }

    /** A second line would be a second effect. */
    @Test
    void reasonThatBecomesKnownLaterAddsNoLine() {
        Ledger refunded = Ledger.EMPTY.with(PAID, NOW, "").with(refund("pi_1", State.DONE), NOW, "");

        assertThat(effects(
                        order(Status.REFUNDED, TOTAL),
                        refunded,
                        because("fraudulent", reversal("re_1", Kind.REFUND, State.DONE))))
                .isEmpty();
    }

    @Test
    void orderIsForeseenFromTheFirstOpenEffectOn() {
        Ledger ledger = Ledger.EMPTY
                .with(
                        new Fact.OrderStatusChanged(
                                Status.PENDING, Status.ON_HOLD, "pi_1", Fact.StatusReason.PENDING, "", 0),
                        NOW,
                        "")
                .with(PAID, NOW, "");
        String paid = ledger.entries().getLast().name();

        assertThat(ForeseenOrder.of(order(Status.ON_HOLD, TOTAL), ledger, open(paid))
                        .status())
                .isEqualTo(Status.PROCESSING);
        assertThat(ForeseenOrder.of(order(Status.CANCELLED, TOTAL), ledger, UnfinishedEffects.of(List.of()))
                        .status())
                .isEqualTo(Status.CANCELLED);
    }

    private static final Payment AUTHORIZED = PaymentBuilder.of("pi_1", TOTAL)
            .transaction("ch_of_pi_1")
            .stage(Stage.AUTHORIZED)
            .seenAt(NOW)
            .made();

    private static UnfinishedEffects open(String entry) {
        return UnfinishedEffects.of(List.of(new UnfinishedEffects.Row(entry, 0, "", "")));
    }

    static List<Effect> effects(Order order, Ledger before, Fact... facts) {
        Ledger after = before;
        for (Fact fact : facts) {
            after = after.with(fact, NOW, "");
        }
        return new EffectMapper(
                        order,
                        before,
                        after.entries()
                                .subList(
                                        before.entries().size(), after.entries().size()),
                        List.of(AUTHORIZED),
                        List.of())
                .effects();
    }

    static Fact.Paid paid(Status from, Money enough) {
        return new Fact.Paid(
                from, "stripe", "pi_1", "ch_1", ExternalIds.of("pi_1", "ch_1"), TOTAL, Optional.of(enough), false);
    }

    static Order order(Status status, Money total) {
        return new Order(new OrderId("", 1001), "key", status, Optional.of(total), Optional.empty(), ExternalIds.NONE);
    }

    private static Fact refund(String payment, State state) {
        return new Fact.ReversalObserved("stripe", payment, reversal("re_1", Kind.REFUND, state));
    }

    private static Fact because(String code, Reversal reversal) {
        return new Fact.ReversalObserved("stripe", "pi_1", reversal.because(code));
    }

    private static Reversal reversal(String id, Kind kind, State state) {
        return new Reversal(id, kind, state, TOTAL, Optional.empty(), Optional.empty());
    }
}
