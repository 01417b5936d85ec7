package dev.payonce.gateway.stripe.payment;

import dev.payonce.order.Fingerprint;
import dev.payonce.payment.Payment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The metadata of a Stripe object: our tag, or the claim of another plugin. Stripe takes an empty value for "remove
 * this key". The tag of a store without a name therefore has no {@code payonce_store}.
 */
public final class StripeMetadata {

    static final String STORE = "payonce_store";
    static final String SITE = "payonce_site";
    static final String ORDER = "payonce_order";
    static final String KEY = "payonce_key";
    static final String OPERATION = "payonce_operation";
    static final String STORE_REFUND = "payonce_store_refund";

    private static final String FINGERPRINT = "[0-9a-f]{32}";

    private StripeMetadata() {}

    /** Reads our tag; empty unless all of it is there and well formed, since half a tag proves nothing. */
    public static Optional<Payment.Tag> tag(Map<String, String> metadata) {
        Optional<String> store = Optional.of(metadata.getOrDefault(STORE, ""))
                .filter(name -> name.matches("([a-z0-9][a-z0-9-]{0,31})?"));
        Optional<String> site = text(metadata, SITE).filter(print -> print.matches(FINGERPRINT));
        Optional<Long> order = number(metadata, ORDER).filter(id -> id > 0);
        Optional<String> key = text(metadata, KEY).filter(print -> print.matches(FINGERPRINT));
        Optional<Integer> operation = operation(metadata);
        if (store.isEmpty() || site.isEmpty() || order.isEmpty() || key.isEmpty() || operation.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Payment.Tag(store.get(), site.get(), order.get(), key.get(), operation.get()));
    }

    /** Writes our tag. */
    public static Map<String, String> of(Payment.Tag tag) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (!tag.store().isEmpty()) {
            metadata.put(STORE, tag.store());
        }
        metadata.put(SITE, tag.site());
        metadata.put(ORDER, Long.toString(tag.order()));
        metadata.put(KEY, tag.orderKey());
        metadata.put(OPERATION, Integer.toString(tag.operation()));
        return metadata;
    }

    /**
     * Writes the metadata of one of our refunds.
     *
     * @param storeRefund 0 where the store has made none
     */
    public static Map<String, String> ofRefund(Payment.Tag tag, long storeRefund) {
        Map<String, String> metadata = of(tag);
        if (storeRefund > 0) {
            metadata.put(STORE_REFUND, Long.toString(storeRefund));
        }
        return metadata;
    }

    /**
     * Reads the claim that the store's own Stripe plugin, or one like it, wrote. The order's key becomes a fingerprint
     * at once.
     */
    public static Optional<Payment.Claim> claim(Map<String, String> metadata) {
        String key = text(metadata, "order_key").map(Fingerprint::ofOrderKey).orElse("");
        String number = text(metadata, "order_id").orElse("");
        String site = text(metadata, "site_url").map(Fingerprint::ofSite).orElse("");
        return (key + number + site).isEmpty() ? Optional.empty() : Optional.of(new Payment.Claim(key, number, site));
    }

    static Optional<Integer> operation(Map<String, String> metadata) {
        return number(metadata, OPERATION)
                .filter(at -> at > 0 && at <= Integer.MAX_VALUE)
                .map(Long::intValue);
    }

    static Optional<Long> storeRefund(Map<String, String> metadata) {
        return number(metadata, STORE_REFUND).filter(id -> id > 0);
    }

    private static Optional<String> text(Map<String, String> metadata, String key) {
        return Optional.ofNullable(metadata.get(key)).filter(value -> !value.isBlank());
    }

    private static Optional<Long> number(Map<String, String> metadata, String key) {
        return text(metadata, key).filter(value -> value.matches("[0-9]{1,18}")).map(Long::parseLong);
    }
}
