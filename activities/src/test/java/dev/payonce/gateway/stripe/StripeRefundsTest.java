package dev.payonce.gateway.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.Refund.RefundReason;
import dev.payonce.gateway.Outcome;
import dev.payonce.gateway.stripe.payment.StripeMetadata;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The test of refund requests, and of each of Stripe's responses to one. */
class StripeRefundsTest {

    private static final String CREATE = "POST /v1/refunds";
    private static final String INTENT = "GET /v1/payment_intents/pi_1";
    private static final String MADE = refund("re_1", "succeeded", 3);

    @AutoClose
    private final StubbedStripe stripe = new StubbedStripe();

    StripeRefundsTest() throws IOException {}

    @Test
    void aRefundIsSentLikeThisForEver() {
        stripe.says(CREATE, MADE).says(INTENT, paid(MADE));

        Payment payment = ((Outcome.Seen) carryOut(StubbedStripe.refund())).payment();

        assertThat(stripe.posts()).hasSize(1);
        assertThat(stripe.posts().getFirst().key()).isEqualTo(StubbedStripe.HEADER.idempotencyKey());
        assertThat(sent())
                .containsExactlyInAnyOrder(
                        "payment_intent=pi_1",
                        "amount=2000",
                        "reason=requested_by_customer",
                        "metadata[payonce_store]=shop",
                        "metadata[payonce_site]=0f59463c606c5b0e5d3da81f36e3f7c1",
                        "metadata[payonce_order]=1001",
                        "metadata[payonce_key]=9bfc8539e2dc68288a6b60d267e7ce43",
                        "metadata[payonce_operation]=3",
                        "metadata[payonce_store_refund]=77");
        assertThat(payment.reversals()).singleElement().satisfies(reversal -> {
            assertThat(reversal.operation()).contains(3);
            assertThat(reversal.storeRefund()).contains(77L);
        });
        assertThat(payment.net().minor()).isEqualTo(2990);
    }

    @Test
    void aMissingReasonOrStoreRefundIsNotSent() {
        stripe.says(CREATE, MADE).says(INTENT, paid(MADE));

        carryOut(StubbedStripe.refund(2000, 0, RefundReason.NONE));

        assertThat(stripe.posts().getFirst().body()).doesNotContain("reason", "store_refund");
    }

    @ParameterizedTest
    @CsvSource({"pending, PENDING", "requires_action, PENDING", "failed, FAILED", "canceled, FAILED"})
    void aRefundWasMadeInWhateverStateItStarts(String status, Reversal.State state) {
        String made = refund("re_1", status, 3);
        stripe.says(CREATE, made).says(INTENT, paid(made));

        Payment payment = ((Outcome.Seen) carryOut(StubbedStripe.refund())).payment();

        assertThat(payment.reversals()).extracting(Reversal::state).containsExactly(state);
    }

    @Test
    void aReplayedAnswerIsOneOfThenAndTheLookOneOfNow() {
        stripe.says(CREATE, 200, refund("re_1", "pending", 3), Map.of("Idempotent-Replayed", "true"))
                .says(INTENT, paid(refund("re_1", "failed", 3)));

        Payment payment = ((Outcome.Seen) carryOut(StubbedStripe.refund())).payment();

        assertThat(payment.reversals()).extracting(Reversal::state).containsExactly(Reversal.State.FAILED);
    }

    @Test
    void aLookThatDoesNotShowTheRefundThatWasJustMadeIsNotBelieved() {
        stripe.says(CREATE, MADE).says(INTENT, paid(""));
        assertThat(FailureDetails.code(failure())).isEqualTo("stripe-unreadable");

        stripe.says(INTENT, paid(refund("re_1", "succeeded", 4)));
        assertThat(FailureDetails.code(failure()))
                .as("not as another operation's, either")
                .isEqualTo("stripe-unreadable");

        stripe.says(INTENT, paid(MADE));
        assertThat(carryOut(StubbedStripe.refund())).isInstanceOf(Outcome.Seen.class);
    }

    @Test
    void aPaymentThatCannotBeReadAfterItsRefundIsAskedForAgain() {
        stripe.says(CREATE, MADE).says(INTENT, 503, StubbedStripe.error("api_error", "", ""));

        ApplicationFailure failure = failure();

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(FailureDetails.code(failure)).isEqualTo("stripe-503");
    }

    @ParameterizedTest
    @CsvSource({
        "charge_already_refunded, ''",
        "charge_disputed, ''",
        "refund_disputed_payment, ''",
        "'', amount",
        "'', payment_intent",
        "'', charge"
    })
    void aPaymentWhoseStateDoesNotAllowItIsLookedUp(String code, String param) {
        stripe.says(CREATE, 400, StubbedStripe.error("invalid_request_error", code, ",\"param\":\"" + param + "\""))
                .says(INTENT, paid(refund("re_by_hand", "succeeded", 0)));

        Payment payment = ((Outcome.Seen) carryOut(StubbedStripe.refund())).payment();

        assertThat(payment.reversals()).extracting(Reversal::operation).allMatch(number -> number.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"balance_insufficient, true", "charge_not_refundable, false"})
    void aRefundThatStripeDoesNotMakeIsDeclined(String code, boolean mayRetry) {
        stripe.says(CREATE, 400, StubbedStripe.error("invalid_request_error", code, ""));

        assertThat(carryOut(StubbedStripe.refund())).isEqualTo(new Outcome.Declined(3, code, mayRetry));
    }

    @Test
    void aBalanceThatIsTooLowHasNoCodeButSaysSoBesideIt() {
        stripe.says(
                CREATE,
                400,
                StubbedStripe.error(
                        "invalid_request_error", "", ",\"message_code\":\"insufficient_balance_for_refund\""));

        assertThat(carryOut(StubbedStripe.refund()))
                .isEqualTo(new Outcome.Declined(3, "insufficient_balance_for_refund", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "{}", "\"a b\""})
    void aFieldThatTheSdkDoesNotKnowMayBeAnything(String value) {
        stripe.says(CREATE, 400, StubbedStripe.error("invalid_request_error", "", ",\"message_code\":" + value));

        assertThat(carryOut(StubbedStripe.refund())).isEqualTo(new Outcome.Refused(3, "stripe-400"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, parameter_invalid_integer, amount, stripe-parameter_invalid_integer",
        "400, '', reason, stripe-invalid-reason"
    })
    void aRequestThatStripeDoesNotTakeIsRefusedWithItsCode(int status, String code, String param, String why) {
        stripe.says(CREATE, status, StubbedStripe.error("invalid_request_error", code, ",\"param\":\"" + param + "\""));

        assertThat(carryOut(StubbedStripe.refund())).isEqualTo(new Outcome.Refused(3, why));
    }

    @ParameterizedTest
    @CsvSource({
        "403, '', '', stripe-403",
        "404, resource_missing, payment_intent, stripe-resource_missing",
        "400, resource_missing, payment_method_configuration, stripe-resource_missing"
    })
    void H38_aFaultOfTheInstallationTakesNothingAndIsNoRefusal(int status, String code, String param, String why) {
        stripe.says(CREATE, status, StubbedStripe.error("invalid_request_error", code, ",\"param\":\"" + param + "\""));

        assertThat(carryOut(StubbedStripe.refund())).isEqualTo(new Outcome.NotSent(3, why));
    }

    @Test
    void aKeyThatWasUsedForSomethingElseIsUnknownAndNeverFailed() {
        stripe.says(CREATE, 400, StubbedStripe.error("idempotency_error", "", ""));

        assertThat(carryOut(StubbedStripe.refund())).isEqualTo(new Outcome.Unknown(3, "stripe-idempotency", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "{\"object\":\"refund\"}", "{\"id\":\"re_1\",\"object\":\"refund\"}"})
    void anAnswerWithoutARefundProvesNothing(String body) {
        stripe.says(CREATE, body).says(INTENT, paid(MADE));

        assertThat(failure().getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(FailureDetails.code(failure())).isEqualTo("stripe-unreadable");
    }

    @Test
    void S34_nothingIsSentAfterItsTime() {
        OperationAttempt late =
                new OperationAttempt(() -> StubbedStripe.HEADER.notAfter().plusMillis(1), () -> 1);

        assertThat(stripe.gateway(StubbedStripe.KEYS, late).carryOut(StubbedStripe.refund()))
                .isEqualTo(new Outcome.Unknown(3, "too-late", false));
        assertThat(stripe.asked).isEmpty();
    }

    @Test
    void S29_anAmountThatStripeCannotTakeIsRefusedBeforeItIsSent() {
        assertThat(carryOut(StubbedStripe.refund(0, 77, RefundReason.NONE)))
                .isEqualTo(new Outcome.Refused(3, "amount-not-positive"));
        assertThat(stripe.asked).isEmpty();
    }

    /** Writes a refund of 20.00 EUR; the number is our operation's, or 0 for one that is not ours. */
    private static String refund(String id, String status, int operation) {
        StringBuilder metadata = new StringBuilder();
        if (operation > 0) {
            Payment.Tag tag = StubbedStripe.HEADER.tag();
            StripeMetadata.ofRefund(
                            new Payment.Tag(tag.store(), tag.site(), tag.order(), tag.orderKey(), operation), 77)
                    .forEach((name, value) -> metadata.append(metadata.isEmpty() ? "" : ",")
                            .append("\"" + name + "\":\"" + value + "\""));
        }
        return "{\"id\":\"" + id + "\",\"object\":\"refund\",\"amount\":2000,\"currency\":\"eur\",\"status\":\""
                + status + "\",\"payment_intent\":\"pi_1\",\"metadata\":{" + metadata + "}}";
    }

    /** @param refunds of its charge, separated by commas */
    private static String paid(String refunds) {
        return "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"amount\":4990,\"amount_received\":4990,"
                + "\"currency\":\"eur\",\"status\":\"succeeded\",\"latest_charge\":{\"id\":\"ch_1\",\"object\":\"charge\","
                + "\"amount\":4990,\"amount_captured\":4990,\"refunds\":{\"object\":\"list\",\"has_more\":false,"
                + "\"data\":[" + refunds + "]}}}";
    }

    private List<String> sent() {
        return Stream.of(stripe.posts().getFirst().body().split("&", -1))
                .map(pair -> URLDecoder.decode(pair, UTF_8))
                .toList();
    }

    private Outcome carryOut(Operation operation) {
        return stripe.gateway().carryOut(operation);
    }

    private ApplicationFailure failure() {
        return catchThrowableOfType(ApplicationFailure.class, () -> carryOut(StubbedStripe.refund()));
    }
}
