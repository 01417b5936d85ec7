package dev.payonce.sandbox.installation;

import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.sandbox.store.StoreOrder;
import java.util.Map;

/** What stands in a payment's metadata at the gateway, depending on who made the payment. */
public final class Metadata {

    private Metadata() {}

    /** What the order asks, in minor units. */
    public static long asked(StoreOrder order) {
        return Money.ofMajor(order.total(), order.currency()).orElseThrow().minor();
    }

    /** Payonce's own mark. A store without a name has none in it: Stripe takes an empty value for none. */
    public static Map<String, String> tag(Installation all, StoreOrder order) {
        return Map.of(
                "payonce_site", Fingerprint.ofSite(all.store().siteUrl()),
                "payonce_order", Long.toString(order.id()),
                "payonce_key", Fingerprint.ofOrderKey(order.key()),
                "payonce_operation", "1");
    }

    /** The same of a store that has a name. */
    public static Map<String, String> tag(Branch store, StoreOrder order) {
        return Map.of(
                "payonce_store", store.name(),
                "payonce_site", Fingerprint.ofSite(store.store().siteUrl()),
                "payonce_order", Long.toString(order.id()),
                "payonce_key", Fingerprint.ofOrderKey(order.key()),
                "payonce_operation", "1");
    }

    /** What WooCommerce's Stripe plugin writes. */
    public static Map<String, String> claim(Installation all, StoreOrder order) {
        return Map.of(
                "order_id", Long.toString(order.id()),
                "order_key", order.key(),
                "site_url", all.store().siteUrl());
    }

    /** The same of a store that has a name. */
    public static Map<String, String> claim(Branch store, StoreOrder order) {
        return Map.of(
                "order_id", Long.toString(order.id()),
                "order_key", order.key(),
                "site_url", store.store().siteUrl());
    }
}
