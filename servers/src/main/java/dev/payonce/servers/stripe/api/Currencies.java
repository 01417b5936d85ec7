package dev.payonce.servers.stripe.api;

import dev.payonce.servers.stripe.state.Refusal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The currencies that Stripe takes, and the smallest amount of each. Source: docs.stripe.com/currencies. They do not
 * bind the shopper, who may pay what a test needs.
 */
final class Currencies {

    private static final Set<String> KNOWN = Set.of(
            ("aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf "
                            + "clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd "
                            + "hnl htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl "
                            + "mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk "
                            + "php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd "
                            + "top try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw")
                    .split(" "));

    /** The smallest charge, where it is not fifty of the smallest unit. */
    private static final Map<String, Long> LEAST = Map.ofEntries(
            Map.entry("aed", 200L),
            Map.entry("bgn", 100L),
            Map.entry("czk", 1500L),
            Map.entry("dkk", 250L),
            Map.entry("gbp", 30L),
            Map.entry("hkd", 400L),
            Map.entry("huf", 17500L),
            Map.entry("isk", 100L),
            Map.entry("mxn", 1000L),
            Map.entry("myr", 200L),
            Map.entry("nok", 300L),
            Map.entry("pln", 200L),
            Map.entry("ron", 200L),
            Map.entry("sek", 300L),
            Map.entry("thb", 1000L),
            Map.entry("ugx", 100L));

    private static final long LEAST_ELSEWHERE = 50;

    /** Currencies whose last digits Stripe wants to be zero. */
    private static final Map<String, Long> STEP =
            Map.of("isk", 100L, "ugx", 100L, "bhd", 10L, "jod", 10L, "kwd", 10L, "omr", 10L, "tnd", 10L);

    private Currencies() {}

    static void check(long amount, String currency) {
        String code = currency.toLowerCase(Locale.ROOT);
        if (!KNOWN.contains(code)) {
            throw Refusal.invalid("", "currency", "Invalid currency: " + code);
        }
        long least = LEAST.getOrDefault(code, LEAST_ELSEWHERE);
        // Below one is another mistake, which is reported first.
        if (amount > 0 && amount < least) {
            throw Refusal.invalid("amount_too_small", "amount", "Amount must be at least " + least + " " + code);
        }
        if (amount % STEP.getOrDefault(code, 1L) != 0) {
            throw Refusal.invalid(
                    "parameter_invalid_integer", "amount", "Amount must be divisible by " + STEP.get(code));
        }
    }
}
