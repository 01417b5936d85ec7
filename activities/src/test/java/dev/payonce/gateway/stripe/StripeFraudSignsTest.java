package dev.payonce.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Reversal.Kind;
import dev.payonce.payment.Reversal.State;
import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The test of how Radar's reviews and early fraud warnings are read. */
class StripeFraudSignsTest {

    private static final String INTENT = "/v1/payment_intents/pi_1";
    private static final String REVIEW = "/v1/reviews/prv_1";
    private static final String REFUNDED = """
            {"id":"re_1","object":"refund","amount":100,"currency":"eur","status":"succeeded","payment_intent":"pi_1",
             "metadata":{"payonce_store":"shop","payonce_site":"0f59463c606c5b0e5d3da81f36e3f7c1","payonce_order":"1001",
             "payonce_key":"9bfc8539e2dc68288a6b60d267e7ce43","payonce_operation":"3"}}""";

    @AutoClose
    private final StubbedStripe stripe = new StubbedStripe();

    StripeFraudSignsTest() throws IOException {}

    @ParameterizedTest
    @CsvSource({
        "true, rule, , OPEN, rule",
        "true, manual, , OPEN, manual",
        "false, approved, approved, WON, approved",
        "false, approved, acknowledged, WON, acknowledged",
        "false, refunded, refunded, LOST, refunded",
        "false, refunded_as_fraud, refunded_as_fraud, LOST, refunded_as_fraud",
        "false, disputed, disputed, LOST, disputed",
        "false, redacted, redacted, LOST, redacted",
        "false, canceled, canceled, LOST, canceled",
        "false, never_heard_of, never_heard_of, LOST, never_heard_of"
    })
    void aReviewIsReadWithItsPayment(boolean open, String reason, String closed, State state, String why) {
        stripe.says(INTENT, paid("null", "authorized"))
                .says(REVIEW, """
                {"id":"prv_1","object":"review","open":%s,"reason":"%s","closed_reason":%s,"payment_intent":"pi_1"}
                """.formatted(open, reason, closed == null ? "null" : "\"" + closed + "\""));

        assertThat(sign("prv_1")).isEqualTo(review(state).because(why));
    }

    @Test
    void aWarningIsReadWithItsPaymentAndIsAtItsEnd() {
        stripe.says(INTENT, paid("null", "authorized")).says("/v1/radar/early_fraud_warnings/issfr_1", """
                {"id":"issfr_1","object":"radar.early_fraud_warning","fraud_type":"made_with_stolen_card",
                 "actionable":true,"charge":"ch_1","payment_intent":"pi_1"}""");

        Reversal warning = sign("issfr_1");

        assertThat(warning.kind()).isEqualTo(Kind.FRAUD_WARNING);
        assertThat(warning.state()).isEqualTo(State.DONE);
        assertThat(warning.reason()).isEqualTo("made_with_stolen_card");
        assertThat(warning.counts()).isFalse();
    }

    /** The review was opened for this very charge, so its answer says enough. */
    @Test
    void answerToAChargeNamesItsOpenReviewWithoutAnotherRequest() {
        stripe.says("POST /v1/payment_intents", paid("\"prv_1\"", "manual_review"));

        assertThat(shown(StubbedStripe.charge())).isEqualTo(review(State.OPEN));
        assertThat(stripe.paths).containsExactly("/v1/payment_intents");
    }

    /** A person opened it: its outcome says nothing of it, and the events of it come. */
    @Test
    void answerToAChargeOfAnotherOutcomeShowsNoReview() {
        stripe.says("POST /v1/payment_intents", paid("\"prv_1\"", "authorized"));

        assertThat(seen(StubbedStripe.charge()).reversals()).isEmpty();
    }

    /** An authorization may have been reviewed days before it is captured. */
    @Test
    void answerToACaptureShowsTheReviewAsItIsNow() {
        stripe.says("POST /v1/payment_intents/pi_1/capture", paid("\"prv_1\"", "manual_review"))
                .says(REVIEW, closed("approved"));

        assertThat(shown(StubbedStripe.capture(true)))
                .isEqualTo(review(State.WON).because("approved"));
    }

    /** The money has moved, so the operation's own outcome may not depend on another request. */
    @ParameterizedTest
    @ValueSource(ints = {403, 503})
    void answerToAnOperationIsFinalWhereItsReviewCannotBeRead(int status) {
        stripe.says("POST /v1/payment_intents/pi_1/capture", paid("\"prv_1\"", "manual_review"))
                .says("POST /v1/refunds", "{\"id\":\"re_1\",\"object\":\"refund\",\"payment_intent\":\"pi_1\"}")
                .says(INTENT, paid("\"prv_1\"", "manual_review", REFUNDED))
                .says(REVIEW, status, StubbedStripe.error("invalid_request_error", "", ""));

        assertThat(shown(StubbedStripe.capture(true))).isEqualTo(review(State.PENDING));
        assertThat(seen(StubbedStripe.refund()).reversals())
                .extracting(Reversal::id, Reversal::state)
                .containsExactlyInAnyOrder(tuple("re_1", State.DONE), tuple("prv_1", State.PENDING));
    }

    /** The payment names its review for ever, so a closed one looks like an open one there. */
    @ParameterizedTest
    @CsvSource({
        "manual_review, approved, WON",
        "manual_review, refunded_as_fraud, LOST",
        "manual_review, disputed, LOST",
        "authorized, approved, WON"
    })
    void reviewThatAPaymentNamesIsReadItself(String outcome, String why, State state) {
        stripe.says(INTENT, paid("\"prv_1\"", outcome)).says(REVIEW, closed(why));

        assertThat(sign("pi_1")).isEqualTo(review(state).because(why));
        assertThat(stripe.paths).containsExactly(INTENT, REVIEW);
    }

    @Test
    void reviewThatCannotBeReadNowIsReadAgainAndHoldsNothing() {
        stripe.says(INTENT, paid("\"prv_1\"", "manual_review")).says(REVIEW, 503, "{}");

        assertThatThrownBy(() -> find("pi_1")).isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
            assertThat(failure.isNonRetryable()).isFalse();
            assertThat(FailureDetails.code(failure)).isEqualTo("stripe-503");
        });
    }

    @Test
    void reviewThatTheKeyMayNotReadIsAFaultOfTheInstallation() {
        stripe.says(INTENT, paid("\"prv_1\"", "manual_review"))
                .says(REVIEW, 403, StubbedStripe.error("invalid_request_error", "", ""));

        assertThatThrownBy(() -> find("pi_1")).isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
            assertThat(failure.isNonRetryable()).isTrue();
            assertThat(FailureDetails.code(failure)).isEqualTo("stripe-403");
        });
    }

    @ParameterizedTest
    @CsvSource({"'\"prv_gone\"'", "null", "'\"rvw 1\"'"})
    void paymentWithoutAReviewThatStripeKnowsShowsNone(String review) {
        stripe.says(INTENT, paid(review, "manual_review"));

        assertThat(find("pi_1").payments().getFirst().reversals()).isEmpty();
        assertThat(find("pi_1").notFound()).isEmpty();
    }

    @Test
    void reviewThatIsAskedForWithItsPaymentIsReadOnce() {
        stripe.says(INTENT, paid("\"prv_1\"", "manual_review")).says(REVIEW, closed("approved"));

        Observation seen = find("pi_1", "prv_1");

        assertThat(seen.payments())
                .singleElement()
                .satisfies(payment -> assertThat(payment.reversals())
                        .extracting(Reversal::state)
                        .containsExactly(State.WON));
        assertThat(stripe.paths).containsExactly(INTENT, REVIEW);
    }

    @Test
    void aSignOfNoPaymentIsNotFound() {
        stripe.says(REVIEW, "{\"id\":\"prv_1\",\"object\":\"review\",\"open\":true,\"charge\":\"ch_1\"}");

        assertThat(find("prv_1", "issfr_1").notFound())
                .containsExactly(new Lookup("stripe", ExternalIds.of("prv_1", "issfr_1")));
    }

    private static String closed(String why) {
        return """
                {"id":"prv_1","object":"review","open":false,"closed_reason":"%s","payment_intent":"pi_1"}
                """.formatted(why);
    }

    private static String paid(String review, String outcome) {
        return paid(review, outcome, "");
    }

    private static String paid(String review, String outcome, String refunds) {
        return """
                {"id":"pi_1","object":"payment_intent","amount":500,"amount_received":500,"currency":"eur",
                 "status":"succeeded","review":%s,
                 "latest_charge":{"id":"ch_1","object":"charge","amount":500,"amount_captured":500,"currency":"eur",
                 "outcome":{"type":"%s"},"refunds":{"object":"list","data":[%s],"has_more":false}}}""".formatted(review, outcome, refunds);
    }

    private static Reversal review(State state) {
        return new Reversal(
                "prv_1", Kind.FRAUD_REVIEW, state, new Money(500, "EUR"), Optional.empty(), Optional.empty());
    }

    private Reversal shown(Operation operation) {
        return seen(operation).reversals().getFirst();
    }

    private Payment seen(Operation operation) {
        return ((Outcome.Seen) stripe.gateway().carryOut(operation)).payment();
    }

    private Reversal sign(String id) {
        return find(id).payments().getFirst().reversals().getFirst();
    }

    private Observation find(String... ids) {
        return stripe.gateway().find(new Lookup("stripe", ExternalIds.of(ids)));
    }
}
