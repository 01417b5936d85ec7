package dev.payonce.gateway.stripe.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.PaymentIntent;
import com.stripe.net.ApiResource;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripePaymentTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    private static final long CREATED = 1_764_000_000;

    @ParameterizedTest
    @CsvSource({
        "requires_payment_method, OPEN, SHOPPER",
        "requires_confirmation, OPEN, SHOPPER",
        "requires_action, OPEN, SHOPPER",
        "processing, OPEN, GATEWAY",
        "requires_capture, AUTHORIZED, NOTHING",
        "succeeded, CAPTURED, NOTHING",
        "canceled, CLOSED, NOTHING",
        "a_status_of_next_year, OPEN, GATEWAY"
    })
    void eachStatusSaysHowFarItIsAndWhoActsNext(String status, Stage stage, WaitsFor waitsFor) {
        Payment payment = payment("\"status\":\"" + status + "\",\"payment_method_types\":[\"card\"]");

        assertThat(payment.stage()).isEqualTo(stage);
        assertThat(payment.waitsFor()).isEqualTo(waitsFor);
    }

    @Test
    void aMethodOfDaysIsPendingAsUsedOrElseAsOffered() {
        String processing = "\"status\":\"processing\",\"payment_method_types\":[\"card\",\"sepa_debit\"]";
        String charge =
                ",\"latest_charge\":{\"id\":\"ch_1\",\"object\":\"charge\",\"payment_method_details\":{\"type\":\"%s\"}}";

        assertThat(payment(processing).stage()).isEqualTo(Stage.PENDING);
        assertThat(payment(processing + charge.formatted("card")).stage()).isEqualTo(Stage.OPEN);
        assertThat(payment(processing + charge.formatted("sepa_debit")).stage()).isEqualTo(Stage.PENDING);
        assertThat(payment(processing + ",\"processing\":{\"type\":\"card\"}").stage())
                .isEqualTo(Stage.OPEN);
    }

    @Test
    void aCapturedPaymentSaysWhatWasReceivedAndIsKnownByBothNames() {
        Payment payment =
                payment("\"status\":\"succeeded\",\"amount\":4990,\"amount_received\":4000,\"latest_charge\":\"ch_1\"");

        assertThat(payment.amount()).isEqualTo(new Money(4990, "EUR"));
        assertThat(payment.captured()).isEqualTo(new Money(4000, "EUR"));
        assertThat(payment.externalIds()).isEqualTo(ExternalIds.of("pi_1", "ch_1"));
        assertThat(payment.id()).isEqualTo("pi_1");
        assertThat(payment.transaction()).isEqualTo("ch_1");
    }

    @Test
    void theTransactionIsThePaymentItselfWithoutACharge() {
        Payment payment = payment("\"status\":\"requires_confirmation\",\"latest_charge\":null");

        assertThat(payment.transaction()).isEqualTo("pi_1");
        assertThat(payment.externalIds()).isEqualTo(ExternalIds.of("pi_1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"succeeded", "processing", "requires_action", "canceled"})
    void anOldErrorOnAPaymentThatWentOnIsNoDecline(String status) {
        assertThat(payment("\"status\":\"" + status + "\",\"last_payment_error\":{\"code\":\"card_declined\"}")
                        .decline())
                .isEmpty();
    }

    @Test
    void anAuthorizationSaysWhenItLapses() {
        String charge = ",\"latest_charge\":{\"id\":\"ch_1\",\"object\":\"charge\",\"payment_method_details\":"
                + "{\"type\":\"card\",\"card\":{\"capture_before\":1764064800}}}";

        assertThat(payment("\"status\":\"requires_capture\"" + charge).until())
                .contains(Instant.ofEpochSecond(1764064800));
        assertThat(payment("\"status\":\"succeeded\"" + charge).until()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "oxxo_display_details, expires_after",
        "boleto_display_details, expires_at",
        "konbini_display_details, expires_at",
        "multibanco_display_details, expires_at",
        "pix_display_qr_code, expires_at"
    })
    void D11_aVoucherOfThreeDaysIsPendingInTheShoppersHandUntilItExpires(String type, String field) {
        Payment payment = action(type, "\"" + field + "\":" + (CREATED + 3 * 86_400));

        assertThat(payment.inTheShoppersHand()).isTrue();
        assertThat(payment.until()).contains(Instant.ofEpochSecond(CREATED + 3 * 86_400));
    }

    @ParameterizedTest
    @CsvSource({
        "display_bank_transfer_instructions, '\"amount_remaining\":4990'",
        "verify_with_microdeposits, '\"arrival_date\":1764064800'",
        "an_action_of_next_year, ''"
    })
    void D11_aMethodOfDaysThatNamesNoEndIsPendingWithoutOne(String type, String details) {
        Payment payment = action(type, details);

        assertThat(payment.inTheShoppersHand()).isTrue();
        assertThat(payment.until()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"redirect_to_url", "use_stripe_sdk", "promptpay_display_qr_code", "blik_authorize"})
    void D11_aMethodDoneOnTheSpotIsOpen(String type) {
        assertThat(action(type, "").stage()).isEqualTo(Stage.OPEN);
        assertThat(action(type, "").until()).isEmpty();
    }

    @Test
    void D11_aCodeOfTenMinutesIsOpenUntilThenAndOneOfFourHoursIsPending() {
        Instant soon = Instant.ofEpochSecond(CREATED + 600);
        Payment brief = action("pix_display_qr_code", "\"expires_at\":" + (CREATED + 600));
        Payment nested = action(
                "cashapp_handle_redirect_or_display_qr_code", "\"qr_code\":{\"expires_at\":" + (CREATED + 600) + "}");

        assertThat(brief.stage()).isEqualTo(Stage.OPEN);
        assertThat(brief.until()).contains(soon);
        assertThat(nested.stage()).isEqualTo(Stage.OPEN);
        assertThat(nested.until()).contains(soon);
        assertThat(action("pix_display_qr_code", "\"expires_at\":" + (CREATED + 14_400))
                        .stage())
                .isEqualTo(Stage.PENDING);
    }

    @Test
    void D11_aVoucherThatIsPaidOrHasExpiredWaitsForNoAction() {
        String details = ",\"created\":" + CREATED + ",\"next_action\":{\"type\":\"oxxo_display_details\"}";

        assertThat(payment("\"status\":\"succeeded\"" + details).stage()).isEqualTo(Stage.CAPTURED);
        assertThat(payment("\"status\":\"requires_payment_method\"" + details).stage())
                .isEqualTo(Stage.OPEN);
    }

    @Test
    void theTagIsReadWholeOrNotAtAll() {
        String print = Fingerprint.of("x");
        String tag =
                "\"payonce_store\":\"shop\",\"payonce_site\":\"%1$s\",\"payonce_order\":\"1001\",\"payonce_key\":\"%1$s\",\"payonce_operation\":\"2\""
                        .formatted(print);

        assertThat(payment("\"metadata\":{" + tag + "}").tag())
                .contains(new Payment.Tag("shop", print, 1001, print, 2));
        assertThat(payment("\"metadata\":{" + tag.replace("\"shop\"", "\"\"") + "}")
                        .tag())
                .contains(new Payment.Tag("", print, 1001, print, 2));
        for (String wrong : List.of("payonce_site", "payonce_order", "payonce_key", "payonce_operation")) {
            assertThat(payment("\"metadata\":{" + tag.replace(wrong, "other") + "}")
                            .tag())
                    .as(wrong)
                    .isEmpty();
        }
        assertThat(payment("\"metadata\":{" + tag.replace("\"1001\"", "\"0\"") + "}")
                        .tag())
                .isEmpty();
        assertThat(payment("\"metadata\":{" + tag.replace("\"shop\"", "\"Shop!\"") + "}")
                        .tag())
                .isEmpty();
        assertThat(payment("\"metadata\":{" + tag.replace(print, "raw") + "}").tag())
                .isEmpty();
    }

    @Test
    void aClaimNeedsSomethingToClaim() {
        assertThat(payment("\"metadata\":{\"order_id\":\"77\"}").claim()).contains(new Payment.Claim("", "77", ""));
        assertThat(payment("\"metadata\":{\"customer\":\"Jo\"}").claim()).isEmpty();
        assertThat(payment("\"metadata\":null").claim()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"klarna, 28", "affirm, 30", "afterpay_clearpay, 13", "paypal, 10", "amazon_pay, 7", "cashapp, 7"})
    void D12_anAuthorizationLapsesWhenItsPaymentMethodLetsIt(String method, int days) {
        assertThat(authorized(method, "").until())
                .contains(Instant.ofEpochSecond(CREATED).plus(Duration.ofDays(days)));
    }

    @Test
    void D12_theTimeThatStripeStatesForACardCounts() {
        assertThat(authorized("card", "\"capture_before\":" + (CREATED + 60)).until())
                .contains(Instant.ofEpochSecond(CREATED + 60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"card", "a_method_of_next_year"})
    void D12_aMethodWithoutAKnownWindowHasNoEnd(String method) {
        assertThat(authorized(method, "").until()).isEmpty();
    }

    @Test
    void F14_aPaymentSaysWhenItWasMade() {
        assertThat(payment("\"created\":" + CREATED).created()).contains(Instant.ofEpochSecond(CREATED));
        assertThat(payment("\"created\":0").created()).isEmpty();
    }

    private static Payment authorized(String method, String details) {
        return payment(
                "\"status\":\"requires_capture\",\"latest_charge\":{\"id\":\"ch_1\",\"object\":\"charge\",\"created\":"
                        + CREATED + ",\"payment_method_details\":{\"type\":\"" + method + "\",\"" + method + "\":{"
                        + details
                        + "}}}");
    }

    @Test
    void anAmountThatCannotBeSaidExactlyIsInNoCurrency() {
        assertThat(payment("\"currency\":\"isk\",\"amount\":550,\"amount_received\":500")
                        .amount())
                .isEqualTo(StripeAmounts.unsayable(550));
        assertThat(payment("\"currency\":\"isk\",\"amount\":550,\"amount_received\":500")
                        .captured())
                .isEqualTo(StripeAmounts.unsayable(500));
        assertThat(payment("\"currency\":\"usdc\",\"amount\":550").amount()).isEqualTo(StripeAmounts.unsayable(550));
    }

    @Test
    void anIntentWithNothingInItIsLookedUpAgain() {
        Payment payment = StripePayment.of("stripe", intent("{\"id\":\"pi_1\"}"), List.of(), NOW);

        assertThat(payment.stage()).isEqualTo(Stage.OPEN);
        assertThat(payment.waitsFor()).isEqualTo(WaitsFor.GATEWAY);
    }

    private static Payment action(String type, String details) {
        return payment("\"status\":\"requires_action\",\"created\":" + CREATED + ",\"next_action\":{\"type\":\"" + type
                + "\",\"" + type + "\":{" + details + "}}");
    }

    private static Payment payment(String fields) {
        String currency = fields.contains("\"currency\"") ? "" : "\"currency\":\"eur\",";
        return StripePayment.of(
                "stripe",
                intent("{\"id\":\"pi_1\",\"object\":\"payment_intent\"," + currency + fields + "}"),
                List.of(),
                NOW);
    }

    private static PaymentIntent intent(String json) {
        return ApiResource.GSON.fromJson(json, PaymentIntent.class);
    }
}
