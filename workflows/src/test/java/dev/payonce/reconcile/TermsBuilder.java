package dev.payonce.reconcile;

import dev.payonce.reconcile.Policy.Terms;
import java.util.Arrays;

/** A builder of the merchant's terms for tests: the usual ones, but for some choices. */
public final class TermsBuilder {

    private TermsBuilder() {}

    /** Returns the usual terms but for these choices: each replaces the one of its type; a number is the hourly limit. */
    public static Terms terms(Object... choices) {
        return with(Policy.DECLINES_PER_HOUR, choices);
    }

    public static Terms declines(int anHour) {
        return with(anHour);
    }

    private static Terms with(int declines, Object... choices) {
        Terms usual = Terms.DEFAULT;
        return new Terms(
                choice(usual.lateSuccess(), choices),
                choice(usual.duplicatePayment(), choices),
                choice(usual.refundsPerHour(), choices),
                choice(usual.disputes(), choices),
                choice(usual.intervals(), choices),
                choice(usual.lapsing(), choices),
                choice(usual.twins(), choices),
                choice(usual.whenProcessing(), choices),
                choice(usual.inquiry(), choices),
                declines);
    }

    @SuppressWarnings("unchecked") // The filter has checked it.
    private static <T> T choice(T usual, Object... choices) {
        return (T) Arrays.stream(choices)
                .filter(usual.getClass()::isInstance)
                .findFirst()
                .orElse(usual);
    }
}
