package dev.payonce.settings;

import dev.payonce.reconcile.Policy.Disputes;
import dev.payonce.reconcile.Policy.DuplicatePayment;
import dev.payonce.reconcile.Policy.LateSuccess;
import dev.payonce.reconcile.Policy.RefreshIntervals;
import dev.payonce.reconcile.Policy.Terms;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The reader of the merchant's choices: refunds, manual reviews and the intervals of refreshes. */
public final class PolicySettings {

    /** Refunds in an hour; the setting is a limit, so it has one, too. */
    private static final int MOST_REFUNDS = 10_000;

    /** Seconds; a payment that has waited for a day is refreshed as often. */
    private static final int LONGEST_PAUSE = 3_600;

    private PolicySettings() {}

    public static Terms read(SettingsReader reading) {
        Terms usual = Terms.DEFAULT;
        return new Terms(
                word(reading, "PAYONCE_LATE_SUCCESS", usual.lateSuccess(), LateSuccess.values()),
                word(reading, "PAYONCE_DUPLICATE_PAYMENT", usual.duplicatePayment(), DuplicatePayment.values()),
                reading.optional(
                        "PAYONCE_REFUNDS_PER_HOUR",
                        usual.refundsPerHour(),
                        "a whole number from 0, which asks about every one, to " + MOST_REFUNDS,
                        SettingsReader.matching("[0-9]{1,5}")
                                .map(Integer::valueOf)
                                .and(refunds -> refunds <= MOST_REFUNDS)),
                word(reading, "PAYONCE_DISPUTES", usual.disputes(), Disputes.values()),
                intervals(reading));
    }

    private static RefreshIntervals intervals(SettingsReader reading) {
        Duration first = seconds(reading, "PAYONCE_REFRESH_FIRST", RefreshIntervals.DEFAULT.first());
        Duration longest = seconds(reading, "PAYONCE_REFRESH_LONGEST", RefreshIntervals.DEFAULT.longest());
        return reading.made(() -> new RefreshIntervals(first, longest), RefreshIntervals.DEFAULT);
    }

    private static Duration seconds(SettingsReader reading, String name, Duration usual) {
        return reading.optional(
                name,
                usual,
                "whole seconds, 5 to " + LONGEST_PAUSE,
                SettingsReader.matching("[0-9]{1,4}")
                        .map(Long::valueOf)
                        .and(seconds -> seconds >= 5 && seconds <= LONGEST_PAUSE)
                        .map(Duration::ofSeconds));
    }

    private static <T extends Enum<T>> T word(SettingsReader reading, String name, T usual, T[] all) {
        String words = Arrays.stream(all).map(PolicySettings::word).collect(Collectors.joining(", "));
        return reading.optional(name, usual, "one of " + words, text -> named(text, all));
    }

    private static <T extends Enum<T>> Optional<T> named(String text, T[] all) {
        return Arrays.stream(all).filter(each -> word(each).equals(text)).findFirst();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
