package dev.payonce.gateway.stripe.payment;

import com.stripe.model.Charge;
import com.stripe.model.Charge.PaymentMethodDetails;
import com.stripe.model.Charge.PaymentMethodDetails.BacsDebit;
import com.stripe.model.Charge.PaymentMethodDetails.SepaDebit;
import com.stripe.model.Charge.PaymentMethodDetails.UsBankAccount;
import com.stripe.model.PaymentIntent;
import dev.payonce.payment.SavedMethod;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The method that a PaymentIntent leaves behind: one that it was made to keep, once Stripe has attached it to the
 * customer. A method without a customer cannot pay again.
 */
final class StripeSavedMethod {

    private StripeSavedMethod() {}

    static Optional<SavedMethod> of(PaymentIntent intent) {
        boolean attached = switch (Objects.requireNonNullElse(intent.getStatus(), "")) {
            case "succeeded", "processing", "requires_capture" -> true;
            default -> false;
        };
        String method = name(intent.getPaymentMethod());
        String customer = name(intent.getCustomer());
        if (!attached || intent.getSetupFutureUsage() == null || method.isEmpty() || customer.isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(intent.getLatestChargeObject())
                .map(Charge::getPaymentMethodDetails)
                .map(details -> of(method, customer, details));
    }

    private static SavedMethod of(String method, String customer, PaymentMethodDetails details) {
        String type = word(details.getType());
        return switch (type) {
            case "card" -> card(method, customer, details.getCard());
            case "sepa_debit" ->
                debit(method, type, customer, details.getSepaDebit(), SepaDebit::getMandate, SepaDebit::getLast4);
            case "bacs_debit" ->
                debit(method, type, customer, details.getBacsDebit(), BacsDebit::getMandate, BacsDebit::getLast4);
            case "us_bank_account" ->
                debit(
                        method,
                        type,
                        customer,
                        details.getUsBankAccount(),
                        UsBankAccount::getMandate,
                        UsBankAccount::getLast4);
            default -> debit(method, type, customer, null, null);
        };
    }

    private static SavedMethod card(String method, String customer, PaymentMethodDetails.@Nullable Card card) {
        return card == null
                ? debit(method, "card", customer, null, null)
                : new SavedMethod(
                        method,
                        "card",
                        customer,
                        name(card.getMandate()),
                        word(card.getBrand()),
                        digits(card.getLast4()),
                        number(card.getExpMonth(), 12),
                        number(card.getExpYear(), 9999));
    }

    /** @param details null where Stripe gives none */
    private static <D> SavedMethod debit(
            String method,
            String type,
            String customer,
            @Nullable D details,
            Function<D, @Nullable String> mandate,
            Function<D, @Nullable String> last4) {
        return details == null
                ? debit(method, type, customer, null, null)
                : debit(method, type, customer, mandate.apply(details), last4.apply(details));
    }

    private static SavedMethod debit(
            String method, String type, String customer, @Nullable String mandate, @Nullable String last4) {
        return new SavedMethod(method, type, customer, name(mandate), "", digits(last4), 0, 0);
    }

    private static int number(@Nullable Long number, int most) {
        return number == null || number < 1 || number > most ? 0 : number.intValue();
    }

    private static String name(@Nullable String text) {
        return text != null && text.matches("[A-Za-z0-9_]{1,255}") ? text : "";
    }

    private static String word(@Nullable String text) {
        return text != null && text.matches("[a-z0-9_]{1,64}") ? text : "";
    }

    private static String digits(@Nullable String text) {
        return text != null && text.matches("[0-9A-Za-z]{1,4}") ? text : "";
    }
}
