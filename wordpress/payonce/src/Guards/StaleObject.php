<?php
/**
 * The guard against stale objects.
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
 * The guard that keeps an order object from taking a paid order back, if it was read before the payment. The change of
 * status is dropped, the rest of the save goes on, and a note says so.
 *
 * It never throws: WooCommerce would swallow the exception, skip the write, and run all hooks of a change that was not
 * saved. It edits the object instead.
 */
final class StaleObject {

	private const LOCK_SECONDS = 10;

	/** The object knows the stored status, or the order is not paid. */
	public const KNOWS = 'knows';

	/** The object wants what is stored: no hook or mail of it may run again. */
	public const AGAIN = 'again';

	/** The object moves a paid order on, from a status that it does not know. */
	public const FORWARD = 'forward';

	/** The object takes a paid order back. */
	public const BACKWARD = 'backward';

	/**
	 * How often this guard holds an order's lock, for saves inside of saves.
	 *
	 * @var array<int,int>
	 */
	private static array $held = array();

	/**
	 * The notes to write after the save.
	 *
	 * @var array<int,string>
	 */
	private static array $notes = array();

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_action( 'woocommerce_before_order_object_save', array( self::class, 'before' ), 1 );
		add_action( 'woocommerce_after_order_object_save', array( self::class, 'after' ), 999 );
		Guards::after_each_action( array( self::class, 'give_back' ) );
	}

	/**
	 * Looks at a save before it is made. With orders in posts every save writes the status, else only one that changes it.
	 *
	 * @param mixed $order The object.
	 */
	public static function before( $order ): void {
		if ( Applier::running() || ! $order instanceof \WC_Order || 0 === $order->get_id() ) {
			return;
		}
		if ( StoredOrder::in_own_tables() && ! isset( $order->get_changes()['status'] ) ) {
			return;
		}
		$order_id = $order->get_id();
		// The status is compared without the lock too; only a payment between this and the save would be missed.
		if ( OrderLock::take_or_warn( $order_id, self::LOCK_SECONDS, 'A save' ) ) {
			self::$held[ $order_id ] = ( self::$held[ $order_id ] ?? 0 ) + 1;
		}
		$stored = StoredOrder::status( $order_id );
		$wanted = $order->get_status( 'edit' );
		$read   = StoredOrder::status_when_read( $order );
		if ( $stored !== $read ) {
			// With orders in posts WooCommerce writes what the cached meta lacks, and would delete the new paid date.
			OrderCaches::forget( $order_id );
		}
		switch ( self::judge( $stored, $read, $wanted, wc_get_is_paid_statuses() ) ) {
			case self::FORWARD:
				StoredOrder::rebase( $order, $stored );
				break;
			case self::BACKWARD:
				StoredOrder::correct( $order, $stored );
				// With orders in posts every save writes the status, also one that changes something else.
				if ( $wanted === $read ) {
					break;
				}
				/* translators: 1: status that was wanted, 2: status of the order */
				self::$notes[ $order_id ] = sprintf( __( 'An outdated request wanted to set this order to "%1$s". It had been paid meanwhile and stays "%2$s".', 'payonce' ), wc_get_order_status_name( $wanted ), wc_get_order_status_name( $stored ) );
				break;
			case self::AGAIN:
				StoredOrder::correct( $order, $stored );
		}
	}

	/**
	 * Frees the lock after a save, and writes the note.
	 *
	 * @param mixed $order The object.
	 */
	public static function after( $order ): void {
		if ( ! $order instanceof \WC_Order ) {
			return;
		}
		$order_id = $order->get_id();
		if ( ! empty( self::$held[ $order_id ] ) ) {
			--self::$held[ $order_id ];
			OrderLock::free( $order_id );
		}
		if ( isset( self::$notes[ $order_id ] ) ) {
			$note = self::$notes[ $order_id ];
			unset( self::$notes[ $order_id ] );
			$order->add_order_note( $note );
		}
	}

	/**
	 * Frees the locks of saves that another plugin's exception has ended.
	 */
	public static function give_back(): void {
		foreach ( self::$held as $order_id => $times ) {
			for ( ; 0 < $times; $times-- ) {
				OrderLock::free( $order_id );
			}
		}
		self::$held = array();
	}

	/**
	 * Judges a save by an object that may have been read before the payment.
	 *
	 * @param string   $stored    The stored status.
	 * @param string   $when_read The status that the object was read with.
	 * @param string   $wanted    The status that it would write.
	 * @param string[] $paid      The statuses of paid orders.
	 */
	public static function judge( string $stored, string $when_read, string $wanted, array $paid ): string {
		if ( $stored === $when_read || ! in_array( $stored, $paid, true ) ) {
			return self::KNOWS;
		}
		if ( $wanted === $stored ) {
			return self::AGAIN;
		}
		// To completed or refunded is a way forward for any program; from completed there is only the latter.
		return in_array( $wanted, array( 'completed', 'refunded' ), true ) ? self::FORWARD : self::BACKWARD;
	}
}
