<?php
/**
 * Renewals without an answer.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Subscriptions;

use Payonce\Effects\Queue;
use Payonce\Payments\Outcome;
use Payonce\Plugin;

/**
 * The repetition of a renewal that Payonce did not take, or whose answer did not arrive. The key is the same, so the card
 * is charged once. What Payonce has taken it finishes by itself.
 */
final class RenewalRetry {

	public const HOOK = 'payonce_renewal';

	private const PAUSES = array( 60, 300, 900, 3600, 3600, 14400, 14400, 43200 );

	/**
	 * Schedules a try.
	 *
	 * @param int    $order_id The renewal order.
	 * @param int    $tried    How often it was tried.
	 * @param string $kind     What the last try came to.
	 */
	public static function schedule( int $order_id, int $tried, string $kind ): void {
		if ( in_array( $kind, array( Outcome::NOT_TAKEN, Outcome::UNKNOWN ), true ) && isset( self::PAUSES[ $tried ] ) ) {
			Queue::once( self::HOOK, array( $order_id, $tried + 1 ), self::PAUSES[ $tried ] );
		}
	}

	/**
	 * Repeats a renewal.
	 *
	 * @param mixed $order_id The renewal order.
	 * @param mixed $tried    How often it was tried.
	 */
	public static function retry( $order_id, $tried = 0 ): void {
		$order = wc_get_order( (int) $order_id );
		if ( $order instanceof \WC_Order && Plugin::GATEWAY === $order->get_payment_method() ) {
			Renewals::renew( $order->get_total(), $order, (int) $tried );
		}
	}
}
