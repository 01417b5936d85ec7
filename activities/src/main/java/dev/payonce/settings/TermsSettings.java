package dev.payonce.settings;

import dev.payonce.payment.Policy.Disputes;
import dev.payonce.payment.Policy.ExtraPayment;
import dev.payonce.payment.Policy.LateSuccess;
import dev.payonce.payment.Policy.Terms;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the merchant wants, where money would be given back or a person be asked. */
public final class TermsSettings {

    /** Nobody means more; a number without a bound would be no bound. */
    private static final int MOST_REFUNDS = 10_000;

    private TermsSettings() {}

    public static Terms read(Reading reading) {
        Terms usual = Terms.DEFAULT;
        return new Terms(
                word(reading, "PAYONCE_LATE_SUCCESS", usual.lateSuccess(), LateSuccess.values()),
                word(reading, "PAYONCE_EXTRA_PAYMENT", usual.extraPayment(), ExtraPayment.values()),
                reading.optional(
                        "PAYONCE_REFUNDS_PER_HOUR",
                        usual.refundsPerHour(),
                        "a whole number from 0, which asks about every one, to " + MOST_REFUNDS,
                        Reading.matching("[0-9]{1,5}").map(Integer::valueOf).and(refunds -> refunds <= MOST_REFUNDS)),
                word(reading, "PAYONCE_DISPUTES", usual.disputes(), Disputes.values()));
    }

    private static <T extends Enum<T>> T word(Reading reading, String name, T usual, T[] all) {
        String words = Arrays.stream(all).map(TermsSettings::word).collect(Collectors.joining(", "));
        return reading.optional(name, usual, "one of " + words, text -> named(text, all));
    }

    private static <T extends Enum<T>> Optional<T> named(String text, T[] all) {
        return Arrays.stream(all).filter(each -> word(each).equals(text)).findFirst();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
