package dev.payonce.settings;

import dev.payonce.reconcile.Policy.Disputes;
import dev.payonce.reconcile.Policy.DuplicatePayment;
import dev.payonce.reconcile.Policy.FraudSigns;
import dev.payonce.reconcile.Policy.Inquiry;
import dev.payonce.reconcile.Policy.Lapsing;
import dev.payonce.reconcile.Policy.LateSuccess;
import dev.payonce.reconcile.Policy.RefreshIntervals;
import dev.payonce.reconcile.Policy.ShopperNotice;
import dev.payonce.reconcile.Policy.Terms;
import dev.payonce.reconcile.Policy.Twins;
import dev.payonce.reconcile.Policy.WhenProcessing;
import dev.payonce.review.FourEyes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The merchant's policy: when money is refunded and when a manual review is opened, and how often payments are
 * refreshed.
 */
public final class PolicySettings {

    /** The highest number that makes sense; a number without a limit would be no limit. */
    private static final int MOST_PER_HOUR = 10_000;

    /** The range in seconds; it also bounds the refreshes of a payment that has waited for a day. */
    private static final int LONGEST_PAUSE = 3_600;

    private PolicySettings() {}

    public static Terms read(SettingsReader reading) {
        Terms usual = Terms.DEFAULT;
        return new Terms(
                word(reading, "PAYONCE_LATE_SUCCESS", usual.lateSuccess(), LateSuccess.values()),
                word(reading, "PAYONCE_DUPLICATE_PAYMENT", usual.duplicatePayment(), DuplicatePayment.values()),
                perHour(reading, "PAYONCE_REFUNDS_PER_HOUR", usual.refundsPerHour(), "asks about every one"),
                word(reading, "PAYONCE_DISPUTES", usual.disputes(), Disputes.values()),
                intervals(reading),
                word(reading, "PAYONCE_AUTHORIZATION_LAPSING", usual.lapsing(), Lapsing.values()),
                word(reading, "PAYONCE_TWIN_ORDERS", usual.twins(), Twins.values()),
                word(reading, "PAYONCE_AUTHORIZED_WHEN_PROCESSING", usual.whenProcessing(), WhenProcessing.values()),
                word(reading, "PAYONCE_INQUIRY", usual.inquiry(), Inquiry.values()),
                perHour(reading, "PAYONCE_DECLINES_PER_HOUR", usual.declinesPerHour(), "is no bound"),
                notice(reading),
                word(reading, "PAYONCE_FRAUD_SIGNS", usual.fraudSigns(), FraudSigns.values()),
                reading.optional(
                        "PAYONCE_FOUR_EYES_ABOVE",
                        usual.fourEyes(),
                        "an amount for each currency, for instance 500 EUR, 450 GBP",
                        FourEyes::of));
    }

    private static ShopperNotice notice(SettingsReader reading) {
        return new ShopperNotice(
                reading.optional("PAYONCE_RECEIPT_EMAIL", false, "true or false", PolicySettings::flag),
                reading.optional(
                        "PAYONCE_STATEMENT_SUFFIX",
                        "",
                        "letters, digits, spaces, . and -, with a letter, at most 17, and {order} for the order's number",
                        SettingsReader.matching("(?=.*[A-Za-z])([A-Za-z0-9 .-]|\\{order}){1,17}")));
    }

    private static Optional<Boolean> flag(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static int perHour(SettingsReader reading, String name, int usual, String zero) {
        return reading.optional(
                name,
                usual,
                "a whole number from 0, which " + zero + ", to " + MOST_PER_HOUR,
                SettingsReader.whole(0, MOST_PER_HOUR));
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
                SettingsReader.whole(5, LONGEST_PAUSE).map(Duration::ofSeconds));
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
