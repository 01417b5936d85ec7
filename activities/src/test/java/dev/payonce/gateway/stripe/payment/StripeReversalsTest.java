package dev.payonce.gateway.stripe.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Dispute;
import com.stripe.model.Refund;
import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test of reversals as Stripe shows them, and of whose they are. */
class StripeReversalsTest {

    private static final Payment.Tag CHARGED = new Payment.Tag("shop", Fingerprint.of("site"), 1001, key("a"), 1);
    private static final Map<String, String> OURS = StripeMetadata.of(CHARGED);

    @ParameterizedTest
    @CsvSource({
        "succeeded, DONE",
        "pending, PENDING",
        "requires_action, PENDING",
        "failed, FAILED",
        "canceled, FAILED",
        "of_next_year, PENDING"
    })
    void aRefundCountsUntilItFailed(String status, Reversal.State state) throws IOException {
        Refund refund = StripeExamplesTest.example("refund", Refund.class);
        refund.setStatus(status);

        assertThat(StripeReversals.of(refund, OURS))
                .isEqualTo(new Reversal(
                        refund.getId(),
                        Reversal.Kind.REFUND,
                        state,
                        new Money(100, "USD"),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void aRefundAndADisputeHaveTheGatewaysReasonIfItIsACode() throws IOException {
        Refund refund = StripeExamplesTest.example("refund", Refund.class);
        refund.setReason("requested_by_customer");
        refund.setFailureReason("lost_or_stolen_card");
        refund.setStatus("succeeded");
        assertThat(StripeReversals.of(refund, OURS).reason()).isEqualTo("requested_by_customer");
        refund.setStatus("failed");
        assertThat(StripeReversals.of(refund, OURS).reason()).isEqualTo("lost_or_stolen_card");

        Dispute dispute = StripeExamplesTest.example("dispute", Dispute.class);
        dispute.setReason("product_not_received");
        assertThat(StripeReversals.of(dispute).reason()).isEqualTo("product_not_received");
        dispute.setReason("Ada Lovelace says no");
        assertThat(StripeReversals.of(dispute).reason()).isEmpty();
    }

    @Test
    void ourOwnRefundNamesItsOperationAndTheStoresRefund() throws IOException {
        Reversal reversal = refunded(CHARGED, 1010, OURS);

        assertThat(reversal.operation()).contains(4);
        assertThat(reversal.storeRefund()).contains(1010L);
        assertThat(refunded(CHARGED, 0, OURS).storeRefund()).isEmpty();
    }

    @Test
    void aMarkThatWasCopiedFromAnotherOrderOrStoreNamesNothing() throws IOException {
        assertOfNoOperation(refunded(new Payment.Tag("shop", CHARGED.site(), 1002, CHARGED.orderKey(), 1), 1010, OURS));
        assertOfNoOperation(refunded(new Payment.Tag("shop", CHARGED.site(), 1001, key("b"), 1), 1010, OURS));
        assertOfNoOperation(
                refunded(new Payment.Tag("other", CHARGED.site(), 1001, CHARGED.orderKey(), 1), 1010, OURS));
    }

    @Test
    void halfAMarkNamesNothing() throws IOException {
        for (String part : OURS.keySet()) {
            if (!part.equals(StripeMetadata.STORE)) {
                Refund refund = marked(CHARGED, 1010);
                refund.getMetadata().remove(part);
                assertOfNoOperation(StripeReversals.of(refund, OURS));
            }
        }
    }

    /** Otherwise a refund whose answer was lost would not be found after the move, and would be made again. */
    @Test
    void aShopThatHasMovedSinceThePaymentKnowsItsRefunds() throws IOException {
        Payment.Tag moved = new Payment.Tag("shop", Fingerprint.of("new site"), 1001, CHARGED.orderKey(), 1);

        assertThat(refunded(moved, 1010, OURS).operation()).contains(4);
    }

    @Test
    void aRefundThatWasDecidedOfAnotherPluginsPaymentIsOursIfThatClaimsNoOtherOrder() throws IOException {
        Map<String, String> plugins = Map.of("order_id", "1001", "order_key", "a");

        assertThat(refunded(CHARGED, 1010, plugins).operation()).contains(4);
        assertThat(refunded(CHARGED, 1010, Map.of("order_id", "1001")).operation())
                .contains(4);
        assertThat(refunded(CHARGED, 1010, Map.of()).operation()).contains(4);
        assertOfNoOperation(refunded(CHARGED, 1010, Map.of("order_key", "b")));
    }

    @ParameterizedTest
    @CsvSource({
        "needs_response, DISPUTE, OPEN", "under_review, DISPUTE, OPEN", "of_next_year, DISPUTE, OPEN",
        "won, DISPUTE, WON", "lost, DISPUTE, LOST", "prevented, DISPUTE, PREVENTED",
        "warning_needs_response, INQUIRY, OPEN", "warning_under_review, INQUIRY, OPEN", "warning_closed, INQUIRY, WON"
    })
    void I25_anInquiryIsAKindOfItsOwn(String status, Reversal.Kind kind, Reversal.State state) throws IOException {
        Reversal reversal = StripeReversals.of(dispute(status));

        assertThat(reversal.kind()).isEqualTo(kind);
        assertThat(reversal.state()).isEqualTo(state);
        assertThat(reversal.money()).isEqualTo(new Money(1000, "USD"));
    }

    @ParameterizedTest
    @CsvSource({"prevented", "won", "warning_closed", "warning_needs_response"})
    void I25_aPreventedDisputeAndAnInquiryTakeNoMoney(String status) throws IOException {
        Reversal reversal = StripeReversals.of(dispute(status));

        assertThat(reversal.disputes()).isFalse();
        assertThat(reversal.counts()).isFalse();
    }

    @Test
    void I25_aRefundThatPreventedADisputeStillCounts() throws IOException {
        Reversal refund = StripeReversals.of(StripeExamplesTest.example("refund", Refund.class), OURS);

        assertThat(refund.kind()).isEqualTo(Reversal.Kind.REFUND);
        assertThat(refund.counts()).isTrue();
    }

    private static Dispute dispute(String status) throws IOException {
        Dispute dispute = StripeExamplesTest.example("dispute", Dispute.class);
        dispute.setStatus(status);
        return dispute;
    }

    private static void assertOfNoOperation(Reversal reversal) {
        assertThat(reversal.operation()).isEmpty();
        assertThat(reversal.storeRefund()).isEmpty();
    }

    private static Reversal refunded(Payment.Tag order, long storeRefund, Map<String, String> payment)
            throws IOException {
        return StripeReversals.of(marked(order, storeRefund), payment);
    }

    /** Makes a refund of operation 4 of this order. */
    private static Refund marked(Payment.Tag order, long storeRefund) throws IOException {
        Refund refund = StripeExamplesTest.example("refund", Refund.class);
        refund.getMetadata()
                .putAll(StripeMetadata.ofRefund(
                        new Payment.Tag(order.store(), order.site(), order.order(), order.orderKey(), 4), storeRefund));
        return refund;
    }

    private static String key(String raw) {
        return Fingerprint.ofOrderKey(raw);
    }
}
