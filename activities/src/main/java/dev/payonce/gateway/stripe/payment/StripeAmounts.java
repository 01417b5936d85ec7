package dev.payonce.gateway.stripe.payment;

import dev.payonce.money.Money;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conversion between Stripe's amounts and ISO minor units. They are the same number but for the currencies in the
 * two tables. Nothing is rounded. Sources: docs.stripe.com/currencies; ISO 4217 as this JDK has it.
 */
public final class StripeAmounts {

    /** Decimals that Stripe counts in, where they are not ISO's. */
    private static final Map<String, Integer> DECIMALS = Map.of(
            "ISK", 2, // has none by ISO; Stripe wants two zeros at the end
            "UGX", 2, // likewise
            "MGA", 0); // has two by ISO; Stripe counts whole ariary

    /** Three decimals, of which Stripe accepts only two: the last digit is zero. */
    private static final Set<String> LAST_DIGIT_ZERO = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

    /** ISO's code for "no currency": what is in it is equal to no order's total, so it never counts as paid. */
    private static final String NONE = "XXX";

    /** The most that Stripe takes in any currency, in its own units; where it takes less, it says so itself. */
    private static final long LARGEST = 999_999_999_999L;

    private StripeAmounts() {}

    /**
     * Converts to ISO minor units; empty when the currency is unknown, or the amount is no whole number of them, or too
     * large.
     */
    static Optional<Money> ours(long amount, String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        return shift(code)
                .flatMap(shift -> moved(amount, -shift))
                .filter(minor -> Math.clamp(minor, -Money.LARGEST_MINOR, Money.LARGEST_MINOR) == minor)
                .map(minor -> new Money(minor, code));
    }

    /** Returns Stripe's own number in no currency, for an amount that cannot be converted. A person reviews it. */
    static Money unsayable(long amount) {
        return new Money(Math.clamp(amount, -Money.LARGEST_MINOR, Money.LARGEST_MINOR), NONE);
    }

    /** Converts what an object of Stripe shows: Stripe's own number in no currency where that is impossible. */
    static Money shown(@Nullable Long amount, @Nullable String currency) {
        long number = Objects.requireNonNullElse(amount, 0L);
        return ours(number, Objects.requireNonNullElse(currency, "")).orElseGet(() -> unsayable(number));
    }

    /** Converts to Stripe's units; empty when Stripe would not take it exactly. */
    public static Optional<Long> stripes(Money money) {
        Optional<Long> amount = shift(money.currency()).flatMap(shift -> moved(money.minor(), shift));
        return LAST_DIGIT_ZERO.contains(money.currency()) ? amount.filter(whole -> whole % 10 == 0) : amount;
    }

    /**
     * Returns the code for which Stripe takes no charge of it; empty where only Stripe itself can say, for instance too
     * little.
     */
    public static Optional<String> problem(Money money) {
        if (!money.isPositive()) {
            return Optional.of("amount-not-positive");
        }
        if (shift(money.currency()).isEmpty()) {
            return Optional.of("currency-unknown");
        }
        Optional<Long> amount = stripes(money);
        if (amount.isEmpty()) {
            return Optional.of("amount-not-exact");
        }
        return amount.get() > LARGEST ? Optional.of("amount-too-large") : Optional.empty();
    }

    /** Returns the decimals that Stripe has beyond ISO. */
    private static Optional<Integer> shift(String code) {
        return Money.exponent(code).map(iso -> DECIMALS.getOrDefault(code, iso) - iso);
    }

    /** Multiplies by ten to the power of {@code by}, if the result is a whole number that fits. */
    private static Optional<Long> moved(long amount, int by) {
        long factor = by == 0 ? 1 : 100;
        if (by < 0) {
            return amount % factor == 0 ? Optional.of(amount / factor) : Optional.empty();
        }
        boolean fits = amount <= Long.MAX_VALUE / factor && amount >= Long.MIN_VALUE / factor;
        return fits ? Optional.of(amount * factor) : Optional.empty();
    }
}
