package dev.payonce.woocommerce.plugin;

import java.util.Map;

/**
 * A change of an order that Payonce has decided and that the plugin applies by WooCommerce's own functions.
 *
 * @param entry name of the ledger entry that it follows from; an order takes each name once
 * @param kind one of CONTRACT.md §3, for instance {@code paid}
 * @param body the kind's fields; becomes a JSON object
 */
public record Effect(String entry, String kind, Map<String, Object> body) {

    /** The order field in which the gateways' own plugins note a Stripe payment's ID before the order is paid. */
    public static final String STRIPE_INTENT = "_stripe_intent_id";
}
