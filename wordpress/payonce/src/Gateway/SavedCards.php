<?php
/**
 * Saved cards.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Gateway;

use Payonce\Settings;

/**
 * The rules about saving cards. The card itself is saved by an effect, when the gateway has confirmed the payment.
 */
final class SavedCards {

	/**
	 * Tells if shoppers may pay with cards that they saved.
	 */
	public static function on(): bool {
		return Settings::on( 'saved_cards' ) && is_user_logged_in();
	}

	/**
	 * Tells if the shopper ticked the box.
	 */
	public static function wanted(): bool {
		// phpcs:ignore WordPress.Security.NonceVerification -- WooCommerce has checked the checkout's nonce.
		$ticked = isset( $_POST['wc-payonce-new-payment-method'] ) ? sanitize_text_field( wp_unslash( $_POST['wc-payonce-new-payment-method'] ) ) : '';
		return self::on() && in_array( $ticked, array( 'true', '1', 'on' ), true );
	}

	/**
	 * Tells if the order needs a saved card, since it renews.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function needed( \WC_Order $order ): bool {
		return function_exists( 'wcs_order_contains_subscription' ) && wcs_order_contains_subscription( $order, 'any' );
	}
}
