<?php
/**
 * The right to renew.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Subscriptions;

use Payonce\Link;

/**
 * The right to renew an order, which one process has at a time. It is no lock of the order itself, so Payonce may be called
 * while it is held. Without advisory locks (Galera) every process has it; the idempotency key then carries alone.
 */
final class RenewalLock {

	/**
	 * Takes the right to renew an order, without waiting for it.
	 *
	 * @param int $order_id The renewal order.
	 * @return bool False if another process renews it now.
	 */
	public static function take( int $order_id ): bool {
		global $wpdb;
		return ! Link::has_advisory_locks() || '1' === (string) $wpdb->get_var( $wpdb->prepare( 'SELECT GET_LOCK(%s, 0)', self::name( $order_id ) ) );
	}

	/**
	 * Frees the right to renew an order.
	 *
	 * @param int $order_id The renewal order.
	 */
	public static function free( int $order_id ): void {
		global $wpdb;
		if ( Link::has_advisory_locks() ) {
			$wpdb->get_var( $wpdb->prepare( 'SELECT RELEASE_LOCK(%s)', self::name( $order_id ) ) );
		}
	}

	/**
	 * Returns the lock's name. Locks are of the whole server, so it names the shop.
	 *
	 * @param int $order_id The renewal order.
	 */
	private static function name( int $order_id ): string {
		global $wpdb;
		return "payonce_renewal_{$order_id}_" . substr( hash( 'sha256', DB_NAME . ' ' . $wpdb->prefix ), 0, 12 );
	}
}
