package dev.payonce.gateway.stripe.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.PaymentIntent;
import com.stripe.net.ApiResource;
import dev.payonce.payment.Payment.Decline;
import dev.payonce.payment.RetryAdvice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test of declines, and of the advice on another attempt. */
class StripeDeclinesTest {

    @ParameterizedTest
    @CsvSource({
        "'{\"code\":\"card_declined\",\"decline_code\":\"insufficient_funds\"}', insufficient_funds, true, LATER, PT24H",
        "'{\"code\":\"card_declined\",\"decline_code\":\"lost_card\"}', lost_card, false, NEVER, PT0S",
        "'{\"code\":\"expired_card\",\"type\":\"card_error\"}', expired_card, true, OTHER_METHOD, PT0S",
        "'{\"code\":\"authentication_required\"}', authentication_required, true, AUTHENTICATE, PT0S",
        "'{\"type\":\"card_error\"}', card_error, true, SAME_METHOD, PT0S",
        "'{\"code\":\"a b\\nc\"}', declined, true, SAME_METHOD, PT0S",
        "'{}', declined, true, SAME_METHOD, PT0S"
    })
    void aDeclineHasTheMostTellingCodeAndAnAdvice(
            String error, String code, boolean mayRetry, RetryAdvice.Way way, Duration pause) {
        Optional<Decline> decline = decline(error);

        assertThat(decline).contains(new Decline(code, mayRetry, Optional.of(new RetryAdvice(way, pause))));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"advice_code\":\"do_not_try_again\"', false, NEVER, PT0S",
        "'\"network_advice_code\":\"03\"', false, NEVER, PT0S",
        "'\"network_advice_code\":\"21\"', false, NEVER, PT0S",
        "'\"advice_code\":\"try_again_later\",\"network_advice_code\":\"03\"', false, NEVER, PT0S",
        "'\"advice_code\":\"try_again_later\",\"network_advice_code\":\"02\"', true, LATER, PT72H",
        "'\"advice_code\":\"try_again_later\"', true, LATER, PT24H",
        "'\"network_advice_code\":\"24\"', true, LATER, PT1H",
        "'\"network_advice_code\":\"30\"', true, LATER, PT240H",
        "'\"advice_code\":\"confirm_card_data\",\"network_advice_code\":\"01\"', true, OTHER_METHOD, PT0S",
        "'\"advice_code\":null,\"network_advice_code\":\"\"', true, SAME_METHOD, PT0S"
    })
    void J31_aDeclineMayNotBeTriedAgainWhereTheBankOrTheNetworkAdvisesAgainst(
            String advice, boolean mayRetry, RetryAdvice.Way way, Duration pause) {
        Optional<Decline> decline =
                decline("{\"code\":\"card_declined\",\"decline_code\":\"generic_decline\"," + advice + "}");

        assertThat(decline)
                .contains(new Decline("generic_decline", mayRetry, Optional.of(new RetryAdvice(way, pause))));
    }

    private static Optional<Decline> decline(String error) {
        String json = "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"currency\":\"eur\","
                + "\"status\":\"requires_payment_method\",\"last_payment_error\":" + error + "}";
        return StripePayment.of(
                        "stripe", ApiResource.GSON.fromJson(json, PaymentIntent.class), List.of(), Instant.EPOCH)
                .decline();
    }
}
