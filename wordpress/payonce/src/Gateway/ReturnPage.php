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
 * The page to which the shopper comes back from a bank. It asks Payonce briefly. While the payment is being confirmed it
 * says that, and loads itself again a few times. It is the plugin's only page that asks; orders' other pages never do.
 */
final class ReturnPage {

	/** Seconds that the page waits at most. */
	private const SECONDS = 4.0;

	/** Times that the page is loaded while a payment is being confirmed. */
	private const LOADS = 6;

	/** Seconds between two loads. */
	private const PAUSE = 5;

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
		if ( ! $order instanceof \WC_Order ) {
			return;
		}
		if ( ( $order->is_paid() || $order->has_status( 'on-hold' ) ) && null !== \WC()->cart ) {
			\WC()->cart->empty_cart();
		}
		// phpcs:ignore WordPress.Security.NonceVerification, WordPress.Security.ValidatedSanitizedInput -- a number.
		$loads = absint( $_GET['payonce'] );
		if ( $order->has_status( 'pending' ) && 0 < $loads && $loads < self::LOADS && ! headers_sent() ) {
			header( sprintf( 'Refresh: %d; url=%s', self::PAUSE, esc_url_raw( add_query_arg( 'payonce', $loads + 1, $order->get_checkout_order_received_url() ) ) ) );
		}
	}

	/**
	 * Says that a payment is being confirmed, or that the order was cancelled. WooCommerce thanks for both.
	 *
	 * @param mixed $text  WooCommerce's text.
	 * @param mixed $order The order.
	 * @return mixed
	 */
	public static function text( $text, $order ) {
		if ( ! $order instanceof \WC_Order || Plugin::GATEWAY !== $order->get_payment_method() ) {
			return $text;
		}
		if ( $order->has_status( 'cancelled' ) ) {
			return esc_html__( 'This order was cancelled and is not paid.', 'payonce' );
		}
		return $order->has_status( 'pending' )
			? esc_html__( 'Thank you. Your payment is being confirmed; we will send you an e-mail as soon as it is.', 'payonce' )
			: $text;
	}
}
