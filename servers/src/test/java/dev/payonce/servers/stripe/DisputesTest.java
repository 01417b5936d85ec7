package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.model.Dispute;
import com.stripe.param.DisputeListParams;
import com.stripe.param.RefundCreateParams;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.Course;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.state.Journal.Kind;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The test of what the shopper's bank does, and of the merchant's answers. */
class DisputesTest {

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(InstantSource.fixed(Sdk.NOW), 1, Sdk.KEY);

    private final StripeClient sdk = Sdk.of(stripe);
    private final Merchant merchant = stripe.merchant();
    private final String paid = stripe.shopper().pay(4990, "eur", Map.of());

    @Test
    void aDisputeTakesTheMoneyAndBringsItBackWhenItIsWon() throws Exception {
        String id = merchant.openDispute(paid);
        assertThat(stripe.journal().net(paid)).isZero();
        merchant.submitEvidence(paid);
        assertThat(status(id)).isEqualTo("under_review");
        merchant.closeDispute(paid, true);

        assertThat(status(id)).isEqualTo("won");
        assertThat(stripe.journal().net(paid)).isEqualTo(4990);
        assertThat(types())
                .endsWith(
                        "charge.dispute.created",
                        "charge.dispute.funds_withdrawn",
                        "charge.updated",
                        "charge.dispute.updated",
                        "charge.updated",
                        "charge.dispute.funds_reinstated",
                        "charge.dispute.closed");
    }

    @Test
    void aLostDisputeKeepsIt() throws Exception {
        String id = merchant.openDispute(paid, 1000);
        merchant.closeDispute(paid, false);

        assertThat(status(id)).isEqualTo("lost");
        assertThat(types()).endsWith("charge.dispute.closed", "charge.updated");
        assertThat(stripe.journal().net(paid)).isEqualTo(3990);
        assertThat(stripe.journal().of(paid).getLast().part())
                .hasValueSatisfying(part -> assertThat(part.id()).isEqualTo(id));
    }

    @Test
    void anInquiryTakesNothingAndDoesNotForbidARefund() throws Exception {
        String id = merchant.openInquiry(paid);
        assertThat(status(id)).isEqualTo("warning_needs_response");
        assertThat(sdk.v1().disputes().retrieve(id).getIsChargeRefundable()).isTrue();
        merchant.submitEvidence(paid);
        assertThat(status(id)).isEqualTo("warning_under_review");
        refundAll();
        merchant.closeDispute(paid, true);

        assertThat(status(id)).isEqualTo("warning_closed");
        assertThat(kinds()).containsExactly(Kind.CAPTURED, Kind.INQUIRED, Kind.REFUNDED, Kind.INQUIRY_CLOSED);
        assertThat(types()).doesNotContain("charge.dispute.funds_withdrawn");
        assertThat(stripe.journal().net(paid)).isZero();
    }

    @Test
    void anInquiryMayBecomeADisputeWhateverWasRefundedMeanwhile() throws Exception {
        String id = merchant.openInquiry(paid);
        refundAll();
        merchant.escalate(paid);

        assertThat(status(id)).isEqualTo("needs_response");
        assertThat(types()).endsWith("charge.dispute.updated", "charge.dispute.funds_withdrawn");
        assertThat(stripe.journal().net(paid)).as("paid out twice").isEqualTo(-4990);
    }

    @Test
    void aPendingRefundIsCalledOffByADispute() throws Exception {
        stripe.bank().next(1, Course.pending());
        merchant.refund(paid, 990);
        merchant.openDispute(paid);

        assertThat(stripe.journal().refunded(paid)).isZero();
        assertThat(stripe.events().last(paid, "refund.failed").orElseThrow().json())
                .contains("charge_for_pending_refund_disputed");
        assertThat(stripe.journal().net(paid)).isZero();
    }

    @Test
    void thereIsOneAtATimeButAnotherMayFollow() throws Exception {
        String first = merchant.openDispute(paid);
        assertThatThrownBy(() -> merchant.openDispute(paid)).hasMessageContaining("already");
        merchant.closeDispute(paid, true);
        String second = merchant.openDispute(paid);

        assertThat(sdk.v1()
                        .disputes()
                        .list(DisputeListParams.builder().setPaymentIntent(paid).build())
                        .getData())
                .extracting(Dispute::getId)
                .containsExactly(second, first);
        assertThat(stripe.journal().net(paid)).isZero();
    }

    private void refundAll() throws Exception {
        sdk.v1()
                .refunds()
                .create(RefundCreateParams.builder().setPaymentIntent(paid).build());
    }

    private String status(String dispute) throws Exception {
        return sdk.v1().disputes().retrieve(dispute).getStatus();
    }

    private List<Kind> kinds() {
        return stripe.journal().of(paid).stream().map(Journal.Entry::kind).toList();
    }

    private List<String> types() {
        return stripe.events().of(paid).stream().map(Event::type).toList();
    }
}
