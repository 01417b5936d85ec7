/**
 * The companion plugin's side of a store: the outbox that tells PHP what to do to an order, and the tables that it reads.
 * {@code wordpress/CONTRACT.md} describes both directions.
 */
@org.jspecify.annotations.NullMarked
package dev.payonce.woocommerce.plugin;
