package dev.payonce.gateway.stripe;

import static dev.payonce.reconcile.Given.given;
import static dev.payonce.reconcile.OrderBuilder.anOrder;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payonce.gateway.Callback;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Webhook.Received.Accepted;
import dev.payonce.gateway.stripe.webhook.StripeEventReader;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.review.Review;
import dev.payonce.servers.stripe.description.StripeDescription;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The test of payments that the shop's own plugin makes: by Checkout Sessions, wallets, Klarna, vouchers, transfers. */
class StripePluginPaymentsTest {

    private static final Money EUR_49_90 = new Money(4990, "EUR");

    @AutoClose
    private final StubbedStripe stripe = new StubbedStripe();

    StripePluginPaymentsTest() throws IOException {}

    /** The order names the payment, as the plugin records it: classic checkout writes no order key. */
    @ParameterizedTest
    @CsvSource({
        "apple_pay, CAPTURED, NOTHING, PROCESSING",
        "link, CAPTURED, NOTHING, PROCESSING",
        "klarna_redirect, OPEN, SHOPPER, PENDING",
        "klarna, CAPTURED, NOTHING, PROCESSING",
        "voucher, PENDING, SHOPPER, ON_HOLD",
        "bank_transfer, PENDING, SHOPPER, ON_HOLD",
        "bank_transfer_funded, CAPTURED, NOTHING, PROCESSING"
    })
    void eachMethodIsUnderstood(String fixture, Stage stage, WaitsFor waitsFor, Status status) throws IOException {
        Payment payment = find(fixture);
        Given order = given(anOrder().naming(payment.id()));

        order.sees(new PaymentBuilder(payment));

        assertThat(payment.stage()).isEqualTo(stage);
        assertThat(payment.waitsFor()).isEqualTo(waitsFor);
        assertThat(payment.amount()).isEqualTo(EUR_49_90);
        assertThat(payment.tag()).isEmpty();
        assertThat(payment.claim()).map(Payment.Claim::number).contains("1001");
        assertThat(order.status()).isEqualTo(status);
        assertThat(order.review()).isEmpty();
    }

    /** The shopper paid 54.32 USD; the payment, its refunds and the order are in the shop's currency. */
    @Test
    void adaptivePricingIsComparedInTheShopsCurrency() throws IOException {
        Payment payment = find("adaptive_pricing");
        Given order = given(anOrder().naming("pi_adaptive"));

        order.sees(new PaymentBuilder(payment));

        assertThat(payment.captured()).isEqualTo(EUR_49_90);
        assertThat(payment.reversals()).extracting(Reversal::money).containsExactly(new Money(1000, "EUR"));
        assertThat(order.status()).isEqualTo(Status.PROCESSING);
        assertThat(order.review()).isEmpty();
    }

    /** An order in the currency that the shopper saw is no order of this payment's amount. */
    @Test
    void adaptivePricingNeverPaysAnOrderInTheShoppersCurrency() throws IOException {
        Given order = given(anOrder().total("54.32", "USD").naming("pi_adaptive"));

        order.sees(new PaymentBuilder(find("adaptive_pricing")));

        assertThat(order.status()).isEqualTo(Status.PENDING);
        assertThat(order.review()).map(Review::reason).contains(Review.Reason.AMOUNT_DIFFERS);
    }

    /** A Checkout Session's payment needs no metadata: the event leads to it, and the order names it. */
    @ParameterizedTest
    @ValueSource(strings = {"adaptive_pricing", "apple_pay", "klarna", "voucher", "bank_transfer"})
    void eachMethodsEventLeadsToItsPayment(String fixture) throws IOException {
        JsonNode intent = json(fixture);
        String site = Optional.ofNullable(
                        intent.path("metadata").path("site_url").textValue())
                .map(Fingerprint::ofSite)
                .map(Callback::claimOf)
                .orElse("");
        JsonNode event = new ObjectMapper()
                .createObjectNode()
                .put("id", "evt_1")
                .put("object", "event")
                .put("livemode", false)
                .put("type", "payment_intent.succeeded")
                .set("data", new ObjectMapper().createObjectNode().set("object", intent));

        assertThat(new StripeEventReader("stripe", false, "", Optional.empty()).read(event))
                .isEqualTo(new Accepted(
                        new Callback("evt_1", "stripe", intent.path("id").asText(), "payment_intent.succeeded", site),
                        Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "adaptive_pricing",
                "apple_pay",
                "link",
                "klarna_redirect",
                "klarna",
                "voucher",
                "bank_transfer",
                "bank_transfer_funded"
            })
    void eachFixtureIsAsStripeDescribesIt(String fixture) throws IOException {
        Optional<StripeDescription> description = StripeDescription.find();
        assumeTrue(description.isPresent(), "scripts/fetch-stripe-description has not run");

        assertThat(description.orElseThrow().wrongObject("payment_intent", json(fixture)))
                .isEmpty();
    }

    private Payment find(String fixture) throws IOException {
        JsonNode intent = json(fixture);
        String id = intent.path("id").asText();
        stripe.says("/v1/payment_intents/" + id, intent.toString());
        return stripe.gateway()
                .find(new Lookup("stripe", ExternalIds.of(id)))
                .payments()
                .getFirst();
    }

    private static JsonNode json(String fixture) throws IOException {
        try (InputStream in = StripePluginPaymentsTest.class.getResourceAsStream("plugin/" + fixture + ".json")) {
            return new ObjectMapper().readTree(new String(in.readAllBytes(), UTF_8));
        }
    }
}
