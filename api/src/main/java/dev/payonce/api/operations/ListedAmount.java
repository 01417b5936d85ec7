package dev.payonce.api.operations;

import dev.payonce.api.http.InvalidRequest;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The amount that a filter of the list asks for.
 *
 * @param currency empty for each currency
 */
public record ListedAmount(BigDecimal amount, Optional<String> currency) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,4})?)(?: ([A-Z]{3}))?");

    /** Reads 49.90 or 49.90 EUR. */
    static ListedAmount of(String text) throws InvalidRequest {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new InvalidRequest("amount", "is an amount such as 49.90 or 49.90 EUR");
        }
        return new ListedAmount(new BigDecimal(form.group(1)), Optional.ofNullable(form.group(2)));
    }

    /** Reports whether a row's amount is this one. */
    boolean is(@Nullable String text) {
        Matcher form = FORM.matcher(text == null ? "" : text);
        return form.matches()
                && amount.compareTo(new BigDecimal(form.group(1))) == 0
                && currency.filter(asked -> !asked.equals(form.group(2))).isEmpty();
    }
}
