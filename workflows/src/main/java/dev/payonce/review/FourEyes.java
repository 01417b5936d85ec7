package dev.payonce.review;

import dev.payonce.money.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The limits above which an operator's decision needs a second operator. Each currency has its own; an amount in another
 * currency is above every limit, since nothing converts it.
 */
public record FourEyes(List<Money> limits) {

    /** One operator decides everything. */
    public static final FourEyes OFF = new FourEyes(List.of());

    /** A proposal that no second operator has approved within this time is over. */
    public static final Duration WITHIN = Duration.ofDays(1);

    private static final Pattern LIMIT = Pattern.compile("([0-9]{1,12}(?:[.][0-9]{1,3})?) ([A-Z]{3})");

    public FourEyes {
        limits = List.copyOf(limits);
    }

    /** Reads limits as a setting has them, such as {@code 500 EUR, 450 GBP}; empty where one cannot be read. */
    public static Optional<FourEyes> of(String text) {
        List<Money> limits = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            Matcher parts = LIMIT.matcher(each.strip());
            Optional<Money> limit =
                    parts.matches() ? Money.ofMajor(new BigDecimal(parts.group(1)), parts.group(2)) : Optional.empty();
            if (limit.isEmpty() || limits.stream().anyMatch(other -> same(other, limit.get()))) {
                return Optional.empty();
            }
            limits.add(limit.get());
        }
        return Optional.of(new FourEyes(limits));
    }

    private static boolean same(Money one, Money other) {
        return one.currency().equals(other.currency());
    }

    /**
     * Reports whether this amount needs two operators.
     *
     * @param amount empty where it is not known, which is above every limit
     */
    public boolean needed(Optional<Money> amount) {
        return !limits.isEmpty()
                && amount.flatMap(known -> limits.stream()
                                .filter(limit -> same(limit, known))
                                .filter(limit -> known.minor() <= limit.minor())
                                .findFirst())
                        .isEmpty();
    }
}
