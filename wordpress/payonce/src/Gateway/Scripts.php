<?php
/**
 * Scripts of the checkout.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Gateway;

use Payonce\Link;
use Payonce\Money;
use Payonce\Plugin;
use Payonce\Settings;

/**
 * The scripts that show Stripe's Payment Element, with cards and wallets, at both checkouts.
 */
final class Scripts {

	/** Stripe wants its script loaded from its own address, always the newest. */
	private const STRIPE = 'https://js.stripe.com/v3/';

	/**
	 * Registers the scripts. The address of Stripe.js can be filtered, for tests that must not leave the machine.
	 */
	public static function register(): void {
		wp_register_script( 'payonce-stripe', (string) apply_filters( 'payonce_stripe_js', self::STRIPE ), array(), null, true ); // phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion -- Stripe forbids to pin one.
		wp_register_script( 'payonce-element', plugins_url( 'assets/element.js', PAYONCE_FILE ), array( 'payonce-stripe' ), PAYONCE_VERSION, true );
		wp_register_script( 'payonce-checkout', plugins_url( 'assets/checkout.js', PAYONCE_FILE ), array( 'jquery', 'payonce-element' ), PAYONCE_VERSION, true );
		wp_register_script( 'payonce-blocks', plugins_url( 'assets/blocks.js', PAYONCE_FILE ), array( 'wc-blocks-registry', 'wc-settings', 'wp-element', 'wp-i18n', 'payonce-element' ), PAYONCE_VERSION, true );
		wp_set_script_translations( 'payonce-blocks', 'payonce', plugin_dir_path( PAYONCE_FILE ) . 'languages' );
	}

	/**
	 * Loads the classic checkout's scripts.
	 */
	public static function enqueue(): void {
		self::register();
		if ( ( is_checkout() || is_wc_endpoint_url( 'order-pay' ) ) && ! is_order_received_page() && Settings::complete() ) {
			wp_enqueue_script( 'payonce-checkout' );
			wp_localize_script( 'payonce-checkout', 'payonceCheckout', self::data() );
		}
	}

	/**
	 * Returns what the scripts need.
	 *
	 * @return array<string,mixed>
	 */
	public static function data(): array {
		$order = is_wc_endpoint_url( 'order-pay' ) ? wc_get_order( absint( get_query_var( 'order-pay' ) ) ) : null;
		$total = $order instanceof \WC_Order ? $order->get_total() : ( null === \WC()->cart ? 0 : \WC()->cart->get_total( 'edit' ) );
		$money = Money::of_major( $total, $order instanceof \WC_Order ? $order->get_currency() : get_woocommerce_currency() );
		return array(
			'id'             => Plugin::GATEWAY,
			'publishableKey' => Settings::get( 'publishable_key' ),
			'amount'         => max( 1, (int) round( (float) $money->major() * 10 ** Money::stripe_digits( $money->currency ) ) ),
			'decimals'       => Money::stripe_digits( $money->currency ),
			'currency'       => strtolower( $money->currency ),
			'locale'         => str_replace( '_', '-', get_locale() ),
			'cardsOnly'      => 'page' === Settings::get( 'three_d_secure' ),
			'save'           => Link::has_feature( 'save' ) && SavedCards::on(),
			'messages'       => array(
				'unavailable' => __( 'The card form could not be loaded. Please reload the page.', 'payonce' ),
				'failed'      => __( 'Your bank could not confirm that this is you. Please try again, or use another card.', 'payonce' ),
			),
		);
	}
}
