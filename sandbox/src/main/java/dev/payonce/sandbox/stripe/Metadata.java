package dev.payonce.sandbox.stripe;

import java.util.Map;

/** What callers write on objects: some short texts by name. */
final class Metadata {

    private Metadata() {}

    /** The same, unless it is more than Stripe takes. */
    static Map<String, String> checked(Map<String, String> metadata) {
        boolean tooLong = metadata.entrySet().stream()
                .anyMatch(entry -> entry.getKey().length() > Limits.METADATA_KEY
                        || entry.getValue().length() > Limits.METADATA_VALUE);
        if (tooLong || metadata.size() > Limits.METADATA_KEYS) {
            throw Refusal.invalid("", "metadata", "Metadata holds too many keys, or one that is too long");
        }
        return Map.copyOf(metadata);
    }
}
