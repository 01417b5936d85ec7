package dev.payonce.gateway.stripe.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.PaymentIntent;
import com.stripe.net.ApiResource;
import dev.payonce.money.Money;
import dev.payonce.payment.Fee;
import dev.payonce.payment.Payment;
import dev.payonce.payment.SavedMethod;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The test of what a payment leaves behind: a method that can pay again, and what it cost. */
class StripeSavedMethodTest {

    private static final String CARD = """
            "type":"card","card":{"brand":"visa","last4":"4242","exp_month":5,"exp_year":2031}""";

    private static final String TAG = """
            {"payonce_site":"%1$s","payonce_key":"%1$s","payonce_order":"1001","payonce_operation":"1"}""".formatted("0123456789abcdef0123456789abcdef");

    @ParameterizedTest
    @ValueSource(strings = {"succeeded", "processing", "requires_capture"})
    void aPaymentThatWasMadeToKeepItsMethodLeavesIt(String status) {
        assertThat(saving(status, CARD).saved())
                .contains(new SavedMethod("pm_1", "card", "cus_1", "", "visa", "4242", 5, 2031));
    }

    @ParameterizedTest
    @ValueSource(strings = {"requires_payment_method", "requires_action", "canceled"})
    void aPaymentThatDidNotSucceedLeavesNone(String status) {
        assertThat(saving(status, CARD).saved()).isEmpty();
    }

    @Test
    void aBankDebitLeavesItsMandate() {
        assertThat(saving(
                                "processing",
                                "\"type\":\"sepa_debit\",\"sepa_debit\":{\"last4\":\"3000\",\"mandate\":\"mandate_1\"}")
                        .saved())
                .contains(new SavedMethod("pm_1", "sepa_debit", "cus_1", "mandate_1", "", "3000", 0, 0));
    }

    @Test
    void aMethodOfAnotherTypeLeavesItsNames() {
        assertThat(saving("succeeded", "\"type\":\"link\"").saved())
                .contains(new SavedMethod("pm_1", "link", "cus_1", "", "", "", 0, 0));
    }

    @Test
    void aMethodIsNotLeftWithoutACustomerOrWithoutTheWishOrByAnotherProgram() {
        String whole = intent("succeeded", CARD);

        assertThat(payment(whole.replace("\"cus_1\"", "null")).saved()).isEmpty();
        assertThat(payment(whole.replace("\"off_session\"", "null")).saved()).isEmpty();
        assertThat(payment(whole.replace("payonce_key", "other_key")).saved()).isEmpty();
    }

    @Test
    void aBookedChargeSaysFeeAndNet() {
        String booked =
                "\"balance_transaction\":{\"id\":\"txn_1\",\"object\":\"balance_transaction\",\"fee\":75,\"net\":4915,\"currency\":\"eur\"},";

        assertThat(payment(intent("succeeded", CARD).replace("\"amount\":1,", booked))
                        .fee())
                .contains(new Fee(new Money(75, "EUR"), new Money(4915, "EUR")));
        assertThat(saving("succeeded", CARD).fee()).as("not booked yet").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"null, 4915, eur", "75, null, eur", "75, 4915, zzz"})
    void aBookingThatCannotBeReadIsNone(String fee, String net, String currency) {
        String booked = "\"balance_transaction\":{\"id\":\"txn_1\",\"object\":\"balance_transaction\",\"fee\":" + fee
                + ",\"net\":" + net + ",\"currency\":\"" + currency + "\"},";

        assertThat(payment(intent("succeeded", CARD).replace("\"amount\":1,", booked))
                        .fee())
                .isEmpty();
    }

    private static Payment saving(String status, String details) {
        return payment(intent(status, details));
    }

    private static String intent(String status, String details) {
        return "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"amount\":4990,\"amount_received\":4990,\"currency\":\"eur\","
                + "\"status\":\"" + status + "\",\"customer\":\"cus_1\",\"payment_method\":\"pm_1\","
                + "\"setup_future_usage\":\"off_session\",\"metadata\":" + TAG
                + ",\"latest_charge\":{\"id\":\"ch_1\",\"object\":\"charge\",\"amount\":1,\"payment_method_details\":{"
                + details
                + "}}}";
    }

    private static Payment payment(String json) {
        return StripePayment.of(
                "stripe", ApiResource.GSON.fromJson(json, PaymentIntent.class), List.of(), Instant.EPOCH);
    }
}
