package dev.payonce.sandbox.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import java.time.Duration;

/** The gateway's own SDK, unmodified, pointed at a simulator, with short time-outs and no retries of its own. */
final class Sdk {

    static final String KEY = "sk_test_simulated";
    static final Duration READ = Duration.ofMillis(500);

    private Sdk() {}

    static StripeClient of(StripeSimulator stripe) {
        return of(stripe, KEY);
    }

    static StripeClient of(StripeSimulator stripe, String key) {
        return StripeClient.builder()
                .setApiKey(key)
                .setApiBase(stripe.baseUrl().toString())
                .setConnectTimeout(1_000)
                .setReadTimeout((int) READ.toMillis())
                .setMaxNetworkRetries(0)
                .build();
    }

    static PaymentIntentCreateParams.Builder asking(long amount) {
        return PaymentIntentCreateParams.builder()
                .setAmount(amount)
                .setCurrency("eur")
                .putMetadata("order_id", "1001")
                .putMetadata("order_key", "wc_order_Abc");
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
