<?php
/**
 * Caches of an order.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Orders;

use Automattic\WooCommerce\Caches\OrderCache;
use Automattic\WooCommerce\Internal\DataStores\Orders\OrdersTableDataStore;

/**
 * The cached copies of an order and of what an order touches: refunds, items, notes, products, coupons, the customer.
 * They are forgotten before an effect, so that PHP decides on what is stored, and after it, so that neither a
 * transaction that was rolled back nor one of a process that was killed lives on in a shared cache.
 */
final class OrderCaches {

	/**
	 * Forgets every copy of an order.
	 *
	 * @param int $order_id The order.
	 */
	public static function forget( int $order_id ): void {
		if ( StoredOrder::in_own_tables() ) {
			$container = wc_get_container();
			if ( class_exists( OrderCache::class ) ) {
				$container->get( OrderCache::class )->remove( $order_id );
			}
			$store = $container->get( OrdersTableDataStore::class );
			if ( method_exists( $store, 'clear_cached_data' ) ) {
				$store->clear_cached_data( array( $order_id ) );
			}
		}
		clean_post_cache( $order_id );
		wp_cache_delete( 'order-items-' . $order_id, 'orders' );
		\WC_Cache_Helper::invalidate_cache_group( 'orders' );
		if ( function_exists( 'wp_cache_set_comments_last_changed' ) ) {
			wp_cache_set_comments_last_changed();
		}
	}

	/**
	 * Forgets what an order touches.
	 *
	 * @param \WC_Abstract_Order $order The order.
	 */
	public static function forget_around( \WC_Abstract_Order $order ): void {
		foreach ( $order->get_items( array( 'line_item', 'coupon' ) ) as $id => $item ) {
			wp_cache_delete( $id, 'order_itemmeta' );
			wp_cache_delete( 'item-' . $id, 'order-items' );
			\WC_Cache_Helper::invalidate_cache_group( 'object_' . $id );
			if ( $item instanceof \WC_Order_Item_Product ) {
				self::forget_product( (int) $item->get_product_id() );
				self::forget_product( (int) $item->get_variation_id() );
			} elseif ( $item instanceof \WC_Order_Item_Coupon ) {
				$coupon = wc_get_coupon_id_by_code( $item->get_code() );
				if ( $coupon ) {
					clean_post_cache( $coupon );
				}
			}
		}
		if ( $order instanceof \WC_Order && $order->get_customer_id() ) {
			clean_user_cache( $order->get_customer_id() );
		}
	}

	/**
	 * Forgets everything that this process has read, where that is possible without touching what others share.
	 */
	public static function forget_all_here(): void {
		if ( ! wp_using_ext_object_cache() && function_exists( 'wp_cache_flush_runtime' ) ) {
			wp_cache_flush_runtime();
		}
	}

	/**
	 * Forgets a product.
	 *
	 * @param int $product_id The product; 0 is none.
	 */
	private static function forget_product( int $product_id ): void {
		if ( 0 !== $product_id ) {
			clean_post_cache( $product_id );
			wp_cache_delete( 'lookup_table', 'object_' . $product_id );
			\WC_Cache_Helper::invalidate_cache_group( 'product_' . $product_id );
		}
	}
}
