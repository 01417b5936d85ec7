package dev.payonce.gateway.stripe.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.payonce.signature.Hmac;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The check of Stripe's signature over a webhook: {@code t=1700000000,v1=<hex>,v1=<hex>,v0=...}, where v1 is the
 * HMAC-SHA256 of {@code t.body}. The SDK's own check takes one secret only, and believes a time stamp in the future.
 * Source: docs.stripe.com/webhooks/signature.
 */
final class StripeSignature {

    /** The verdict. FORGED: signed by no known secret. STALE: genuine, but of another time than now. */
    enum Verdict {
        GENUINE,
        STALE,
        FORGED
    }

    /** The most signatures in one header, and secrets of one account. */
    static final int MOST = 10;

    /** The difference between a webhook's time stamp and now, in either direction. Stripe bounds only the past. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** The longest header in characters; Stripe's have about 100, or 170 while a secret is being rotated. */
    private static final int HEADER = 2048;

    private static final Pattern SECOND = Pattern.compile("[0-9]{1,12}");

    private final List<Hmac> keys;

    /** @param secrets used as they are, not decoded */
    StripeSignature(List<String> secrets) {
        this.keys =
                secrets.stream().map(secret -> new Hmac(secret.getBytes(UTF_8))).toList();
    }

    Verdict judge(byte[] body, String header, Instant now) {
        return Header.parse(header)
                .filter(signed -> keys.stream().anyMatch(key -> signed.by(key, body)))
                .map(signed -> signed.near(now) ? Verdict.GENUINE : Verdict.STALE)
                .orElse(Verdict.FORGED);
    }

    /** @param second as it was written, for that is what was signed */
    private record Header(String second, List<String> signatures) {

        /** Parses a header; empty for one that Stripe would not send: no time, two of them, no v1, or too many. */
        static Optional<Header> parse(String header) {
            if (header.length() > HEADER) {
                return Optional.empty();
            }
            List<String> seconds = new ArrayList<>();
            List<String> signatures = new ArrayList<>();
            for (String item : header.split(",", -1)) {
                String[] pair = item.split("=", 2);
                if (pair.length == 2 && pair[0].equals("t")) {
                    seconds.add(pair[1]);
                } else if (pair.length == 2 && pair[0].equals("v1")) {
                    signatures.add(pair[1]);
                }
            }
            boolean plausible = seconds.size() == 1
                    && SECOND.matcher(seconds.getFirst()).matches()
                    && !signatures.isEmpty()
                    && signatures.size() <= MOST;
            return plausible ? Optional.of(new Header(seconds.getFirst(), signatures)) : Optional.empty();
        }

        /** Compares in constant time, so the response's delay does not show how much of a guess was right. */
        boolean by(Hmac key, byte[] body) {
            byte[] expected = key.hex((second + ".").getBytes(US_ASCII), body).getBytes(US_ASCII);
            return signatures.stream().anyMatch(given -> MessageDigest.isEqual(expected, given.getBytes(UTF_8)));
        }

        boolean near(Instant now) {
            Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(second)), now);
            return age.abs().compareTo(TOLERANCE) <= 0;
        }
    }
}
