<?php
/**
 * Moves of an order's status.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

/**
 * The move of an order to another status, which must succeed or be rolled back.
 */
final class Moves {

	/**
	 * Moves an order.
	 *
	 * @param \WC_Order $order The order.
	 * @param string    $to    The status, without "wc-".
	 * @param string    $note  Why.
	 * @throws \RuntimeException If WooCommerce did not move it.
	 */
	public static function move( \WC_Order $order, string $to, string $note ): void {
		if ( ! $order->update_status( $to, $note ) || ! $order->has_status( $to ) ) {
			throw new \RuntimeException( 'The order could not be moved to ' . esc_html( $to ) . '; WooCommerce\'s log says why' );
		}
	}
}
