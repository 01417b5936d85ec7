package dev.payonce.settings;

import dev.payonce.payment.Policy.Disputes;
import dev.payonce.payment.Policy.ExtraPayment;
import dev.payonce.payment.Policy.LateSuccess;
import dev.payonce.payment.Policy.Pauses;
import dev.payonce.payment.Policy.Terms;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the merchant wants: where money would be given back or a person be asked, and how often is looked. */
public final class TermsSettings {

    /** Nobody means more; a number without a bound would be no bound. */
    private static final int MOST_REFUNDS = 10_000;

    /** Seconds; a payment that has waited for a day is looked at as often. */
    private static final int LONGEST_PAUSE = 3_600;

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
                word(reading, "PAYONCE_DISPUTES", usual.disputes(), Disputes.values()),
                pauses(reading));
    }

    private static Pauses pauses(Reading reading) {
        Duration first = seconds(reading, "PAYONCE_FIRST_LOOK", Pauses.DEFAULT.first());
        Duration longest = seconds(reading, "PAYONCE_LONGEST_LOOK", Pauses.DEFAULT.longest());
        return reading.made(() -> new Pauses(first, longest), Pauses.DEFAULT);
    }

    private static Duration seconds(Reading reading, String name, Duration usual) {
        return reading.optional(
                name,
                usual,
                "whole seconds, 5 to " + LONGEST_PAUSE,
                Reading.matching("[0-9]{1,4}")
                        .map(Long::valueOf)
                        .and(seconds -> seconds >= 5 && seconds <= LONGEST_PAUSE)
                        .map(Duration::ofSeconds));
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
