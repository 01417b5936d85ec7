package dev.payonce.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.GatewayModule;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The API with two Stripe accounts: each has a webhook path, secrets and callbacks of its own. */
@Timeout(60)
class TwoAccountsTest {

    private static final String BODY = "{\"object\":\"event\",\"id\":\"evt_1\",\"type\":\"payment_intent.succeeded\","
            + "\"livemode\":false,\"data\":{\"object\":{\"id\":\"pi_1\",\"object\":\"payment_intent\"}}}";

    @Test
    void eachAccountsCallbacksComeInByAPathOfTheirOwn() throws Exception {
        Map<String, String> environment = ApiSettingsTest.environment();
        environment.put("PAYONCE_GATEWAYS", "stripe,stripe-eu");
        environment.put("STRIPE_WEBHOOK_SECRETS", "whsec_one");
        environment.put("STRIPE_EU_SECRET_KEY", "sk_test_other");
        environment.put("STRIPE_EU_WEBHOOK_SECRETS", "whsec_other");
        List<GatewayModule> modules =
                ApiSettings.read(environment).installation().gateways();

        try (RunningApi api = new RunningApi(
                null, modules.stream().map(GatewayModule::webhook).toList())) {
            assertThat(status(api, "/webhooks/stripe", "whsec_one")).isEqualTo(200);
            assertThat(status(api, "/webhooks/stripe-eu", "whsec_other")).isEqualTo(200);
            assertThat(api.fakes.accounts).containsExactly("stripe", "stripe-eu");

            assertThat(status(api, "/webhooks/stripe", "whsec_other")).isEqualTo(401);
            assertThat(status(api, "/webhooks/stripe-eu", "whsec_one")).isEqualTo(401);
            assertThat(status(api, "/webhooks/stripe-us", "whsec_one")).isEqualTo(404);
            assertThat(api.fakes.accounts).hasSize(2);
        }
    }

    private static int status(RunningApi api, String path, String secret) throws Exception {
        String body = BODY.replace("evt_1", "evt_" + secret);
        long now = Instant.now().getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        String signature = HexFormat.of().formatHex(mac.doFinal((now + "." + body).getBytes(UTF_8)));
        return api.send(HttpRequest.newBuilder(api.at(path))
                        .header("Stripe-Signature", "t=" + now + ",v1=" + signature)
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode();
    }
}
