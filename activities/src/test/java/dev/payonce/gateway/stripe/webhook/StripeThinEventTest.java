package dev.payonce.gateway.stripe.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Webhook.Received;
import dev.payonce.gateway.Webhook.Received.Accepted;
import dev.payonce.gateway.Webhook.Received.Cause;
import dev.payonce.gateway.Webhook.Received.Ignored;
import dev.payonce.gateway.Webhook.Received.Reason;
import dev.payonce.gateway.Webhook.Received.Refused;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The test of thin events: each is the callback of its snapshot twin. */
class StripeThinEventTest {

    private static final Optional<String> NO_ACCOUNT = Optional.empty();

    static List<String> types() {
        return StripeEvents.types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void eachHandledTypeIsTheCallbackOfItsSnapshotTwin(String type) {
        Received thin = receive(thin("v1." + type, "pi_1", ",\"snapshot_event\":\"evt_1\""), NO_ACCOUNT);
        Received snapshot = receive(
                "{\"id\":\"evt_1\",\"object\":\"event\",\"livemode\":false,\"type\":\"" + type
                        + "\",\"data\":{\"object\":{\"id\":\"pi_1\"}}}",
                NO_ACCOUNT);

        assertThat(thin).isEqualTo(snapshot).isInstanceOf(Accepted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "v1.charge.captured, ch_1",
        "v1.refund.failed, pyr_1",
        "v1.charge.dispute.closed, du_1",
        "v1.review.closed, prv_1",
        "v1.radar.early_fraud_warning.created, issfr_1"
    })
    void aPartIsLookedUpByItsOwnId(String type, String object) {
        assertThat(receive(thin(type, object, ""), NO_ACCOUNT))
                .isEqualTo(new Accepted(
                        new Callback("evt_thin", "stripe", object, type.substring(3), ""), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "\"\"", "\"pi_1\"", "\"evt_1/../2\""})
    void aTwinThatIsNoEventLeavesTheThinEventsOwnId(String twin) {
        assertThat(receive(thin("v1.payment_intent.succeeded", "pi_1", ",\"snapshot_event\":" + twin), NO_ACCOUNT))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        one -> assertThat(one.callback().event()).isEqualTo("evt_thin"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"v1.customer.created", "v2.core.account.created", "v2.payment_intent.succeeded", "never.heard"})
    void aTypeThatSaysNothingOfAPaymentIsIgnored(String type) {
        assertThat(receive(thin(type, "pi_1", ""), NO_ACCOUNT)).isEqualTo(new Ignored("evt_thin", Cause.TYPE));
    }

    @Test
    void anotherAccountsOrModesEventIsIgnoredAndSaysSo() {
        String connected = thin("v1.payment_intent.succeeded", "pi_1", ",\"context\":\"acct_2\"");
        String live = thin("v1.payment_intent.succeeded", "pi_1", "").replace("false", "true");

        assertThat(receive(connected, NO_ACCOUNT)).isEqualTo(new Ignored("evt_thin", Cause.ACCOUNT));
        assertThat(receive(connected, Optional.of("acct_1"))).isEqualTo(new Ignored("evt_thin", Cause.ACCOUNT));
        assertThat(receive(connected, Optional.of("acct_2"))).isInstanceOf(Accepted.class);
        assertThat(receive(live, NO_ACCOUNT)).isEqualTo(new Ignored("evt_thin", Cause.MODE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cus_1", "pi_1/../../balance", ""})
    void anObjectThatLeadsToNoPaymentIsIgnoredForItsShape(String object) {
        assertThat(receive(thin("v1.payment_intent.succeeded", object, ""), NO_ACCOUNT))
                .isEqualTo(new Ignored("evt_thin", Cause.SHAPE));
    }

    @Test
    void aThinEventWithoutAGenuineSignatureIsRefused() {
        String body = thin("v1.payment_intent.succeeded", "pi_1", "");

        assertThat(receive(body, NO_ACCOUNT, "whsec_other"))
                .isInstanceOfSatisfying(
                        Refused.class, one -> assertThat(one.reason()).isEqualTo(Reason.BAD_SIGNATURE));
    }

    private static String thin(String type, String object, String more) {
        return "{\"id\":\"evt_thin\",\"object\":\"v2.core.event\",\"livemode\":false,\"type\":\"" + type
                + "\",\"created\":\"2026-11-25T10:00:00Z\",\"related_object\":{\"id\":\"" + object
                + "\",\"type\":\"payment_intent\",\"url\":\"/v1/payment_intents/pi_1\"}" + more + "}";
    }

    private static Received receive(String body, Optional<String> account) {
        return receive(body, account, StripeSignatureTest.SECRET);
    }

    private static Received receive(String body, Optional<String> account, String secret) {
        StripeWebhook webhook = new StripeWebhook(
                new StripeEndpoint("stripe", false, "", List.of(StripeSignatureTest.SECRET), account));
        String header = StripeSignatureTest.header(secret, StripeSignatureTest.NOW, body);
        return webhook.receive(body.getBytes(UTF_8), _ -> Optional.of(header), StripeSignatureTest.NOW);
    }
}
