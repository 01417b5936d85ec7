package dev.payonce.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An amount in ISO 4217 minor units of one currency; may be negative or zero.
 *
 * @param minor the amount, in units of 10^-exponent of the currency
 * @param currency three upper-case letters, not necessarily a currency that this JDK knows
 */
public record Money(long minor, String currency) {

    /** Larger amounts are mistakes; the bound keeps every sum of them exact. */
    public static final long LARGEST_MINOR = 1_000_000_000_000_000L;

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    public Money {
        if (minor > LARGEST_MINOR || minor < -LARGEST_MINOR) {
            throw new IllegalArgumentException("No order is worth that much");
        }
        if (!CURRENCY.matcher(currency).matches()) {
            throw new IllegalArgumentException("A currency is three upper-case letters");
        }
    }

    /** Returns the currency's number of decimals by ISO 4217; empty for a currency this JDK does not know. */
    public static Optional<Integer> exponent(String currency) {
        try {
            int digits = Currency.getInstance(currency).getDefaultFractionDigits();
            return digits < 0 ? Optional.empty() : Optional.of(digits);
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    /**
     * Returns the difference, in minor units, between an order's total and another plugin's charge that counts as
     * rounding. Of three decimals gateways take two, so such a plugin has to drop or round the last one.
     */
    public static long rounding(String currency) {
        return exponent(currency).filter(decimals -> decimals == 3).isPresent() ? 9 : 1;
    }

    /**
     * Rounds an amount in major units half up, once. Empty when the currency is unknown, malformed, or the amount does
     * not fit: such an amount can never be compared, so it can never count as paid.
     */
    public static Optional<Money> ofMajor(BigDecimal major, String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        return exponent(code).flatMap(digits -> {
            try {
                BigDecimal minor = major.movePointRight(digits).setScale(0, RoundingMode.HALF_UP);
                return Optional.of(new Money(minor.longValueExact(), code));
            } catch (ArithmeticException | IllegalArgumentException tooLarge) {
                return Optional.empty();
            }
        });
    }

    /** Reads an amount in major units as a person writes it; empty where it is not positive, or would have to be rounded. */
    public static Optional<Money> ofExactMajor(BigDecimal major, String currency) {
        return ofMajor(major, currency)
                .filter(money -> money.isPositive() && new BigDecimal(money.major()).compareTo(major) == 0);
    }

    /** Throws on overflow or on two currencies; both are bugs of the caller. */
    public Money plus(Money other) {
        requireSame(other);
        return new Money(Math.addExact(minor, other.minor), currency);
    }

    /** Returns true when both are of one currency and differ by at most the given number of minor units. */
    public boolean within(long tolerance, Money other) {
        return currency.equals(other.currency) && Math.abs(Math.subtractExact(minor, other.minor)) <= tolerance;
    }

    /** Returns true when both are of one currency and this is not less, but for the given number of minor units. */
    public boolean covers(long tolerance, Money other) {
        return currency.equals(other.currency) && minor + tolerance >= other.minor;
    }

    public boolean isPositive() {
        return minor > 0;
    }

    /** Returns a text for people, such as 49.90 EUR; it is never parsed back. */
    public String text() {
        return major() + " " + currency;
    }

    /** Returns the amount in major units, such as 49.90; whole minor units of a currency that this JDK does not know. */
    public String major() {
        return BigDecimal.valueOf(minor, exponent(currency).orElse(0)).toPlainString();
    }

    private void requireSame(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("Two currencies: " + currency + " and " + other.currency);
        }
    }
}
