package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Review;
import com.stripe.param.PaymentIntentRetrieveParams;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.account.Event;
import dev.payonce.servers.stripe.state.Refusal;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The test of Radar's reviews and of issuers' fraud warnings, through Stripe's own SDK. */
class FraudSignsTest {

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(InstantSource.fixed(Sdk.NOW), 1, Sdk.KEY);

    private final StripeClient sdk = Sdk.of(stripe);
    private final Merchant merchant = stripe.merchant();

    @Test
    void anElevatedRiskIsCapturedAndReviewed() throws Exception {
        PaymentIntent paid = read(paidBy(TestCard.ELEVATED_RISK));
        Review review = sdk.v1().reviews().retrieve(paid.getReview());

        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(paid.getLatestChargeObject().getOutcome().getType()).isEqualTo("manual_review");
        assertThat(paid.getLatestChargeObject().getReview()).isEqualTo(review.getId());
        assertThat(review.getOpen()).isTrue();
        assertThat(review.getReason()).isEqualTo("rule");
        assertThat(review.getPaymentIntent()).isEqualTo(paid.getId());
        assertThat(types()).containsSubsequence("charge.succeeded", "payment_intent.succeeded", "review.opened");
    }

    /** The payment goes on naming its review, and its charge's outcome stays as it was. */
    @Test
    void aClosedReviewSaysWhyAndItsPaymentDoesNot() throws Exception {
        String intent = paidBy(TestCard.ELEVATED_RISK);
        PaymentIntent before = read(intent);

        merchant.closeReview(intent, "approved");

        Review review = sdk.v1().reviews().retrieve(before.getReview());
        assertThat(review.getOpen()).isFalse();
        assertThat(review.getClosedReason()).isEqualTo("approved");
        assertThat(read(intent)).isEqualTo(before);
        assertThat(types()).endsWith("review.closed");
        assertThatThrownBy(() -> merchant.closeReview(intent, "approved")).isInstanceOf(Refusal.class);
    }

    @Test
    void aReviewByHandDoesNotChangeTheOutcome() throws Exception {
        String intent = paidBy(TestCard.VISA);
        String review = merchant.openReview(intent);

        assertThat(read(intent).getReview()).isEqualTo(review);
        assertThat(read(intent).getLatestChargeObject().getOutcome().getType()).isEqualTo("authorized");
        assertThatThrownBy(() -> merchant.openReview(intent)).isInstanceOf(Refusal.class);
    }

    @Test
    void aWarningIsOnlyShownUnderItsOwnName() throws Exception {
        String intent = paidBy(TestCard.ISSUER_FRAUD);
        Event warned = stripe.events()
                .last(intent, "radar.early_fraud_warning.created")
                .orElseThrow();

        assertThat(sdk.v1()
                        .radar()
                        .earlyFraudWarnings()
                        .retrieve(warned.object())
                        .getPaymentIntent())
                .isEqualTo(intent);
        assertThat(stripe.journal().net(intent)).isEqualTo(4990);
    }

    private String paidBy(TestCard card) {
        String intent = stripe.shopper().open(4990, "eur", Map.of());
        stripe.shopper().confirm(intent, card);
        return intent;
    }

    private PaymentIntent read(String intent) throws Exception {
        return sdk.v1()
                .paymentIntents()
                .retrieve(
                        intent,
                        PaymentIntentRetrieveParams.builder()
                                .addExpand("latest_charge")
                                .build());
    }

    private List<String> types() {
        return stripe.events().all().stream().map(Event::type).toList();
    }
}
