package dev.payonce.gateway.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.payonce.failure.Failures;
import dev.payonce.gateway.MethodUse;
import dev.payonce.gateway.MethodUse.Save;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.gateway.Outcome;
import dev.payonce.order.ChargeDetails;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The test of the charges of shape 2: with customer, saving, mandate, and the order's details. */
class StripeRequestsV2Test {

    private static final String CREATE = "POST /v1/payment_intents";
    private static final String CUSTOMER = "POST /v1/customers";

    private static final ChargeDetails DETAILS = new ChargeDetails(
            "Example order N-7",
            "N-7",
            "Ann Lee",
            "ann@example.org",
            Optional.of(new ChargeDetails.Address("Ann Lee", "", "Street 1", "", "Bonn", "", "53111", "DE")),
            "192.0.2.1",
            "Mozilla/5.0",
            false,
            "");

    @AutoClose
    private final StubbedStripe stripe = new StubbedStripe();

    StripeRequestsV2Test() throws IOException {
        stripe.says(CREATE, StubbedStripe.intent("succeeded", 4990));
        stripe.says(CUSTOMER, "{\"id\":\"cus_7\",\"object\":\"customer\"}");
    }

    @Test
    void aChargeIsSentLikeThisForEver() {
        carryOut(charge(Optional.empty()), DETAILS);

        assertThat(stripe.posts()).hasSize(1);
        assertThat(stripe.posts().getFirst().key()).isEqualTo(StubbedStripe.HEADER.idempotencyKey());
        assertThat(sent(0))
                .containsExactlyInAnyOrder(
                        "amount=4990",
                        "currency=eur",
                        "payment_method=pm_card_visa",
                        "confirm=true",
                        "capture_method=automatic_async",
                        "automatic_payment_methods[enabled]=true",
                        "automatic_payment_methods[allow_redirects]=always",
                        "return_url=https://shop.example/checkout/order-received/1001/?key=wc_order_Ab1%26c",
                        "description=Example order N-7",
                        "shipping[name]=Ann Lee",
                        "shipping[address][line1]=Street 1",
                        "shipping[address][city]=Bonn",
                        "shipping[address][postal_code]=53111",
                        "shipping[address][country]=DE",
                        "metadata[payonce_store]=shop",
                        "metadata[payonce_site]=0f59463c606c5b0e5d3da81f36e3f7c1",
                        "metadata[payonce_order]=1001",
                        "metadata[payonce_key]=9bfc8539e2dc68288a6b60d267e7ce43",
                        "metadata[payonce_operation]=3",
                        "metadata[order_number]=N-7",
                        "expand[0]=latest_charge",
                        "expand[1]=latest_charge.refunds",
                        "expand[2]=latest_charge.balance_transaction");
    }

    @Test
    void customerSavingMandateReceiptAndSuffixAreSentWhereTheyAreWanted() {
        ChargeDetails wanted = new ChargeDetails(
                "Order 7", "7", "", "ann@example.org", Optional.empty(), "192.0.2.1", "Mozilla/5.0", true, "Order 7");

        carryOut(charge(Optional.of(new MethodUse("cus_1", Save.OFF_SESSION, true))), wanted);

        assertThat(sent(0))
                .contains(
                        "customer=cus_1",
                        "setup_future_usage=off_session",
                        "receipt_email=ann@example.org",
                        "statement_descriptor_suffix=Order 7",
                        "mandate_data[customer_acceptance][type]=online",
                        "mandate_data[customer_acceptance][online][ip_address]=192.0.2.1",
                        "mandate_data[customer_acceptance][online][user_agent]=Mozilla/5.0")
                .noneMatch(field -> field.startsWith("shipping"));
    }

    @Test
    void aConfirmationTokenTakesThePlaceOfMethodAndAddress() {
        Operation.Charge plain = charge(Optional.empty());

        carryOut(
                new Operation.Charge(
                        plain.header(), plain.money(), "ctoken_1", false, "", false, Optional.empty(), plain.use()),
                DETAILS);

        assertThat(sent(0))
                .contains("confirmation_token=ctoken_1")
                .noneMatch(field -> field.startsWith("payment_method=") || field.startsWith("shipping"));
    }

    @Test
    void aMethodThatIsSavedWithoutACustomerGetsOneFirstByAKeyOfItsOwn() {
        carryOut(charge(Optional.of(new MethodUse("", Save.ON_SESSION, false))), DETAILS);

        assertThat(stripe.posts())
                .map(StubbedStripe.Asked::path)
                .containsExactly("/v1/customers", "/v1/payment_intents");
        assertThat(stripe.posts().getFirst().key()).isEqualTo(StubbedStripe.HEADER.idempotencyKey() + "-customer");
        assertThat(sent(0)).contains("name=Ann Lee", "email=ann@example.org");
        assertThat(sent(1)).contains("customer=cus_7", "setup_future_usage=on_session");
    }

    @Test
    void aCustomerThatCannotBeMadeForNowLeavesTheChargeUnsent() {
        stripe.says(CUSTOMER, 500, StubbedStripe.error("api_error", "", ""));

        ApplicationFailure failure = catchThrowableOfType(
                ApplicationFailure.class,
                () -> carryOut(charge(Optional.of(new MethodUse("", Save.ON_SESSION, false))), DETAILS));

        assertThat(failure.getType()).isEqualTo(Failures.TRANSIENT);
        assertThat(stripe.posts()).map(StubbedStripe.Asked::path).containsExactly("/v1/customers");
    }

    @Test
    void aKeyThatMayNotMakeCustomersLeavesTheChargeUnsent() {
        stripe.says(CUSTOMER, 403, StubbedStripe.error("invalid_request_error", "", ""));

        assertThat(carryOut(charge(Optional.of(new MethodUse("", Save.ON_SESSION, false))), DETAILS))
                .isEqualTo(new Outcome.NotSent(3, "stripe-403"));
        assertThat(stripe.posts()).map(StubbedStripe.Asked::path).containsExactly("/v1/customers");
    }

    @Test
    void anotherAttemptConfirmsTheSameIntentWithoutWhatStripeKeepsOfIt() {
        stripe.says("POST /v1/payment_intents/pi_7/confirm", StubbedStripe.intent("succeeded", 4990));
        Operation.Charge charge = charge(Optional.of(new MethodUse("cus_1", Save.OFF_SESSION, true)));

        carryOut(
                new Operation.Charge(
                        charge.header(),
                        charge.money(),
                        "pm_1",
                        false,
                        "",
                        true,
                        Optional.of(new Operation.DeclinedPayment("pi_7", "ch_1")),
                        charge.use()),
                DETAILS);

        assertThat(sent(0))
                .contains("payment_method=pm_1", "off_session=true", "mandate_data[customer_acceptance][type]=online")
                .noneMatch(field -> field.startsWith("customer")
                        || field.startsWith("amount")
                        || field.startsWith("metadata")
                        || field.startsWith("description"));
    }

    @Test
    void aChargeWithoutItsDetailsIsNotSent() {
        assertThat(stripe.gateway().carryOut(charge(Optional.empty())))
                .isEqualTo(new Outcome.NotSent(3, "charge-details-missing"));
        assertThat(stripe.asked).isEmpty();
    }

    @Test
    void aRefundOfShape2IsNotSentSinceThereIsNone() {
        Operation.Refund refund = StubbedStripe.refund();
        OperationHeader second = refund.header().shaped(OperationHeader.CHARGE_SHAPE);

        assertThat(stripe.gateway()
                        .carryOut(new Operation.Refund(
                                second, refund.payment(), refund.money(), 77, refund.reason(), refund.cause())))
                .isEqualTo(new Outcome.NotSent(3, "unknown-shape"));
    }

    @Test
    void neitherDetailsNorAddressAreShownInATextThatMayBeLogged() {
        assertThat(DETAILS + " " + DETAILS.shipping()).doesNotContain("Ann", "example.org", "Street", "192.0");
    }

    private static Operation.Charge charge(Optional<MethodUse> use) {
        return StubbedStripe.second("pm_card_visa", false, Optional.empty(), use);
    }

    private Outcome carryOut(Operation operation, ChargeDetails details) {
        return stripe.gateway(details).carryOut(operation);
    }

    private List<String> sent(int post) {
        return Stream.of(stripe.posts().get(post).body().split("&", -1))
                .map(pair -> URLDecoder.decode(pair, UTF_8))
                .toList();
    }
}
