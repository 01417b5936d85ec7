package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Dispute;
import com.stripe.model.PaymentIntent;
import com.stripe.param.DisputeListParams;
import com.stripe.param.DisputeUpdateParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.RefundCreateParams;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.state.Journal.Kind;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The test of the cards whose payment is disputed at once, and of the merchant's program that answers. */
class DisputeCardsTest {

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(InstantSource.fixed(Sdk.NOW), 1, Sdk.KEY);

    private final StripeClient sdk = Sdk.of(stripe);

    @Test
    void theDisputeOfATestCardIsOpenedInsideTheChargeBeforeThePaymentSucceeds() throws Exception {
        String intent = pay(TestCard.DISPUTE, false);

        assertThat(types(intent))
                .containsExactly(
                        "payment_intent.created",
                        "charge.succeeded",
                        "charge.dispute.created",
                        "charge.dispute.funds_withdrawn",
                        "payment_intent.succeeded",
                        "charge.updated");
        assertThat(dispute(intent).getStatus()).isEqualTo("needs_response");
        assertThat(kinds(intent)).containsExactly(Kind.CAPTURED, Kind.DISPUTED);
        assertThat(stripe.journal().net(intent)).isZero();
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> refund(intent)))
                .hasMessageContaining("charged back; cannot issue a refund");
    }

    @Test
    void aReservationIsDisputedOnlyOnceItIsCaptured() throws Exception {
        String intent = pay(TestCard.DISPUTE, true);
        assertThat(types(intent)).doesNotContain("charge.dispute.created");

        sdk.v1().paymentIntents().capture(intent);

        assertThat(types(intent))
                .containsSubsequence(
                        "charge.captured",
                        "charge.dispute.created",
                        "charge.dispute.funds_withdrawn",
                        "payment_intent.succeeded");
    }

    @Test
    void theInquiryOfATestCardTakesNothingAndAllowsARefund() throws Exception {
        String intent = pay(TestCard.INQUIRY, false);

        assertThat(types(intent))
                .containsSubsequence("charge.succeeded", "charge.dispute.created", "payment_intent.succeeded")
                .doesNotContain("charge.dispute.funds_withdrawn");
        assertThat(dispute(intent).getStatus()).isEqualTo("warning_needs_response");
        assertThat(stripe.journal().net(intent)).isEqualTo(4990);
        refund(intent);
        assertThat(stripe.journal().net(intent)).isZero();
    }

    @Test
    void aMerchantsProgramDescribesADisputeAndGivesItUp() throws Exception {
        String intent = pay(TestCard.DISPUTE, false);
        String id = dispute(intent).getId();

        sdk.v1()
                .disputes()
                .update(
                        id,
                        DisputeUpdateParams.builder().putMetadata("case", "7").build());
        assertThat(dispute(intent).getMetadata()).containsEntry("case", "7");
        assertThat(sdk.v1().disputes().close(id).getStatus()).isEqualTo("lost");

        assertThat(types(intent))
                .endsWith("charge.dispute.updated", "charge.updated", "charge.dispute.closed", "charge.updated");
        assertThat(stripe.journal().net(intent)).isZero();
    }

    private String pay(TestCard card, boolean manual) throws Exception {
        PaymentIntentCreateParams.Builder asks =
                Sdk.asking(4990).setConfirm(true).setPaymentMethod(card.id());
        if (manual) {
            asks.setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL);
        }
        PaymentIntent intent = sdk.v1().paymentIntents().create(asks.build());
        return intent.getId();
    }

    private void refund(String intent) throws Exception {
        sdk.v1()
                .refunds()
                .create(RefundCreateParams.builder().setPaymentIntent(intent).build());
    }

    private Dispute dispute(String intent) throws Exception {
        return sdk.v1()
                .disputes()
                .list(DisputeListParams.builder().setPaymentIntent(intent).build())
                .getData()
                .getFirst();
    }

    private List<Kind> kinds(String intent) {
        return stripe.journal().of(intent).stream().map(Journal.Entry::kind).toList();
    }

    private List<String> types(String intent) {
        return stripe.events().of(intent).stream().map(Event::type).toList();
    }
}
