<?php
/**
 * What the database says about an order.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Orders;

use Automattic\WooCommerce\Utilities\OrderUtil;

/**
 * An order as the database has it now, past every cache and past every object that was read before.
 */
final class StoredOrder {

	/**
	 * Tells if orders live in WooCommerce's own tables.
	 */
	public static function in_own_tables(): bool {
		return OrderUtil::custom_orders_table_usage_is_enabled();
	}

	/**
	 * Returns the stored status without "wc-"; empty if there is no such order.
	 *
	 * @param int  $order_id The order.
	 * @param bool $lock     True to lock the row until the transaction ends.
	 */
	public static function status( int $order_id, bool $lock = false ): string {
		global $wpdb;
		$statement = self::in_own_tables()
			? "SELECT status FROM {$wpdb->prefix}wc_orders WHERE id = %d"
			: "SELECT post_status FROM {$wpdb->posts} WHERE ID = %d";
		$status    = $wpdb->get_var( $wpdb->prepare( $statement . ( $lock ? ' FOR UPDATE' : '' ), $order_id ) ); // phpcs:ignore WordPress.DB
		return (string) preg_replace( '/^wc-/', '', (string) $status );
	}

	/**
	 * Returns the stored transaction id.
	 *
	 * @param int $order_id The order.
	 */
	public static function transaction( int $order_id ): string {
		global $wpdb;
		$statement = self::in_own_tables()
			? "SELECT transaction_id FROM {$wpdb->prefix}wc_orders WHERE id = %d"
			: "SELECT meta_value FROM {$wpdb->postmeta} WHERE post_id = %d AND meta_key = '_transaction_id' ORDER BY meta_id LIMIT 1";
		return (string) $wpdb->get_var( $wpdb->prepare( $statement, $order_id ) ); // phpcs:ignore WordPress.DB
	}

	/**
	 * Corrects what an order object believes to be stored. Nothing is written, and no hook runs.
	 *
	 * @param \WC_Abstract_Order $order  The object.
	 * @param string             $status The stored status.
	 */
	public static function correct( \WC_Abstract_Order $order, string $status ): void {
		( function () use ( $status ) {
			$this->data['status'] = $status;
			unset( $this->changes['status'], $this->changes['date_paid'], $this->changes['date_completed'] );
			$this->status_transition = false;
		} )->call( $order );
	}

	/**
	 * Corrects where an order object believes to come from, and keeps where it goes.
	 *
	 * @param \WC_Abstract_Order $order  The object.
	 * @param string             $status The stored status.
	 */
	public static function rebase( \WC_Abstract_Order $order, string $status ): void {
		( function () use ( $status ) {
			$this->data['status'] = $status;
			if ( is_array( $this->status_transition ?? null ) ) {
				$this->status_transition['from'] = $status;
			}
		} )->call( $order );
	}

	/**
	 * Returns the status that an order object was read with, whatever it was changed to since.
	 *
	 * @param \WC_Abstract_Order $order The object.
	 */
	public static function status_when_read( \WC_Abstract_Order $order ): string {
		return (string) ( fn() => $this->data['status'] )->call( $order );
	}
}
