<?php
/**
 * The shopper's return.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Gateway;

use Payonce\Api\Client;
use Payonce\Effects\Applier;
use Payonce\Plugin;

/**
 * The page to which the shopper comes back from a bank. It asks Payonce once, briefly, and tells the shopper that the
 * payment is being confirmed while it is not. It is the plugin's only page that asks; orders' other pages never do.
 */
final class ReturnPage {

	/** Seconds that the page waits at most. */
	private const SECONDS = 4.0;

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_action( 'template_redirect', array( self::class, 'refresh' ), 1 );
		add_filter( 'woocommerce_thankyou_order_received_text', array( self::class, 'text' ), 20, 2 );
	}

	/**
	 * Asks Payonce before the page is built, so that it shows what is true.
	 */
	public static function refresh(): void {
		// phpcs:ignore WordPress.Security.NonceVerification -- the order's key is the proof.
		if ( ! isset( $_GET['payonce'], $_GET['key'] ) || ! is_order_received_page() ) {
			return;
		}
		$order = wc_get_order( absint( get_query_var( 'order-received' ) ) );
		// phpcs:ignore WordPress.Security.NonceVerification -- see above.
		if ( ! $order instanceof \WC_Order || Plugin::GATEWAY !== $order->get_payment_method() || ! hash_equals( $order->get_order_key(), sanitize_text_field( wp_unslash( $_GET['key'] ) ) ) ) {
			return;
		}
		Applier::apply( $order->get_id(), 1 );
		$order = wc_get_order( $order->get_id() );
		if ( $order instanceof \WC_Order && $order->needs_payment() ) {
			Client::refresh( $order->get_id(), self::SECONDS );
			Applier::apply( $order->get_id(), 1 );
		}
		$order = wc_get_order( $order instanceof \WC_Order ? $order->get_id() : 0 );
		if ( $order instanceof \WC_Order && ! $order->needs_payment() && null !== \WC()->cart ) {
			\WC()->cart->empty_cart();
		}
	}

	/**
	 * Says that a payment is being confirmed.
	 *
	 * @param mixed $text  WooCommerce's text.
	 * @param mixed $order The order.
	 * @return mixed
	 */
	public static function text( $text, $order ) {
		if ( $order instanceof \WC_Order && Plugin::GATEWAY === $order->get_payment_method() && $order->has_status( 'pending' ) ) {
			return esc_html__( 'Thank you. Your payment is being confirmed; we will send you an e-mail as soon as it is.', 'payonce' );
		}
		return $text;
	}
}
