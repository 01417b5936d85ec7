package dev.payonce.gateway.stripe.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Webhook.Received;
import dev.payonce.gateway.Webhook.Received.Accepted;
import dev.payonce.gateway.Webhook.Received.Cause;
import dev.payonce.gateway.Webhook.Received.Ignored;
import dev.payonce.gateway.Webhook.Received.Reason;
import dev.payonce.gateway.Webhook.Received.Refused;
import dev.payonce.gateway.stripe.StripeAccount;
import dev.payonce.order.OrderId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeWebhookTest {

    private static final String PRINT = "0123456789abcdef0123456789abcdef";
    private static final String TAG = """
            "payonce_site":"%1$s","payonce_key":"%1$s","payonce_order":"1001","payonce_operation":"1\"""".formatted(PRINT);

    private final StripeWebhook webhook = webhook("", Optional.empty());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "payment_intent.succeeded",
                "payment_intent.payment_failed",
                "payment_intent.canceled",
                "payment_intent.processing",
                "payment_intent.requires_action",
                "payment_intent.amount_capturable_updated",
                "payment_intent.partially_funded"
            })
    void anEventOfAPaymentIsAHintToLookAtIt(String type) {
        Received received = receive(event(type, "{\"id\":\"pi_1\",\"object\":\"payment_intent\"}"));

        assertThat(received)
                .isEqualTo(new Accepted(new Callback("evt_1", "stripe", "pi_1", type, ""), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "charge.captured, ch_1",
        "charge.refunded, py_1",
        "charge.expired, ch_1",
        "refund.created, re_1",
        "refund.updated, re_1",
        "refund.failed, pyr_1",
        "charge.refund.updated, re_1",
        "charge.dispute.created, du_1",
        "charge.dispute.updated, dp_1",
        "charge.dispute.closed, dp_1",
        "charge.dispute.funds_withdrawn, dp_1",
        "charge.dispute.funds_reinstated, dp_1"
    })
    void anEventOfAPartIsAHintToLookAtItsPaymentOrAtThePartItself(String type, String id) {
        assertThat(object(receive(event(type, "{\"id\":\"" + id + "\",\"payment_intent\":\"pi_1\"}"))))
                .isEqualTo("pi_1");
        assertThat(object(receive(event(type, "{\"id\":\"" + id + "\",\"payment_intent\":null}"))))
                .isEqualTo(id);
    }

    /** Its payment does not show the state of either. */
    @ParameterizedTest
    @CsvSource({"review.opened, prv_1", "review.closed, prv_1", "radar.early_fraud_warning.created, issfr_1"})
    void anEventOfASignOfFraudIsAHintToLookAtTheSignItself(String type, String id) {
        assertThat(object(receive(event(type, "{\"id\":\"" + id + "\",\"payment_intent\":\"pi_1\"}"))))
                .isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"charge.succeeded", "customer.created", "payment_intent.created", "never.heard.of"})
    void aGenuineEventThatSaysNothingOfAPaymentIsIgnored(String type) {
        assertThat(receive(event(type, "{\"id\":\"ch_1\"}"))).isEqualTo(new Ignored("evt_1", Cause.TYPE));
    }

    @Test
    void ourTagNamesTheOrder() {
        assertThat(order(webhook, TAG)).contains(new OrderId("", 1001));
        assertThat(order(webhook("shop", Optional.empty()), TAG + ",\"payonce_store\":\"shop\""))
                .contains(new OrderId("shop", 1001));
    }

    @Test
    void anotherStoresTagHalfATagAndAnotherPluginsOrderNumberNameNone() {
        assertThat(order(webhook, TAG + ",\"payonce_store\":\"shop\"")).isEmpty();
        assertThat(order(webhook("shop", Optional.empty()), TAG)).isEmpty();
        assertThat(order(webhook, TAG.replace("payonce_key", "payonce_kay"))).isEmpty();
        assertThat(order(webhook, TAG.replace("1001", "-1"))).isEmpty();
        assertThat(order(webhook, "\"order_id\":\"1001\"")).isEmpty();
    }

    @Test
    void nothingIsSaidOfTheBodyWithoutAGenuineSignature() {
        byte[] rubbish = "{".getBytes(UTF_8);

        assertThat(reason(webhook.receive(rubbish, name -> Optional.empty(), StripeSignatureTest.NOW)))
                .isEqualTo(Reason.BAD_SIGNATURE);
        assertThat(reason(webhook.receive(rubbish, name -> Optional.of("t=1,v1=0"), StripeSignatureTest.NOW)))
                .isEqualTo(Reason.BAD_SIGNATURE);
    }

    @Test
    void aGenuineEventOfAnHourAgoOrAheadIsStale() {
        String body = event("payment_intent.succeeded", "{\"id\":\"pi_1\"}");

        assertThat(signed(body, StripeSignatureTest.NOW.minusSeconds(3600))).isEqualTo(Reason.STALE);
        assertThat(signed(body, StripeSignatureTest.NOW.plusSeconds(3600))).isEqualTo(Reason.STALE);
    }

    @Test
    void J32_theOtherModesEventIsIgnoredAndSaysSo() {
        String live = event("payment_intent.succeeded", "{\"id\":\"pi_1\"}").replace("false", "true");
        StripeWebhook ofLive = new StripeWebhook(
                new StripeEndpoint("stripe", true, "", List.of(StripeSignatureTest.SECRET), Optional.empty()));

        assertThat(receive(live)).isEqualTo(new Ignored("evt_1", Cause.MODE));
        assertThat(receive(ofLive, live.replace("true", "false"))).isEqualTo(new Ignored("evt_1", Cause.MODE));
        assertThat(object(receive(ofLive, live))).isEqualTo("pi_1");
    }

    @Test
    void J32_anotherAccountsEventIsIgnoredAndSaysSo() {
        String body =
                event("payment_intent.succeeded", "{\"id\":\"pi_1\"}").replaceFirst("\\{", "{\"account\":\"acct_2\",");
        Ignored ignored = new Ignored("evt_1", Cause.ACCOUNT);

        assertThat(receive(body)).isEqualTo(ignored);
        assertThat(receive(webhook("", Optional.of("acct_1")), body)).isEqualTo(ignored);
        assertThat(object(receive(webhook("", Optional.of("acct_2")), body))).isEqualTo("pi_1");
    }

    @Test
    void J32_anotherAccountsEventIsIgnoredAlsoOfAnUnknownType() {
        String body = event("never.heard.of", "7").replaceFirst("\\{", "{\"account\":\"acct_2\",");

        assertThat(receive(body)).isEqualTo(new Ignored("evt_1", Cause.ACCOUNT));
    }

    @Test
    void J32_aForgedEventIsRefusedWhateverItSaysOfModeAndAccount() {
        String body = event("payment_intent.succeeded", "{}").replace("false", "true");

        assertThat(reason(receive(
                        webhook, body, StripeSignatureTest.header("whsec_other", StripeSignatureTest.NOW, body))))
                .isEqualTo(Reason.BAD_SIGNATURE);
        assertThat(signed(body, StripeSignatureTest.NOW.minusSeconds(3600))).isEqualTo(Reason.STALE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"evt_1\"",
                "{",
                "{}{}",
                "{\"object\":\"event\"}",
                "{\"id\":\"evt_1\",\"id\":\"evt_2\",\"object\":\"event\",\"type\":\"a.b\",\"livemode\":false}",
                "{\"id\":\"evt_1\",\"object\":\"v3.core.event\",\"type\":\"a.b\",\"livemode\":false}",
                "{\"id\":\"evt_1\",\"object\":\"v2.core.event\",\"type\":\"v1.a\"}",
                "{\"id\":\"1\",\"object\":\"v2.core.event\",\"type\":\"v1.a\",\"livemode\":false}",
                "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"a.b\"}",
                "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"a.b\",\"livemode\":\"false\"}",
                "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"a\\nb\",\"livemode\":false}",
                "{\"id\":\"1\",\"object\":\"event\",\"type\":\"a.b\",\"livemode\":false}",
                "{\"id\":{},\"object\":\"event\",\"type\":\"a.b\",\"livemode\":false}"
            })
    void J32_aSignedBodyThatIsNoEventIsIgnoredForItsShape(String body) {
        assertThat(receive(body)).isEqualTo(new Ignored("", Cause.SHAPE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "7",
                "{}",
                "{\"id\":7}",
                "{\"id\":\"\"}",
                "{\"id\":\"pi_1/../../balance\"}",
                "{\"id\":\"cus_1\"}",
                "{\"id\":\"pi_\u00e9\"}"
            })
    void J32_aHandledEventThatNamesNothingToLookUpIsIgnoredForItsShape(String object) {
        assertThat(receive(event("payment_intent.succeeded", object))).isEqualTo(new Ignored("evt_1", Cause.SHAPE));
    }

    @Test
    void depthAndLengthHaveABound() {
        String deep = "[".repeat(100) + "]".repeat(100);
        String longId = "pi_" + "a".repeat(300);
        String huge = "{\"id\":\"pi_1\",\"description\":\"" + "a".repeat(70_000) + "\"}";
        String padded = event("payment_intent.succeeded", "{\"id\":\"pi_1\"}") + " ".repeat(StripeWebhook.BODY);

        assertThat(cause(receive(event("payment_intent.succeeded", deep)))).isEqualTo(Cause.SHAPE);
        assertThat(cause(receive(event("payment_intent.succeeded", "{\"id\":\"" + longId + "\"}"))))
                .isEqualTo(Cause.SHAPE);
        assertThat(cause(receive(event("payment_intent.succeeded", huge)))).isEqualTo(Cause.SHAPE);
        assertThat(cause(receive(padded))).isEqualTo(Cause.SHAPE);
    }

    @Test
    void anEndpointWithoutASecretCannotBeMadeAndOneWithNeverShowsIt() {
        StripeAccount account = new StripeAccount("stripe", "sk_test_secret", StripeAccount.API_BASE);

        assertThatThrownBy(() -> account.endpoint("", " , ")).isInstanceOf(IllegalArgumentException.class);
        assertThat(account.endpoint("", "whsec_1, whsec_2,").secrets()).containsExactly("whsec_1", "whsec_2");
        assertThat(account + " " + account.endpoint("", "whsec_1")).doesNotContain("sk_test", "whsec_1");
    }

    private static StripeWebhook webhook(String store, Optional<String> stripeAccount) {
        return new StripeWebhook(
                new StripeEndpoint("stripe", false, store, List.of(StripeSignatureTest.SECRET), stripeAccount));
    }

    private static String event(String type, String object) {
        return "{\"id\":\"evt_1\",\"object\":\"event\",\"livemode\":false,\"type\":\"" + type
                + "\",\"data\":{\"object\":" + object + "}}";
    }

    private static Optional<OrderId> order(StripeWebhook webhook, String metadata) {
        String body = event("payment_intent.succeeded", "{\"id\":\"pi_1\",\"metadata\":{" + metadata + "}}");
        return ((Accepted) receive(webhook, body)).order();
    }

    private Received receive(String body) {
        return receive(webhook, body);
    }

    private static Received receive(StripeWebhook webhook, String body) {
        return receive(
                webhook, body, StripeSignatureTest.header(StripeSignatureTest.SECRET, StripeSignatureTest.NOW, body));
    }

    private static Received receive(StripeWebhook webhook, String body, String header) {
        return webhook.receive(
                body.getBytes(UTF_8),
                name -> name.equals("Stripe-Signature") ? Optional.of(header) : Optional.empty(),
                StripeSignatureTest.NOW);
    }

    private static String object(Received received) {
        return ((Accepted) received).callback().object();
    }

    private static Cause cause(Received received) {
        return ((Ignored) received).cause();
    }

    /** Returns the reason for which a webhook is refused that was signed at this time. */
    private Reason signed(String body, Instant when) {
        return reason(receive(webhook, body, StripeSignatureTest.header(StripeSignatureTest.SECRET, when, body)));
    }

    private static Reason reason(Received received) {
        return ((Refused) received).reason();
    }
}
