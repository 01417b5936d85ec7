package dev.payonce.gateway.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.money.Money;
import dev.payonce.order.OrderKeys;
import dev.payonce.payment.Stage;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test of the requests that are sent to Stripe, and of those that are not. */
class StripeRequestsTest {

    private static final String CREATE = "POST /v1/payment_intents";
    private static final String CAPTURE = "POST /v1/payment_intents/pi_1/capture";
    private static final String CANCEL = "POST /v1/payment_intents/pi_1/cancel";

    @AutoClose
    private final StubbedStripe stripe = new StubbedStripe();

    StripeRequestsTest() throws IOException {}

    @Test
    void aChargeIsSentLikeThisForEver() {
        stripe.says(CREATE, StubbedStripe.intent("succeeded", 4990));

        Outcome.Seen seen = (Outcome.Seen) carryOut(StubbedStripe.charge());

        assertThat(seen.operation()).isEqualTo(3);
        assertThat(seen.payment().stage()).isEqualTo(Stage.CAPTURED);
        assertThat(stripe.posts()).hasSize(1);
        assertThat(stripe.posts().getFirst().key())
                .isEqualTo(StubbedStripe.HEADER.idempotencyKey())
                .hasSize(40);
        assertThat(sent(0))
                .containsExactlyInAnyOrder(
                        "amount=4990",
                        "currency=eur",
                        "payment_method=pm_card_visa",
                        "confirm=true",
                        "capture_method=automatic",
                        "automatic_payment_methods[enabled]=true",
                        "automatic_payment_methods[allow_redirects]=always",
                        "return_url=https://shop.example/checkout/order-received/1001/?key=wc_order_Ab1%26c",
                        "metadata[payonce_store]=shop",
                        "metadata[payonce_site]=0f59463c606c5b0e5d3da81f36e3f7c1",
                        "metadata[payonce_order]=1001",
                        "metadata[payonce_key]=9bfc8539e2dc68288a6b60d267e7ce43",
                        "metadata[payonce_operation]=3",
                        "expand[0]=latest_charge",
                        "expand[1]=latest_charge.refunds");
    }

    @Test
    void nothingSendsTheShopperAwayWithoutAnAddressToComeBackTo() {
        stripe.says(CREATE, StubbedStripe.intent("requires_capture", 0));

        carryOut(new Operation.Charge(
                StubbedStripe.HEADER, new Money(500, "JPY"), "pm_1", true, "", true, Optional.empty()));

        assertThat(stripe.posts().getFirst().body())
                .contains("amount=500&", "currency=jpy", "capture_method=manual", "off_session=true")
                .contains("request_multicapture", "=if_available")
                .contains("allow_redirects", "=never")
                .doesNotContain("return_url");
    }

    @Test
    void aCaptureSaysHowMuchAndOnlyIfItIsNotTheLastSo() {
        stripe.says(CAPTURE, StubbedStripe.intent("requires_capture", 2000));

        Outcome.Seen seen = (Outcome.Seen) carryOut(StubbedStripe.capture(false));
        carryOut(StubbedStripe.capture(true));

        assertThat(seen.payment().stage()).isEqualTo(Stage.AUTHORIZED);
        assertThat(seen.payment().captured()).isEqualTo(new Money(2000, "EUR"));
        assertThat(sent(0))
                .containsExactlyInAnyOrder(
                        "amount_to_capture=2000",
                        "final_capture=false",
                        "expand[0]=latest_charge",
                        "expand[1]=latest_charge.refunds");
        assertThat(sent(1))
                .containsExactlyInAnyOrder(
                        "amount_to_capture=2000", "expand[0]=latest_charge", "expand[1]=latest_charge.refunds");
    }

    @Test
    void aVoidIsACancellation() {
        stripe.says(CANCEL, StubbedStripe.intent("canceled", 0));

        Outcome.Seen seen = (Outcome.Seen) carryOut(StubbedStripe.cancel());

        assertThat(seen.payment().stage()).isEqualTo(Stage.CLOSED);
        assertThat(sent(0)).containsExactlyInAnyOrder("expand[0]=latest_charge", "expand[1]=latest_charge.refunds");
    }

    @Test
    void S34_nothingIsSentAfterItsTime() {
        Instant late = StubbedStripe.HEADER.notAfter().plusMillis(1);

        Outcome outcome = stripe.gateway(StubbedStripe.KEYS, new OperationAttempt(() -> late, () -> 1))
                .carryOut(StubbedStripe.charge());

        assertThat(outcome).isEqualTo(new Outcome.Unknown(3, "too-late", false));
        assertThat(stripe.asked).isEmpty();
    }

    @Test
    void nothingIsSentAfterStripeMayHaveForgottenTheKeyWhateverTheTicketSays() {
        OperationHeader header = new OperationHeader(
                3,
                StubbedStripe.ORDER,
                StubbedStripe.HEADER.orderKey(),
                StubbedStripe.HEADER.site(),
                "stripe",
                OperationHeader.SHAPE,
                StubbedStripe.NOW,
                Instant.MAX);
        OperationAttempt nextDay = new OperationAttempt(
                () -> StubbedStripe.NOW.plus(Duration.ofHours(23)).plusMillis(1), () -> 1);

        assertThat(stripe.gateway(StubbedStripe.KEYS, nextDay)
                        .carryOut(StubbedStripe.charge(header, StubbedStripe.EUR_49_90)))
                .isEqualTo(new Outcome.Unknown(3, "too-late", false));
        assertThat(stripe.asked).isEmpty();
    }

    /** The worker says of a later try that it was not the sole one, and the run of one that a lost run may have sent. */
    @Test
    void H38_anOperationThatStripeDoesNotTakeSaysSoHoweverLateItIs() {
        stripe.says(CREATE, 401, StubbedStripe.error("invalid_request_error", "", ""));
        OperationAttempt later = new OperationAttempt(() -> StubbedStripe.NOW.plusSeconds(30), () -> 2);

        assertThat(stripe.gateway(StubbedStripe.KEYS, later).carryOut(StubbedStripe.charge()))
                .isEqualTo(new Outcome.NotSent(3, "stripe-401"));
    }

    @Test
    void J31_theSameMethodAgainConfirmsTheSameIntent() {
        stripe.says("POST /v1/payment_intents/pi_7/confirm", StubbedStripe.intent("succeeded", 4990));

        assertThat(carryOut(StubbedStripe.again("pi_7"))).isInstanceOf(Outcome.Seen.class);

        assertThat(stripe.posts()).hasSize(1);
        StubbedStripe.Asked sent = stripe.posts().getFirst();
        assertThat(sent.path()).isEqualTo("/v1/payment_intents/pi_7/confirm");
        assertThat(sent.key()).isEqualTo(StubbedStripe.HEADER.idempotencyKey());
        assertThat(sent.body())
                .contains("payment_method=pm_card_visa", "return_url=")
                .doesNotContain("amount", "currency", "metadata", "capture_method");
    }

    @Test
    void J31_aConfirmationWithoutAShopperSaysSo() {
        stripe.says("POST /v1/payment_intents/pi_7/confirm", StubbedStripe.intent("succeeded", 4990));
        Operation.Charge again = StubbedStripe.again("pi_7");

        carryOut(
                new Operation.Charge(again.header(), again.money(), again.method(), false, "", true, again.confirms()));

        assertThat(stripe.posts().getFirst().body())
                .contains("off_session=true")
                .doesNotContain("return_url");
    }

    @Test
    void J31_anIntentThatIsNotDeclinedAnyMoreIsShownAsItIs() {
        stripe.says(
                "POST /v1/payment_intents/pi_7/confirm",
                400,
                StubbedStripe.error(
                        "invalid_request_error",
                        "payment_intent_unexpected_state",
                        ",\"payment_intent\":" + StubbedStripe.intent("succeeded", 4990)));

        Outcome outcome = carryOut(StubbedStripe.again("pi_7"));

        assertThat(((Outcome.Seen) outcome).payment().captured()).isEqualTo(StubbedStripe.EUR_49_90);
    }

    @Test
    void anOrderWithAnotherKeyIsAnotherOrder() {
        OrderKeys none = (order, print) -> Optional.empty();

        assertThat(stripe.gateway(none, first()).carryOut(StubbedStripe.charge()))
                .isEqualTo(new Outcome.Refused(3, "order-key-differs"));
        assertThat(stripe.gateway(none, second()).carryOut(StubbedStripe.charge()))
                .as("the first try may have reached Stripe")
                .isEqualTo(new Outcome.Unknown(3, "order-key-differs", false));
        assertThat(stripe.asked).isEmpty();
    }

    @Test
    void aStoreThatCannotBeReadIsAskedAgain() {
        OrderKeys away = (order, print) -> {
            throw Failures.transientOne("mysql-away", "MySQL is away", Optional.empty(), null);
        };

        ApplicationFailure failure = catchThrowableOfType(
                ApplicationFailure.class, () -> stripe.gateway(away, first()).carryOut(StubbedStripe.charge()));

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(stripe.asked).isEmpty();
    }

    @Test
    void S37_aShapeThatThisReleaseDoesNotKnowIsNotSent() {
        assertThat(carryOut(StubbedStripe.charge(StubbedStripe.shaped("99"), StubbedStripe.EUR_49_90)))
                .isEqualTo(new Outcome.NotSent(3, "unknown-shape"));
        assertThat(stripe.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, EUR, amount-not-positive",
        "-1, EUR, amount-not-positive",
        "1000000000000000, EUR, amount-too-large",
        "5123, KWD, amount-not-exact",
        "550, MGA, amount-not-exact",
        "100, XXX, currency-unknown",
        "100, QQQ, currency-unknown"
    })
    void S29_anAmountThatStripeCannotTakeIsRefusedBeforeItIsSent(long minor, String currency, String why) {
        assertThat(carryOut(StubbedStripe.charge(StubbedStripe.HEADER, new Money(minor, currency))))
                .isEqualTo(new Outcome.Refused(3, why));
        assertThat(stripe.asked).isEmpty();
    }

    @Test
    void S29_stripesOwnExceptionsAreSentInStripesUnits() {
        stripe.says(CREATE, StubbedStripe.intent("succeeded", 4990));

        carryOut(StubbedStripe.charge(StubbedStripe.HEADER, new Money(5, "ISK")));

        assertThat(stripe.posts().getFirst().body()).contains("amount=500&", "currency=isk");
    }

    @Test
    void theRawOrderKeyGoesToStripeAndNowhereElse() {
        stripe.says(CREATE, 500, StubbedStripe.error("api_error", "", ""));

        assertThat(stripe.posts()).isEmpty();
        assertThat(failure(StubbedStripe.charge()).toString()).doesNotContain("wc_order");
        assertThat(StubbedStripe.charge().toString()).doesNotContain("wc_order");
        assertThat(stripe.posts().getFirst().body()).contains("wc_order");
    }

    /** Returns the parameters that Stripe compares; their order does not count. */
    private List<String> sent(int post) {
        return Stream.of(stripe.posts().get(post).body().split("&", -1))
                .map(pair -> URLDecoder.decode(pair, UTF_8))
                .toList();
    }

    private Outcome carryOut(Operation operation) {
        return stripe.gateway().carryOut(operation);
    }

    private ApplicationFailure failure(Operation operation) {
        return catchThrowableOfType(ApplicationFailure.class, () -> carryOut(operation));
    }

    private static OperationAttempt first() {
        return new OperationAttempt(() -> StubbedStripe.NOW, () -> 1);
    }

    private static OperationAttempt second() {
        return new OperationAttempt(() -> StubbedStripe.NOW, () -> 2);
    }
}
