package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.gateway.WebhookEndpoint;
import dev.payonce.gateway.stripe.webhook.StripeEvents;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StripeEndpointsTest {

    private static final String ENDPOINTS = "/v1/webhook_endpoints";
    private static final String URL = "https://shop.example/webhooks/stripe";

    @AutoClose
    private final StubbedStripe stripe = new StubbedStripe();

    StripeEndpointsTest() throws IOException {}

    @Test
    void anEndpointThatGetsAllEventsLacksNone() {
        stripe.says(ENDPOINTS, list("enabled", "\"*\""));
        assertThat(endpoints()).containsExactly(new WebhookEndpoint(URL, true, List.of(), "2026-07-29.dahlia"));

        String each =
                StripeEvents.listed().stream().map(type -> "\"" + type + "\"").collect(Collectors.joining(","));
        stripe.says(ENDPOINTS, list("enabled", each));
        assertThat(endpoints()).containsExactly(new WebhookEndpoint(URL, true, List.of(), "2026-07-29.dahlia"));
    }

    @Test
    void missingEventsAndADisabledEndpointAreNamed() {
        stripe.says(ENDPOINTS, list("disabled", "\"payment_intent.succeeded\",\"customer.created\""));

        WebhookEndpoint found = endpoints().getFirst();

        assertThat(found.enabled()).isFalse();
        assertThat(found.missing())
                .contains("charge.refunded", "charge.dispute.created")
                .doesNotContain("payment_intent.succeeded");
    }

    @Test
    void aKeyThatMayNotReadThemFailsWithACode() {
        stripe.says(ENDPOINTS, 403, StubbedStripe.error("invalid_request_error", "", ""));

        ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, this::endpoints);

        assertThat(FailureDetails.code(failure)).isEqualTo("stripe-403");
    }

    private List<WebhookEndpoint> endpoints() {
        return StripeEndpoints.of(new StripeAccount("stripe", "rk_test_1", stripe.base(), Optional.empty()));
    }

    private static String list(String status, String events) {
        return """
                {"object":"list","url":"/v1/webhook_endpoints","has_more":false,"data":[{"id":"we_1",
                 "object":"webhook_endpoint","api_version":"2026-07-29.dahlia","enabled_events":[%s],"status":"%s",
                 "url":"%s"}]}""".formatted(events, status, URL);
    }
}
