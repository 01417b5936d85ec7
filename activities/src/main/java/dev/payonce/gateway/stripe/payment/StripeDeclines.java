package dev.payonce.gateway.stripe.payment;

import com.google.gson.JsonElement;
import com.stripe.model.StripeError;
import dev.payonce.payment.Payment;
import dev.payonce.payment.RetryAdvice;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The reading of declines, by Stripe or by the bank behind it. Source: docs.stripe.com/declines/codes. */
public final class StripeDeclines {

    /** The same card must not be tried again; the networks fine merchants who do. */
    private static final Set<String> NEVER_AGAIN = Set.of(
            "do_not_try_again",
            "fraudulent",
            "invalid_account",
            "lost_card",
            "merchant_blacklist",
            "pickup_card",
            "restricted_card",
            "revocation_of_all_authorizations",
            "revocation_of_authorization",
            "security_violation",
            "stolen_card",
            "stop_payment_order");

    /** Mastercard's advice in two digits: 03, do not try again; 21, the cardholder has cancelled. */
    private static final Set<String> NETWORKS_NEVER_AGAIN = Set.of("03", "21");

    private static final int LONGEST_CODE = 64;

    private StripeDeclines() {}

    /**
     * Returns the decline with the most specific code of the error: the bank's, else Stripe's, else the error's type.
     */
    public static Payment.Decline of(StripeError error) {
        String code = Stream.of(plain(error.getDeclineCode()), plain(error.getCode()), plain(error.getType()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("declined");
        boolean never = NEVER_AGAIN.contains(code) || advisedAgainst(error);
        RetryAdvice advice = never ? RetryAdvice.of(RetryAdvice.Way.NEVER) : StripeRetryAdvice.of(code, error);
        return new Payment.Decline(code, !never, Optional.of(advice));
    }

    /** Returns true for a decline after which the shopper can pay by her authentication, as {@link RetryAdvice} says. */
    public static boolean wantsShopper(@Nullable StripeError error) {
        return error != null
                && of(error)
                        .advice()
                        .filter(advice -> advice.way() == RetryAdvice.Way.AUTHENTICATE)
                        .isPresent();
    }

    /** Returns true when Stripe or the network advises against another try. The bank's code beside it may be vague. */
    private static boolean advisedAgainst(StripeError error) {
        return "do_not_try_again".equals(error.getAdviceCode())
                || plain(error.getNetworkAdviceCode())
                        .filter(NETWORKS_NEVER_AGAIN::contains)
                        .isPresent();
    }

    /** Returns a field beside the code that the SDK does not know. A refund above the balance has only this. */
    public static Optional<String> messageCode(StripeError error) {
        return Optional.ofNullable(error.getRawJsonObject())
                .map(body -> body.get("error"))
                .filter(JsonElement::isJsonObject)
                .map(inner -> inner.getAsJsonObject().get("message_code"))
                .filter(JsonElement::isJsonPrimitive)
                .flatMap(code -> plain(code.getAsString()));
    }

    /** Returns a code; empty for a text that does not look like one, since codes are searched for and shown. */
    static Optional<String> plain(@Nullable String code) {
        return Optional.ofNullable(code).filter(text -> text.length() <= LONGEST_CODE && text.matches("[a-z0-9_]+"));
    }
}
