<?php
/**
 * Stock of refunds that failed.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Refunds;

/**
 * The stock that a refund has given back. WooCommerce restocks as soon as the refund's record is there, also where the money
 * is still under way.
 */
final class Restock {

	/** WooCommerce's meta of an order's item: how many pieces refunds have given back. */
	private const GIVEN_BACK = '_restock_refunded_items';

	/** WooCommerce's meta of an order's item: how many pieces its stock was reduced by. */
	private const REDUCED = '_reduced_stock';

	/**
	 * Takes back what a refund has restocked.
	 *
	 * @param \WC_Order        $order  The order.
	 * @param \WC_Order_Refund $record The refund's record, before it is deleted.
	 */
	public static function take_back( \WC_Order $order, \WC_Order_Refund $record ): void {
		foreach ( $record->get_items() as $refunded ) {
			$item  = $order->get_item( (int) $refunded->get_meta( '_refunded_item_id' ) );
			$given = $item instanceof \WC_Order_Item_Product ? (int) $item->get_meta( self::GIVEN_BACK ) : 0;
			$count = min( $given, abs( (int) $refunded->get_quantity() ) );
			if ( 0 < $count ) {
				self::reduce( $order, $item, $count, $given );
			}
		}
	}

	/**
	 * Reduces an item's stock again, and says so.
	 *
	 * @param \WC_Order              $order The order.
	 * @param \WC_Order_Item_Product $item  The item.
	 * @param int                    $count How many pieces.
	 * @param int                    $given How many pieces refunds have given back.
	 */
	private static function reduce( \WC_Order $order, \WC_Order_Item_Product $item, int $count, int $given ): void {
		$product = $item->get_product();
		if ( ! $product instanceof \WC_Product || ! $product->managing_stock() ) {
			return;
		}
		$left = wc_update_product_stock( $product, $count, 'decrease' );
		$item->update_meta_data( self::REDUCED, (string) ( (int) $item->get_meta( self::REDUCED ) + $count ) );
		$item->update_meta_data( self::GIVEN_BACK, (string) ( $given - $count ) );
		$item->save();
		/* translators: 1: product, 2: number of pieces, 3: stock now */
		$order->add_order_note( sprintf( __( 'The refund of %1$s did not happen: %2$d was taken from its stock again, which is now %3$s.', 'payonce' ), $item->get_name(), $count, (string) $left ) );
	}
}
