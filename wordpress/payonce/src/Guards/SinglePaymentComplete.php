<?php
/**
 * The guard of payment_complete().
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Guards;

use Payonce\Effects\Applier;
use Payonce\Orders\OrderCaches;
use Payonce\Orders\OrderLock;
use Payonce\Orders\StoredOrder;

/**
 * The guard that lets one payment_complete() of an order through, by whatever gateway, REST request or plugin.
 *
 * WooCommerce decides on the object that it was given, which may be older than another request's payment. So the order's
 * lock is taken before, and the stored status is read under it. If it allows no payment any more, the object is corrected
 * and payment_complete() does nothing.
 */
final class SinglePaymentComplete {

	private const LOCK_SECONDS = 10;

	/**
	 * The orders that payment_complete() pays now; true where this guard holds the lock.
	 *
	 * @var array<int,bool>
	 */
	private static array $held = array();

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_action( 'woocommerce_pre_payment_complete', array( self::class, 'before' ), 0 );
		add_filter( 'woocommerce_valid_order_statuses_for_payment_complete', array( self::class, 'decide' ), 999, 2 );
		add_action( 'woocommerce_payment_complete', array( self::class, 'after' ), 9999 );
		Guards::after_each_action( array( self::class, 'give_back' ) );
	}

	/**
	 * Takes the order's lock. Inside an effect it is held, and the order was read under it.
	 *
	 * @param mixed $order_id The order.
	 */
	public static function before( $order_id ): void {
		$order_id = (int) $order_id;
		if ( Applier::running() || isset( self::$held[ $order_id ] ) ) {
			return;
		}
		// The status is compared without the lock too; only a payment between this and the save would be missed.
		self::$held[ $order_id ] = OrderLock::take_or_warn( $order_id, self::LOCK_SECONDS, 'payment_complete()' );
	}

	/**
	 * Decides on the stored status instead of the object's.
	 *
	 * @param mixed $valid The statuses that allow a payment.
	 * @param mixed $order The object.
	 * @return mixed The statuses that allow a payment; none if another process was first.
	 */
	public static function decide( $valid, $order ) {
		if ( Applier::running() || ! $order instanceof \WC_Order || ! isset( self::$held[ $order->get_id() ] ) ) {
			return $valid;
		}
		$stored = StoredOrder::status( $order->get_id() );
		if ( ! self::somebody_was_first( $stored, $order->get_status( 'edit' ), (array) $valid ) ) {
			if ( ! $order->has_status( (array) $valid ) ) {
				// WooCommerce does nothing now, and runs no hook at which the lock would be freed.
				self::after( $order->get_id() );
			}
			return $valid;
		}
		StoredOrder::correct( $order, $stored );
		OrderCaches::forget( $order->get_id() );
		self::after( $order->get_id() );
		return array();
	}

	/**
	 * Frees the lock.
	 *
	 * @param mixed $order_id The order.
	 */
	public static function after( $order_id ): void {
		$order_id = (int) $order_id;
		$taken    = self::$held[ $order_id ] ?? false;
		unset( self::$held[ $order_id ] );
		if ( $taken ) {
			OrderLock::free( $order_id );
		}
	}

	/**
	 * Frees the locks of payments that another plugin's exception has ended.
	 */
	public static function give_back(): void {
		foreach ( array_keys( self::$held ) as $order_id ) {
			self::after( $order_id );
		}
	}

	/**
	 * Tells if the stored status allows no payment any more, and the object does not know.
	 *
	 * @param string   $stored The stored status.
	 * @param string   $known  The object's status.
	 * @param string[] $valid  The statuses that allow a payment.
	 */
	public static function somebody_was_first( string $stored, string $known, array $valid ): bool {
		return '' !== $stored && $stored !== $known && ! in_array( $stored, $valid, true );
	}
}
