<?php
/**
 * Carts that are paid.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Gateway;

use Payonce\Plugin;

/**
 * The cart of a shopper who has paid and never came back from the bank. WooCommerce empties it at her next page, but requests
 * beside that page may have read it before and write it back. So each request that reads it empties it.
 */
final class PaidCart {

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_action( 'woocommerce_cart_loaded_from_session', array( self::class, 'empty_paid' ) );
	}

	/**
	 * Empties a cart whose order is paid.
	 *
	 * @param mixed $cart The cart, as the session has it.
	 */
	public static function empty_paid( $cart ): void {
		$waiting = null === \WC()->session ? 0 : absint( \WC()->session->get( 'order_awaiting_payment' ) );
		$order   = 0 === $waiting ? null : wc_get_order( $waiting );
		if ( $cart instanceof \WC_Cart && $order instanceof \WC_Order && Plugin::GATEWAY === $order->get_payment_method() && $order->is_paid() ) {
			$cart->empty_cart();
			\WC()->session->set( 'order_awaiting_payment', false );
		}
	}
}
