package dev.payonce.gateway.stripe.payment;

import com.stripe.model.StripeError;
import dev.payonce.payment.RetryAdvice;
import dev.payonce.payment.RetryAdvice.Way;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The advice on another attempt, from the network's advice, then Stripe's, then the bank's code. What forbids another
 * attempt is decided before. Sources: docs.stripe.com/declines/codes and /declines/network-codes; the network's numbers
 * are Mastercard's merchant advice codes.
 */
final class StripeRetryAdvice {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** The pauses that the network states; 02 says only "later", for which it asks three days. */
    private static final Map<String, Duration> NETWORK_PAUSES = Map.of(
            "02", DAY.multipliedBy(3),
            "24", HOUR,
            "25", DAY,
            "26", DAY.multipliedBy(2),
            "27", DAY.multipliedBy(4),
            "28", DAY.multipliedBy(6),
            "29", DAY.multipliedBy(8),
            "30", DAY.multipliedBy(10));

    /** The network knows newer data of the card. */
    private static final String NEW_DATA = "01";

    /** The pauses after which the bank may say yes: money on the account, limits of a day, a bank that does not answer. */
    private static final Map<String, Duration> PAUSES = Map.of(
            "insufficient_funds", DAY,
            "card_velocity_exceeded", DAY,
            "withdrawal_count_limit_exceeded", DAY,
            "issuer_not_available", HOUR,
            "processing_error", HOUR,
            "reenter_transaction", HOUR,
            "try_again_later", HOUR);

    private static final Set<String> WRONG_DATA = Set.of(
            "card_not_supported",
            "currency_not_supported",
            "expired_card",
            "incorrect_address",
            "incorrect_cvc",
            "incorrect_number",
            "incorrect_zip",
            "invalid_cvc",
            "invalid_expiry_month",
            "invalid_expiry_year",
            "invalid_number",
            "new_account_information_available",
            "not_permitted",
            "transaction_not_allowed");

    /** Stripe's code for a charge without the shopper, and the bank's code beside {@code card_declined}. */
    private static final Set<String> WANT_SHOPPER =
            Set.of("authentication_required", "mobile_device_authentication_required");

    private StripeRetryAdvice() {}

    static RetryAdvice of(String code, StripeError error) {
        String network = Objects.requireNonNullElse(error.getNetworkAdviceCode(), "");
        String advice = Objects.requireNonNullElse(error.getAdviceCode(), "");
        if (WANT_SHOPPER.contains(code) || WANT_SHOPPER.contains(Objects.requireNonNullElse(error.getCode(), ""))) {
            return RetryAdvice.of(Way.AUTHENTICATE);
        }
        if (network.equals(NEW_DATA) || advice.equals("confirm_card_data") || WRONG_DATA.contains(code)) {
            return RetryAdvice.of(Way.OTHER_METHOD);
        }
        return Optional.ofNullable(NETWORK_PAUSES.get(network))
                .or(() -> Optional.ofNullable(PAUSES.get(code)))
                .or(() -> advice.equals("try_again_later") ? Optional.of(DAY) : Optional.empty())
                .map(pause -> new RetryAdvice(Way.LATER, pause))
                .orElseGet(() -> RetryAdvice.of(Way.SAME_METHOD));
    }
}
