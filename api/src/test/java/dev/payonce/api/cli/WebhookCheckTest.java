package dev.payonce.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.WebhookEndpoint;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhookCheckTest {

    private static final String URL = "https://pay.shop.example/webhooks/stripe";

    @Test
    void anEndpointThatGetsAllEventsIsWell() {
        Check check = check(new WebhookEndpoint(URL, true, List.of(), ""));

        assertThat(check.result()).isEqualTo("well");
        assertThat(check.says()).contains(URL);
    }

    @Test
    void aMissingADisabledAndAnIncompleteEndpointAreFaultsWithARemedy() {
        List<Check> checks = List.of(
                check(),
                check(new WebhookEndpoint("https://shop.example/wc-api/stripe", true, List.of(), "")),
                check(new WebhookEndpoint(URL, false, List.of(), "")),
                check(new WebhookEndpoint(URL, true, List.of("charge.refunded"), "")));

        assertThat(checks)
                .allMatch(Check::isFault)
                .noneMatch(check -> check.remedy().isEmpty());
        assertThat(checks.getLast().says()).contains("charge.refunded");
    }

    @Test
    void aDisabledCopyBesideAnEnabledEndpointIsNoFault() {
        assertThat(check(
                                new WebhookEndpoint(URL, false, List.of(), ""),
                                new WebhookEndpoint(URL + "/", true, List.of(), ""))
                        .isFault())
                .isFalse();
    }

    /** A restricted key often has no right to read endpoints: that is unknown, and no fault. */
    @Test
    void anEndpointThatCannotBeReadIsNotChecked() {
        Check denied = WebhookCheck.of("stripe", () -> {
            throw Failures.nonRetryable("stripe-403", "Stripe answered 403", null);
        });
        Check none = WebhookCheck.of("acme", Optional::empty);

        assertThat(List.of(denied.result(), none.result())).containsOnly("not checked");
        assertThat(List.of(denied.isFault(), none.isFault())).containsOnly(false);
        assertThat(denied.remedy()).contains("Give the key the right");
    }

    private static Check check(WebhookEndpoint... endpoints) {
        return WebhookCheck.of("stripe", () -> Optional.of(List.of(endpoints)));
    }
}
