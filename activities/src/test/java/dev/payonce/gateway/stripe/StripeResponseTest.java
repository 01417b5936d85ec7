package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.payment.Payment;
import dev.payonce.payment.RetryAdvice;
import dev.payonce.payment.Stage;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test of each of Stripe's responses to an operation. */
class StripeResponseTest {

    private static final String CREATE = "POST /v1/payment_intents";
    private static final String CAPTURE = "POST /v1/payment_intents/pi_1/capture";
    private static final String CANCEL = "POST /v1/payment_intents/pi_1/cancel";
    private static final String INTENT = "GET /v1/payment_intents/pi_1";

    @AutoClose
    private final StubbedStripe stripe = new StubbedStripe();

    StripeResponseTest() throws IOException {}

    @Test
    void aDeclinedCardShowsThePaymentWhichSaysWhy() {
        stripe.says(
                CREATE,
                402,
                "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\",\"decline_code\":\"lost_card\","
                        + "\"payment_intent\":{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"amount\":4990,"
                        + "\"currency\":\"eur\",\"status\":\"requires_payment_method\",\"last_payment_error\":"
                        + "{\"type\":\"card_error\",\"code\":\"card_declined\",\"decline_code\":\"lost_card\"}}}}");

        Payment payment = ((Outcome.Seen) carryOut(StubbedStripe.charge())).payment();

        assertThat(payment.refused()).isTrue();
        assertThat(payment.decline())
                .contains(new Payment.Decline("lost_card", false, Optional.of(RetryAdvice.of(RetryAdvice.Way.NEVER))));
        assertThat(stripe.asked).hasSize(1);
    }

    @Test
    void halfAPaymentInAnErrorIsReadByItsId() {
        stripe.says(
                        CREATE,
                        402,
                        StubbedStripe.error("card_error", "card_declined", ",\"payment_intent\":{\"id\":\"pi_1\"}"))
                .says(INTENT, StubbedStripe.intent("succeeded", 4990));

        assertThat(((Outcome.Seen) carryOut(StubbedStripe.charge())).payment().stage())
                .isEqualTo(Stage.CAPTURED);
    }

    @Test
    void anAnswerOfThenIsReadAgain() {
        stripe.says(CREATE, 200, StubbedStripe.intent("requires_action", 0), Map.of("Idempotent-Replayed", "true"))
                .says(INTENT, StubbedStripe.intent("succeeded", 4990));

        assertThat(((Outcome.Seen) carryOut(StubbedStripe.charge())).payment().stage())
                .isEqualTo(Stage.CAPTURED);
    }

    @Test
    void aDeclineWithoutAPaymentIsTheBanksWord() {
        stripe.says(
                CREATE,
                402,
                StubbedStripe.error("card_error", "card_declined", ",\"decline_code\":\"try_again_later\""));

        assertThat(carryOut(StubbedStripe.charge())).isEqualTo(new Outcome.Declined(3, "try_again_later", true));
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, amount_too_small, amount, stripe-amount_too_small",
        "400, invalid_request_error, '', currency, stripe-invalid-currency",
        "400, invalid_request_error, '', '', stripe-400",
        "404, invalid_request_error, resource_missing, payment_method, stripe-resource_missing",
        "405, invalid_request_error, '', '', stripe-405"
    })
    void aRequestThatStripeDoesNotTakeIsRefusedWithItsCode(
            int status, String type, String code, String param, String why) {
        stripe.says(CREATE, status, StubbedStripe.error(type, code, ",\"param\":\"" + param + "\""));

        assertThat(carryOut(StubbedStripe.charge())).isEqualTo(new Outcome.Refused(3, why));
    }

    @ParameterizedTest
    @CsvSource({
        "401, '', stripe-401",
        "403, '', stripe-403",
        "400, testmode_charges_only, stripe-testmode_charges_only",
        "400, parameter_unknown, stripe-parameter_unknown"
    })
    void H38_aFaultOfTheInstallationTakesNothingAndIsNoRefusal(int status, String code, String why) {
        stripe.says(CREATE, status, StubbedStripe.error("invalid_request_error", code, ""));

        assertThat(carryOut(StubbedStripe.charge())).isEqualTo(new Outcome.NotSent(3, why));
    }

    @Test
    void H38_aPaymentThatThisKeyDoesNotFindBelongsToAnotherAccount() {
        String missing = StubbedStripe.error("invalid_request_error", "resource_missing", ",\"param\":\"intent\"");
        stripe.says(CAPTURE, 404, missing).says(CANCEL, 404, missing);

        assertThat(carryOut(StubbedStripe.capture(true))).isEqualTo(new Outcome.NotSent(3, "stripe-resource_missing"));
        assertThat(carryOut(StubbedStripe.cancel())).isEqualTo(new Outcome.NotSent(3, "stripe-resource_missing"));
    }

    @Test
    void aPaymentThatAnotherProgramMovedIsLookedUp() {
        stripe.says(CAPTURE, 400, StubbedStripe.error("invalid_request_error", "payment_intent_unexpected_state", ""))
                .says(CANCEL, 400, StubbedStripe.error("invalid_request_error", "payment_intent_unexpected_state", ""))
                .says(INTENT, StubbedStripe.intent("succeeded", 4990));

        assertThat(((Outcome.Seen) carryOut(StubbedStripe.capture(true)))
                        .payment()
                        .stage())
                .isEqualTo(Stage.CAPTURED);
        assertThat(((Outcome.Seen) carryOut(StubbedStripe.cancel())).payment().stage())
                .isEqualTo(Stage.CAPTURED);
    }

    @Test
    void aKeyThatWasUsedForSomethingElseIsUnknownAndNeverFailed() {
        stripe.says(CREATE, 400, StubbedStripe.error("idempotency_error", "", ""));

        assertThat(carryOut(StubbedStripe.charge())).isEqualTo(new Outcome.Unknown(3, "stripe-idempotency", false));
    }

    @ParameterizedTest
    @CsvSource({"408", "409", "424", "429", "500", "502", "503", "504"})
    void aFaultThatMayHealIsTriedAgainWithTheSameKey(int status) {
        stripe.says(CREATE, status, StubbedStripe.error("api_error", "", ""), Map.of("Retry-After", "7"));

        ApplicationFailure failure = failure(StubbedStripe.charge());

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(FailureDetails.code(failure)).isEqualTo("stripe-" + status);
        assertThat(failure.getNextRetryDelay()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(9));
    }

    @ParameterizedTest
    @CsvSource({"409, false", "424, false", "429, false", "500, true", "503, true"})
    void aRequestThatStripeSaysNotToRepeatIsUnknown(int status, boolean mayStillCome) {
        stripe.says(CREATE, status, StubbedStripe.error("api_error", "", ""), Map.of("Stripe-Should-Retry", "false"));

        assertThat(carryOut(StubbedStripe.charge()))
                .isEqualTo(new Outcome.Unknown(3, "stripe-" + status, mayStillCome));
    }

    @Test
    void a500ThatStaysIsUnknownAndMayStillCome() {
        stripe.says(CREATE, 500, StubbedStripe.error("api_error", "", ""));

        assertThat(catchThrowableOfType(
                        ApplicationFailure.class,
                        () -> stripe.gateway(StubbedStripe.KEYS, second()).carryOut(StubbedStripe.charge())))
                .isNotNull();
        assertThat(stripe.gateway(StubbedStripe.KEYS, new OperationAttempt(() -> StubbedStripe.NOW, () -> 3))
                        .carryOut(StubbedStripe.charge()))
                .isEqualTo(new Outcome.Unknown(3, "stripe-500", true));
    }

    @ParameterizedTest
    @CsvSource({
        "200, ''",
        "200, null",
        "200, '{'",
        "200, '{\"object\":\"payment_intent\"}'",
        "301, ''",
        "401, <html>who are you</html>",
        "402, '{\"error\":{}}'",
        "404, <html>not here</html>",
    })
    void aForeignAnswerProvesNothing(int status, String body) {
        stripe.says(CREATE, status, body);

        ApplicationFailure failure = failure(StubbedStripe.charge());

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(FailureDetails.code(failure)).isEqualTo("stripe-unreadable");
    }

    private Outcome carryOut(Operation operation) {
        return stripe.gateway().carryOut(operation);
    }

    private ApplicationFailure failure(Operation operation) {
        return catchThrowableOfType(ApplicationFailure.class, () -> carryOut(operation));
    }

    private static OperationAttempt second() {
        return new OperationAttempt(() -> StubbedStripe.NOW, () -> 2);
    }
}
