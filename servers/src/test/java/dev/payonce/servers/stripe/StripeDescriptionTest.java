package dev.payonce.servers.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.payonce.servers.stripe.SdkContractTest.Sdk;
import dev.payonce.servers.stripe.description.StripeDescription;
import dev.payonce.servers.stripe.state.Course;
import dev.payonce.servers.stripe.state.RefundStatus;
import dev.payonce.servers.stripe.state.TestCard;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator answers as Stripe's own description says, field by field. */
class StripeDescriptionTest {

    private static final Optional<StripeDescription> DESCRIPTION = StripeDescription.find();

    private static final String CREATE = "/v1/payment_intents";
    private static final String EXPAND =
            "expand[]=latest_charge&expand[]=latest_charge.refunds&expand[]=latest_charge.balance_transaction";

    @AutoClose
    private final StripeSimulator stripe = StripeSimulator.start(InstantSource.fixed(Sdk.NOW), 1, Sdk.KEY);

    @AutoClose
    private final HttpClient http = HttpClient.newHttpClient();

    private final List<String> wrong = new ArrayList<>();

    @BeforeEach
    void isFetched() {
        assumeTrue(DESCRIPTION.isPresent(), "scripts/fetch-stripe-description has not run");
    }

    @ParameterizedTest
    @EnumSource(TestCard.class)
    void eachMethodsPaymentIsAnsweredAsDescribed(TestCard card) throws Exception {
        String intent = post(CREATE, charge(card, "")).path("id").asText();
        post(CREATE, charge(card, "&capture_method=manual&return_url=https://shop.example/"));
        post(CREATE, charge(card, "&off_session=true"));

        if (!intent.isEmpty()) {
            get(CREATE + "/" + intent + "?" + EXPAND);
        }
        nothingIsWrong();
    }

    @Test
    void aPaymentsWholeLifeIsAnsweredAsDescribed() throws Exception {
        String customer = post("/v1/customers", "name=Ann&email=ann@example.org")
                .path("id")
                .asText();
        String saving =
                "&customer=" + customer + "&setup_future_usage=off_session&description=Order&receipt_email=a@b.org"
                        + "&statement_descriptor_suffix=Order&shipping[name]=Ann&shipping[address][city]=Bonn";
        String intent = post(CREATE, charge(TestCard.VISA, saving)).path("id").asText();
        String manual = post(CREATE, charge(TestCard.VISA, "&capture_method=manual"))
                .path("id")
                .asText();
        post(CREATE + "/" + manual + "/capture", "amount_to_capture=1000");
        post(CREATE + "/" + manual + "/capture", "amount_to_capture=1000");
        String other = post(CREATE, charge(TestCard.VISA, "&capture_method=manual"))
                .path("id")
                .asText();
        post(CREATE + "/" + other + "/cancel", "");
        String declined = stripe.shopper().open(4990, "eur", Map.of());
        post(CREATE + "/" + declined + "/confirm", "payment_method=" + TestCard.INSUFFICIENT_FUNDS.id());
        post("/v1/refunds", "payment_intent=" + intent + "&amount=1000&reason=requested_by_customer");
        stripe.bank().next(1, Course.pending());
        String refund = post("/v1/refunds", "payment_intent=" + intent + "&amount=500")
                .path("id")
                .asText();
        stripe.merchant().becomes(refund, RefundStatus.FAILED);
        post("/v1/refunds", "payment_intent=" + intent + "&amount=999999");
        String dispute = stripe.merchant().openDispute(intent);
        stripe.merchant().submitEvidence(intent);
        stripe.merchant().closeDispute(intent, true);

        String review = stripe.merchant().openReview(intent);
        get("/v1/reviews/" + review);
        assertThat(get("/v1/reviews?limit=1").path("data")).hasSize(1);
        stripe.merchant().closeReview(intent, "approved");
        get("/v1/reviews/" + review);
        assertThat(get("/v1/reviews?limit=1").path("data")).isEmpty();
        get("/v1/radar/early_fraud_warnings/" + stripe.merchant().warnOfFraud(intent));
        assertThat(get("/v1/radar/early_fraud_warnings?limit=1").path("data")).hasSize(1);

        get("/v1/account");
        stripe.webhooks().endpoint(URI.create("https://shop.example/webhooks/stripe"), "whsec_1");
        assertThat(get("/v1/webhook_endpoints?limit=100").path("data")).hasSize(1);
        get(CREATE + "?limit=10");
        get(CREATE + "/" + intent + "?" + EXPAND);
        get(CREATE + "/pi_missing");
        get("/v1/charges/" + stripe.shopper().latestCharge(intent).orElseThrow());
        get("/v1/refunds/" + refund);
        get("/v1/refunds?payment_intent=" + intent);
        get("/v1/disputes/" + dispute);
        get("/v1/disputes?payment_intent=" + intent);
        JsonNode events = get("/v1/events?limit=50");
        get("/v1/events/" + events.path("data").get(0).path("id").asText());
        nothingIsWrong();
    }

    @Test
    void eachEventThatIsSentIsAsDescribed() throws Exception {
        String intent = stripe.shopper().declineThenSucceed(4990, "eur", Map.of());
        stripe.shopper().refundFromDashboard(intent, 1000);
        stripe.merchant().openReview(intent);
        stripe.merchant().closeReview(intent, "refunded_as_fraud");
        stripe.merchant().warnOfFraud(intent);
        stripe.merchant().openInquiry(intent);
        stripe.merchant().escalate(intent);
        stripe.merchant().closeDispute(intent, false);

        for (var event : stripe.events().all()) {
            JsonNode json = new ObjectMapper().readTree(event.json());
            wrong.addAll(DESCRIPTION.orElseThrow().wrongObject("event", json));
            JsonNode object = json.path("data").path("object");
            wrong.addAll(
                    DESCRIPTION.orElseThrow().wrongObject(object.path("object").asText(), object));
        }

        nothingIsWrong();
    }

    @Test
    void aMisspeltOrAMissingFieldIsFound() throws Exception {
        JsonNode right = post(CREATE, charge(TestCard.VISA, ""));
        nothingIsWrong();

        String text = right.toString();
        assertThat(check(text.replace("\"amount_received\"", "\"amount_recieved\"")))
                .isNotEmpty();
        assertThat(check(text.replace("\"livemode\":false,", ""))).isNotEmpty();
        assertThat(check(text.replace("\"succeeded\"", "\"suceeded\""))).isNotEmpty();
        assertThat(check(text.replace("\"amount\":4990", "\"amount\":\"4990\"")))
                .isNotEmpty();
        assertThat(DESCRIPTION.orElseThrow().wrongRequest(CREATE, "amount=1&currency=eur&recept_email=a"))
                .isNotEmpty();
    }

    private static List<String> check(String body) throws Exception {
        return DESCRIPTION.orElseThrow().wrongAnswer("POST", CREATE, 200, body);
    }

    private void nothingIsWrong() {
        assertThat(wrong.stream().distinct().toList()).isEmpty();
    }

    private static String charge(TestCard card, String more) {
        return "amount=4990&currency=eur&confirm=true&payment_method=" + card.id()
                + "&mandate_data[customer_acceptance][type]=offline" + more;
    }

    private JsonNode post(String path, String form) throws Exception {
        wrong.addAll(DESCRIPTION.orElseThrow().wrongRequest(path, form));
        return answer("POST", path, HttpRequest.BodyPublishers.ofString(form));
    }

    private JsonNode get(String path) throws Exception {
        return answer("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    private JsonNode answer(String method, String path, HttpRequest.BodyPublisher body) throws Exception {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(
                                stripe.baseUrl() + path.replace("[", "%5B").replace("]", "%5D")))
                        .header("Authorization", "Bearer " + Sdk.KEY)
                        .method(method, body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        wrong.addAll(DESCRIPTION
                .orElseThrow()
                .wrongAnswer(method, path.replaceFirst("\\?.*", ""), response.statusCode(), response.body()));
        return new ObjectMapper().readTree(response.body());
    }
}
