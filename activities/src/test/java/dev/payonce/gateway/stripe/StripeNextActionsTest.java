package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.NextActions;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test of what the shopper's browser gets, and others do not. */
class StripeNextActionsTest {

    private static final String INTENT = "/v1/payment_intents/pi_1";

    @AutoClose
    private final StubbedStripe stripe = new StubbedStripe();

    private final StripeNextActions actions =
            new StripeNextActions(new StripeAccount("stripe", "sk_test_1", stripe.base()));

    StripeNextActionsTest() throws IOException {}

    @Test
    void aRedirectAndTheScriptsSecretAreHandedOutAndNotShown() {
        stripe.says(
                INTENT,
                intent(
                        "requires_action",
                        "{\"type\":\"redirect_to_url\",\"redirect_to_url\":{\"url\":\"https://hooks.example/secret\"}}"));

        NextActions.Action action = actions.of("pi_1").orElseThrow();

        assertThat(action.redirectUrl()).contains("https://hooks.example/secret");
        assertThat(action.clientSecret()).contains("pi_1_secret_x");
        assertThat(action.toString()).doesNotContain("secret");
    }

    @Test
    void theScriptActsWithoutARedirect() {
        stripe.says(INTENT, intent("requires_action", "{\"type\":\"use_stripe_sdk\"}"));

        assertThat(actions.of("pi_1").orElseThrow().redirectUrl()).isEmpty();
        assertThat(actions.of("pi_1").orElseThrow().clientSecret()).isPresent();
    }

    @Test
    void aShopperWithNothingToDoGetsNothing() {
        stripe.says(INTENT, intent("succeeded", "null"));

        assertThat(actions.of("pi_1")).isEmpty();
        assertThat(actions.of("pi_unknown")).isEmpty();
        assertThat(actions.of("ch_1")).isEmpty();
    }

    /** A bank that wants the shopper says so beside card_declined; Stripe's own check says so as the error's code. */
    @ParameterizedTest
    @CsvSource({
        "authentication_required, authentication_required, '', true",
        "card_declined, authentication_required, '', true",
        "authentication_required, generic_decline, '', true",
        "payment_intent_authentication_failure, authentication_required, '', true",
        "card_declined, mobile_device_authentication_required, '', true",
        "card_declined, authentication_required, do_not_try_again, false",
        "card_declined, insufficient_funds, try_again_later, false"
    })
    void aDeclinedPaymentIsHandedOutWhereTheBankWantsTheShopper(
            String code, String decline, String advice, boolean wanted) {
        String error =
                ",\"last_payment_error\":{\"type\":\"card_error\",\"code\":\"%s\",\"decline_code\":\"%s\",\"advice_code\":%s}"
                        .formatted(code, decline, advice.isEmpty() ? "null" : "\"" + advice + "\"");
        stripe.says(
                INTENT,
                intent("requires_payment_method", "null").replace(",\"next_action\"", error + ",\"next_action\""));

        assertThat(actions.of("pi_1").isPresent()).isEqualTo(wanted);
    }

    @Test
    void anOpenPaymentThatWasNeverDeclinedHasNoAction() {
        stripe.says(INTENT, intent("requires_payment_method", "null"));

        assertThat(actions.of("pi_1")).isEmpty();
    }

    @Test
    void aStripeThatFailsIsAFailure() {
        stripe.says(INTENT, 503, "{}");

        assertThat(catchThrowableOfType(ApplicationFailure.class, () -> actions.of("pi_1"))
                        .getType())
                .isEqualTo(Failures.TRANSIENT);
    }

    private static String intent(String status, String next) {
        return "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"amount\":500,\"currency\":\"eur\",\"status\":\""
                + status + "\",\"client_secret\":\"pi_1_secret_x\",\"next_action\":" + next + "}";
    }
}
