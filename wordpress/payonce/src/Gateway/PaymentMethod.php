<?php
/**
 * How the shopper pays.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Gateway;

use Payonce\Plugin;

/**
 * The gateway's reference of how the shopper pays: a saved card, or what Stripe.js made of a new one. Card numbers never
 * reach the shop.
 */
final class PaymentMethod {

	/**
	 * Reads it from the form. The block checkout puts its data into the same place.
	 */
	public static function posted(): string {
		// phpcs:disable WordPress.Security.NonceVerification -- WooCommerce has checked the checkout's nonce.
		$saved = isset( $_POST['wc-payonce-payment-token'] ) ? sanitize_text_field( wp_unslash( $_POST['wc-payonce-payment-token'] ) ) : '';
		if ( '' !== $saved && 'new' !== $saved ) {
			return self::of_token( (int) $saved, get_current_user_id() );
		}
		return isset( $_POST['payonce_method'] ) ? self::clean( sanitize_text_field( wp_unslash( $_POST['payonce_method'] ) ) ) : '';
		// phpcs:enable
	}

	/**
	 * Returns a saved card's reference, if it is this user's.
	 *
	 * @param int $token_id The token.
	 * @param int $user_id  The user.
	 */
	public static function of_token( int $token_id, int $user_id ): string {
		$token = \WC_Payment_Tokens::get( $token_id );
		if ( null === $token || 0 === $user_id || $token->get_user_id() !== $user_id || Plugin::GATEWAY !== $token->get_gateway_id() ) {
			return '';
		}
		return self::clean( $token->get_token() );
	}

	/**
	 * Returns a reference that Payonce takes, or nothing. What looks like a card number is none.
	 *
	 * @param string $value What was posted.
	 */
	public static function clean( string $value ): string {
		return 1 === preg_match( '/^[A-Za-z0-9_-]{1,255}$/', $value ) && 1 !== preg_match( '/([0-9][_-]*){12}/', $value ) ? $value : '';
	}
}
