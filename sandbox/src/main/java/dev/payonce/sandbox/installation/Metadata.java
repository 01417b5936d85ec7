package dev.payonce.sandbox.installation;

import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.servers.store.StoreOrder;
import java.util.Map;

/** The metadata of a payment at the gateway, by the program that made the payment. */
public final class Metadata {

    private Metadata() {}

    /** Returns the amount that the order asks, in minor units. */
    public static long asked(StoreOrder order) {
        return Money.ofMajor(order.total(), order.currency()).orElseThrow().minor();
    }

    /** Returns Payonce's tag. It lacks the store where that has no name: Stripe takes an empty value for none. */
    public static Map<String, String> tag(Installation all, StoreOrder order) {
        return Map.of(
                "payonce_site", Fingerprint.ofSite(all.store().siteUrl()),
                "payonce_order", Long.toString(order.id()),
                "payonce_key", Fingerprint.ofOrderKey(order.key()),
                "payonce_operation", "1");
    }

    /** Returns the tag of a store that has a name. */
    public static Map<String, String> tag(Branch store, StoreOrder order) {
        return Map.of(
                "payonce_store", store.name(),
                "payonce_site", Fingerprint.ofSite(store.store().siteUrl()),
                "payonce_order", Long.toString(order.id()),
                "payonce_key", Fingerprint.ofOrderKey(order.key()),
                "payonce_operation", "1");
    }

    /** Returns the metadata that WooCommerce's Stripe plugin writes. */
    public static Map<String, String> claim(Installation all, StoreOrder order) {
        return Map.of(
                "order_id", Long.toString(order.id()),
                "order_key", order.key(),
                "site_url", all.store().siteUrl());
    }

    /** Returns the plugin's metadata for a store that has a name. */
    public static Map<String, String> claim(Branch store, StoreOrder order) {
        return Map.of(
                "order_id", Long.toString(order.id()),
                "order_key", order.key(),
                "site_url", store.store().siteUrl());
    }
}
