package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test of what the unmodified SDK sees of the simulator. */
class SdkContractTest {

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(Clock.fixed(Sdk.NOW, ZoneOffset.UTC), 1, Sdk.KEY);

    private final StripeClient sdk = Sdk.of(stripe);

    @Test
    void createsAndConfirmsInOneCall() throws Exception {
        PaymentIntent paid = sdk.v1()
                .paymentIntents()
                .create(Sdk.asking(4990)
                        .setConfirm(true)
                        .setPaymentMethod("pm_card_visa")
                        .build());

        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(paid.getAmountReceived()).isEqualTo(4990);
        assertThat(paid.getCurrency()).isEqualTo("eur");
        assertThat(paid.getLivemode()).isFalse();
        assertThat(paid.getCreated()).isEqualTo(Sdk.NOW.getEpochSecond());
        assertThat(paid.getMetadata()).isEqualTo(Map.of("order_id", "1001", "order_key", "wc_order_Abc"));
        assertThat(paid.getLastResponse().requestId()).startsWith("req_");
    }

    @Test
    void createsFirstAndConfirmsLater() throws Exception {
        PaymentIntent open = sdk.v1().paymentIntents().create(Sdk.asking(4990).build());
        assertThat(open.getStatus()).isEqualTo("requires_payment_method");

        PaymentIntent paid = sdk.v1()
                .paymentIntents()
                .confirm(
                        open.getId(),
                        PaymentIntentConfirmParams.builder()
                                .setPaymentMethod("pm_card_mastercard")
                                .build());
        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(paid.getClientSecret()).isEqualTo(open.getClientSecret());
    }

    @ParameterizedTest
    @CsvSource({
        "pm_card_chargeDeclined, card_declined, generic_decline",
        "pm_card_chargeDeclinedInsufficientFunds, card_declined, insufficient_funds",
        "pm_card_visa_chargeDeclinedInsufficientFunds, card_declined, insufficient_funds",
        "pm_card_chargeDeclinedExpiredCard, expired_card, expired_card",
    })
    void aDeclineIsA402WithItsCode(String card, String code, String declineCode) {
        PaymentIntentCreateParams params =
                Sdk.asking(4990).setConfirm(true).setPaymentMethod(card).build();

        assertThatThrownBy(() -> sdk.v1().paymentIntents().create(params))
                .isInstanceOfSatisfying(CardException.class, declined -> {
                    assertThat(declined.getStatusCode()).isEqualTo(402);
                    assertThat(declined.getCode()).isEqualTo(code);
                    assertThat(declined.getDeclineCode()).isEqualTo(declineCode);
                    assertThat(declined.getCharge()).startsWith("ch_");
                    PaymentIntent intent = declined.getStripeError().getPaymentIntent();
                    assertThat(intent.getStatus()).isEqualTo("requires_payment_method");
                    assertThat(intent.getLastPaymentError().getDeclineCode()).isEqualTo(declineCode);
                });
    }

    @ParameterizedTest
    @CsvSource({"pm_card_authenticationRequired, requires_action", "pm_sepaDebit, processing"})
    void someCardsDoNotPayAtOnce(String card, String status) throws Exception {
        PaymentIntent waiting = sdk.v1().paymentIntents().create(Sdk.buying(7, TestCard.of(card)));

        assertThat(waiting.getStatus()).isEqualTo(status);
        assertThat(waiting.getAmountReceived()).isZero();
    }

    @Test
    void theChargeIsANameUntilItIsExpanded() throws Exception {
        String intent = stripe.shopper().pay(4990, "eur", Map.of());
        stripe.shopper().refundFromDashboard(intent, 990);

        PaymentIntent terse = sdk.v1().paymentIntents().retrieve(intent);
        assertThat(terse.getLatestCharge())
                .isEqualTo(stripe.shopper().latestCharge(intent).orElseThrow());
        assertThat(terse.getLatestChargeObject()).isNull();

        Charge bare = sdk.v1()
                .paymentIntents()
                .retrieve(
                        intent,
                        PaymentIntentRetrieveParams.builder()
                                .addExpand("latest_charge")
                                .build())
                .getLatestChargeObject();
        assertThat(bare.getAmountRefunded()).isEqualTo(990);
        assertThat(bare.getRefunds()).isNull();

        Charge whole = Sdk.whole(sdk, intent).getLatestChargeObject();
        assertThat(whole.getCaptured()).isTrue();
        assertThat(whole.getDisputed()).isFalse();
        assertThat(whole.getRefunded()).isFalse();
        assertThat(whole.getPaymentIntent()).isEqualTo(intent);
        assertThat(whole.getRefunds().getData()).singleElement().satisfies(refund -> {
            assertThat(refund.getAmount()).isEqualTo(990);
            assertThat(refund.getStatus()).isEqualTo("succeeded");
        });
    }

    @Test
    void aPartialCaptureShowsItsRestAsARefundThoughNoMoneyCameBack() throws Exception {
        String intent = stripe.shopper().authorize(5000, "eur", Map.of());
        assertThat(Sdk.whole(sdk, intent).getAmountCapturable()).isEqualTo(5000);

        assertThat(Sdk.whole(sdk, intent)
                        .getLatestChargeObject()
                        .getPaymentMethodDetails()
                        .getCard()
                        .getCaptureBefore())
                .isEqualTo(Sdk.NOW.plus(Duration.ofDays(7)).getEpochSecond());

        stripe.shopper().capture(intent, 4500);

        PaymentIntent captured = Sdk.whole(sdk, intent);
        assertThat(captured.getStatus()).isEqualTo("succeeded");
        assertThat(captured.getAmount()).isEqualTo(5000);
        assertThat(captured.getAmountReceived()).isEqualTo(4500);
        assertThat(captured.getLatestChargeObject().getAmountCaptured()).isEqualTo(4500);
        assertThat(captured.getLatestChargeObject().getAmountRefunded()).isEqualTo(500);
        assertThat(stripe.journal().net(intent)).isEqualTo(4500);
    }

    @Test
    void theAccountSaysWhoseItIs() throws Exception {
        assertThat(sdk.v1().accounts().retrieveCurrent().getId())
                .isEqualTo(stripe.accountId())
                .matches("acct_1[0-9A-Za-z]{15}");
    }

    @Test
    void refusalsAreStripesOwn() {
        assertThatThrownBy(() -> sdk.v1().paymentIntents().retrieve("pi_3Missing"))
                .isInstanceOfSatisfying(InvalidRequestException.class, missing -> {
                    assertThat(missing.getStatusCode()).isEqualTo(404);
                    assertThat(missing.getCode()).isEqualTo("resource_missing");
                    assertThat(missing.getRequestId()).startsWith("req_");
                });
        assertThatThrownBy(() -> Sdk.of(stripe, "sk_test_wrong_1234")
                        .v1()
                        .paymentIntents()
                        .retrieve("pi_3Missing"))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("****1234")
                .hasMessageNotContaining("sk_test_wrong");
        assertThatThrownBy(() -> sdk.v1().paymentIntents().create(Sdk.asking(0).build()))
                .isInstanceOfSatisfying(InvalidRequestException.class, bad -> {
                    assertThat(bad.getStatusCode()).isEqualTo(400);
                    assertThat(bad.getParam()).isEqualTo("amount");
                });
        assertThatThrownBy(() -> sdk.v1().paymentIntents().applyCustomerBalance("pi_3Missing"))
                .hasMessageContaining("Unrecognized");
    }

    @Test
    void aPaidPaymentCannotBeConfirmedAgain() {
        String intent = stripe.shopper().pay(4990, "eur", Map.of());

        assertThatThrownBy(() -> sdk.v1().paymentIntents().confirm(intent))
                .isInstanceOfSatisfying(InvalidRequestException.class, late -> {
                    assertThat(late.getCode()).isEqualTo("payment_intent_unexpected_state");
                    assertThat(late.getStripeError().getPaymentIntent().getStatus())
                            .isEqualTo("succeeded");
                });
        assertThat(stripe.journal().captured(intent)).isEqualTo(4990);
    }

    @Test
    void theKeyDecidesTheMode() throws Exception {
        try (StripeSimulator live = StripeSimulator.start(Clock.systemUTC(), 2, "sk_live_simulated")) {
            String intent = live.shopper().pay(100, "eur", Map.of());
            PaymentIntent seen =
                    Sdk.of(live, "sk_live_simulated").v1().paymentIntents().retrieve(intent);
            assertThat(seen.getLivemode()).isTrue();
            assertThat(live.events().all())
                    .allSatisfy(event -> assertThat(event.json()).contains("\"livemode\": true"));

            live.secretKey("sk_live_rolled");
            assertThatThrownBy(() ->
                            Sdk.of(live, "sk_live_simulated").v1().accounts().retrieveCurrent())
                    .isInstanceOf(AuthenticationException.class);
        }
    }

    /** The gateway's own SDK, unmodified, pointed at a simulator, with time-outs and no retries of its own. */
    static final class Sdk {

        static final String KEY = "sk_test_simulated";
        static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
        static final Duration HASTE = Duration.ofMillis(300);
        private static final Duration PATIENCE = Duration.ofSeconds(15);

        private Sdk() {}

        static StripeClient of(StripeSimulator stripe) {
            return of(stripe, KEY);
        }

        static StripeClient of(StripeSimulator stripe, String key) {
            return of(stripe, key, PATIENCE, 0);
        }

        /** Gives up soon, for the one test that waits for it; the others must not fail on a busy machine. */
        static StripeClient hasty(StripeSimulator stripe) {
            return of(stripe, KEY, HASTE, 0);
        }

        /** Repeats by itself, as Stripe's answers advise. */
        static StripeClient eager(StripeSimulator stripe) {
            return of(stripe, KEY, PATIENCE, 2);
        }

        /** Waits that long for each answer. */
        static StripeClient of(StripeSimulator stripe, String key, Duration read, int retries) {
            return StripeClient.builder()
                    .setApiKey(key)
                    .setApiBase(stripe.baseUrl().toString())
                    .setConnectTimeout((int) PATIENCE.toMillis())
                    .setReadTimeout((int) read.toMillis())
                    .setMaxNetworkRetries(retries)
                    .build();
        }

        static PaymentIntentCreateParams.Builder asking(long amount) {
            return PaymentIntentCreateParams.builder()
                    .setAmount(amount)
                    .setCurrency("eur")
                    .putMetadata("order_id", "1001")
                    .putMetadata("order_key", "wc_order_Abc");
        }

        /** Builds a card payment of one order, by Payonce's tag, as it is made at a checkout. */
        static PaymentIntentCreateParams buying(long order, TestCard card) {
            return PaymentIntentCreateParams.builder()
                    .setAmount(4990L)
                    .setCurrency("eur")
                    .setConfirm(true)
                    .setPaymentMethod(card.id())
                    .setMandateData(SavedMethodsTest.agreed())
                    .putMetadata("payonce_order", Long.toString(order))
                    .build();
        }

        static RequestOptions key(String key) {
            return RequestOptions.builder().setIdempotencyKey(key).build();
        }

        /** Leaves the key to the SDK, which invents one that no caller can repeat later. */
        static RequestOptions keyless() {
            return RequestOptions.getDefault();
        }

        static PaymentIntent whole(StripeClient sdk, String intent) throws StripeException {
            return sdk.v1()
                    .paymentIntents()
                    .retrieve(
                            intent,
                            PaymentIntentRetrieveParams.builder()
                                    .addExpand("latest_charge")
                                    .addExpand("latest_charge.refunds")
                                    .build());
        }
    }
}
