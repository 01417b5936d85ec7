<?php
/**
 * The order's lock.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Orders;

use Payonce\Link;
use Payonce\Log;

/**
 * The advisory lock on an order that Payonce takes, too. It keeps others waiting; correctness never rests on it, since
 * a lost connection loses it in silence. It is counted, so that a request may take it twice. Payonce must never be
 * called while it is held: Payonce would wait for the lock, and the request for Payonce.
 */
final class OrderLock {

	/**
	 * How often this request holds each name.
	 *
	 * @var array<string,int>
	 */
	private static array $held = array();

	/**
	 * Seconds that this request has waited for each order's lock.
	 *
	 * @var array<int,float>
	 */
	private static array $waited = array();

	/**
	 * Takes an order's lock.
	 *
	 * @param int $order_id The order.
	 * @param int $seconds  How long to wait.
	 * @return bool False if another connection still holds it.
	 */
	public static function take( int $order_id, int $seconds ): bool {
		global $wpdb;
		$name = Link::lock_name( $order_id );
		if ( isset( self::$held[ $name ] ) ) {
			++self::$held[ $name ];
			return true;
		}
		if ( Link::has_advisory_locks() ) {
			$start  = microtime( true );
			$quiet  = $wpdb->suppress_errors( true );
			$answer = $wpdb->get_var( $wpdb->prepare( 'SELECT GET_LOCK(%s, %d)', $name, $seconds ) );
			$wpdb->suppress_errors( $quiet );
			self::$waited[ $order_id ] = self::waited( $order_id ) + microtime( true ) - $start;
			if ( '1' !== (string) $answer ) {
				return false;
			}
		}
		self::$held[ $name ] = 1;
		return true;
	}

	/**
	 * Takes an order's lock for work that goes on without it, too, and logs if it does.
	 *
	 * @param int    $order_id The order.
	 * @param int    $seconds  How long to wait.
	 * @param string $what     The work, as the log's sentence begins.
	 * @return bool False if another connection still holds it.
	 */
	public static function take_or_warn( int $order_id, int $seconds, string $what ): bool {
		$taken = self::take( $order_id, $seconds );
		if ( ! $taken ) {
			Log::warn( "$what of order $order_id goes on without the order's lock, which another connection has held for $seconds s. Compare the order's status with its notes. If this recurs, look for the slow query of that connection." );
		}
		return $taken;
	}

	/**
	 * Frees an order's lock, once for each time it was taken.
	 *
	 * @param int $order_id The order.
	 */
	public static function free( int $order_id ): void {
		global $wpdb;
		$name = Link::lock_name( $order_id );
		if ( ! isset( self::$held[ $name ] ) || 0 < --self::$held[ $name ] ) {
			return;
		}
		unset( self::$held[ $name ] );
		if ( Link::has_advisory_locks() ) {
			$wpdb->get_var( $wpdb->prepare( 'SELECT RELEASE_LOCK(%s)', $name ) );
		}
	}

	/**
	 * Returns the seconds that this request has waited for an order's lock. A shopper waits for them, too.
	 *
	 * @param int $order_id The order.
	 */
	public static function waited( int $order_id ): float {
		return self::$waited[ $order_id ] ?? 0.0;
	}

	/**
	 * Tells if this request holds any order's lock: then Payonce must not be called.
	 */
	public static function held_any(): bool {
		return array() !== self::$held;
	}
}
