package dev.payonce.servers.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Duration;
import java.time.Instant;

/** The gateway's own SDK, unmodified, pointed at a simulator, with time-outs and no retries of its own. */
final class Sdk {

    static final String KEY = "sk_test_simulated";
    static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    static final Duration HASTE = Duration.ofMillis(300);
    private static final int RETRIES = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Sdk() {}

    static StripeClient of(StripeSimulator stripe) {
        return of(stripe, KEY);
    }

    static StripeClient of(StripeSimulator stripe, String key) {
        return of(stripe, key, PATIENCE);
    }

    /** Gives up soon, for the one test that waits for it; the others must not fail on a busy machine. */
    static StripeClient hasty(StripeSimulator stripe) {
        return of(stripe, KEY, HASTE);
    }

    /** Repeats by itself, as Stripe's answers advise. */
    static StripeClient eager(StripeSimulator stripe) {
        return of(stripe, KEY, PATIENCE, RETRIES);
    }

    static StripeClient of(StripeSimulator stripe, String key, Duration read) {
        return of(stripe, key, read, 0);
    }

    private static StripeClient of(StripeSimulator stripe, String key, Duration read, int retries) {
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
