package dev.payonce.servers.stripe.state;

import java.util.HashMap;
import java.util.Map;

/** The metadata that callers write on objects: some short texts by name. */
public final class Metadata {

    private static final int KEYS = 50;
    private static final int KEY_LENGTH = 40;
    private static final int VALUE_LENGTH = 500;

    private Metadata() {}

    /** Returns the same metadata, unless it is more than Stripe takes. */
    public static Map<String, String> checked(Map<String, String> metadata) {
        boolean tooLong = metadata.entrySet().stream()
                .anyMatch(entry ->
                        entry.getKey().length() > KEY_LENGTH || entry.getValue().length() > VALUE_LENGTH);
        if (tooLong || metadata.size() > KEYS) {
            throw Refusal.invalid("", "metadata", "Metadata holds too many keys, or one that is too long");
        }
        return Map.copyOf(metadata);
    }

    /** Merges by key, as Stripe does; an empty value takes a key away. */
    static Map<String, String> merged(Map<String, String> before, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(before);
        all.putAll(more);
        all.values().removeIf(String::isEmpty);
        return checked(all);
    }
}
