package dev.payonce.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.gateway.GatewayModule;
import dev.payonce.gateway.Webhook.Received;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayModulesTest {

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "PAYONCE_GATEWAYS", "stripe, stripe-eu",
            "STRIPE_SECRET_KEY", "sk_test_hidden1",
            "STRIPE_WEBHOOK_SECRETS", "whsec_hidden2,whsec_hidden3",
            "STRIPE_EU_SECRET_KEY", "rk_test_hidden4",
            "STRIPE_EU_WEBHOOK_SECRETS", "whsec_hidden5"));

    private final Set<String> asked = new TreeSet<>();

    @Test
    void twoAccountsOfOneGatewayAreTwoModulesEachWithItsOwnSettings() throws Exception {
        List<GatewayModule> modules = read(Program.API);

        assertThat(modules).extracting(GatewayModule::account).containsExactly("stripe", "stripe-eu");
        assertThat(modules).extracting(module -> module.webhook().account()).containsExactly("stripe", "stripe-eu");
        assertThat(modules.toString()).doesNotContain("hidden");
    }

    @Test
    void aDeliveryIsVerifiedWithTheSecretsOfItsOwnAccount() throws Exception {
        GatewayModule eu = read(Program.API).getLast();
        Instant now = Instant.parse("2026-11-25T10:00:00Z");
        byte[] body = "{}".getBytes(UTF_8);

        assertThat(eu.webhook().receive(body, _ -> Optional.of(header("whsec_hidden5", now, "{}")), now))
                .isInstanceOf(Received.Ignored.class);
        assertThat(eu.webhook().receive(body, _ -> Optional.of(header("whsec_hidden2", now, "{}")), now))
                .isInstanceOf(Received.Refused.class);
    }

    @Test
    void theWorkerIsNotGivenTheWebhooksSecrets() throws Exception {
        environment.keySet().removeIf(name -> name.endsWith("WEBHOOK_SECRETS"));

        assertThat(read(Program.WORKER)).hasSize(2);
        assertThat(asked).noneMatch(name -> name.contains("WEBHOOK"));
    }

    @Test
    void thereIsOneAccountWithoutTheSetting() throws Exception {
        environment.remove("PAYONCE_GATEWAYS");
        environment.keySet().removeIf(name -> name.startsWith("STRIPE_EU_"));

        assertThat(read(Program.API)).extracting(GatewayModule::account).containsExactly("stripe");
    }

    @Test
    void aMissingSettingIsNamedByItsAccount() {
        environment.remove("STRIPE_EU_SECRET_KEY");
        environment.remove("STRIPE_WEBHOOK_SECRETS");

        assertThatThrownBy(() -> read(Program.API))
                .hasMessageContainingAll("STRIPE_EU_SECRET_KEY is missing", "STRIPE_WEBHOOK_SECRETS is missing")
                .hasMessageNotContaining("PAYONCE_GATEWAYS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme", "stripe,stripe", "Stripe", "stripey", "stripe,,stripe-eu", "a,b,c,d,e,f,g,h,i"})
    void anAccountWithoutAGatewayOrNamedTwiceIsRefusedAndTheGatewaysAreNamed(String accounts) {
        environment.put("PAYONCE_GATEWAYS", accounts);

        assertThatThrownBy(() -> read(Program.API))
                .hasMessageContainingAll("PAYONCE_GATEWAYS cannot be used", "stripe");
    }

    /** Each payment would be seen at both, and the second be refunded as a duplicate. */
    @ParameterizedTest
    @CsvSource({"sk_test_hidden1, , ''", "rk_test_hidden4, acct_1, acct_1"})
    void oneAccountUnderTwoNamesIsRefused(String key, String connected, String other) {
        environment.put("STRIPE_EU_SECRET_KEY", key);
        environment.put("STRIPE_EU_ACCOUNT", connected == null ? "" : connected);
        environment.put("STRIPE_ACCOUNT", other);

        assertThatThrownBy(() -> read(Program.API))
                .hasMessageContaining("stripe and stripe-eu act for one account")
                .hasMessageNotContaining("hidden");
    }

    /** A key that is read on its way moves the shop's money. */
    @Test
    void aLiveKeyIsRefusedWithoutHttps() {
        environment.put("STRIPE_SECRET_KEY", "sk_live_hidden");
        environment.put("STRIPE_EU_SECRET_KEY", "sk_live_hidden2");
        environment.put("STRIPE_API_BASE", "http://proxy.example");

        assertThatThrownBy(() -> read(Program.WORKER))
                .hasMessageContainingAll("account stripe cannot be used", "use https")
                .hasMessageNotContaining("hidden");
    }

    /** A test payment would pay a real order. */
    @Test
    void liveAndTestKeysAreNotMixed() {
        environment.put("STRIPE_EU_SECRET_KEY", "sk_live_hidden");

        assertThatThrownBy(() -> read(Program.WORKER))
                .hasMessageContaining("live and test keys are mixed")
                .hasMessageNotContaining("hidden");
    }

    private static String header(String secret, Instant at, String body) {
        try {
            return "t=" + at.getEpochSecond() + ",v1="
                    + com.stripe.net.Webhook.Util.computeHmacSha256(secret, at.getEpochSecond() + "." + body);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private List<GatewayModule> read(Program program) throws SettingsReader.Incomplete {
        SettingsReader reading = new SettingsReader(environment);
        List<GatewayModule> modules = GatewayModules.read(reading, program, "");
        asked.addAll(reading.read());
        reading.complete();
        return modules;
    }
}
