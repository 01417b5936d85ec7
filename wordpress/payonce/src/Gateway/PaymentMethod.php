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
		if ( 0 !== self::chosen_token() ) {
			$token = self::posted_token();
			return null === $token ? '' : self::clean( $token->get_token() );
		}
		// phpcs:ignore WordPress.Security.NonceVerification -- WooCommerce has checked the checkout's nonce.
		return isset( $_POST['payonce_method'] ) ? self::clean( sanitize_text_field( wp_unslash( $_POST['payonce_method'] ) ) ) : '';
	}

	/**
	 * Returns the saved card that the shopper chose, if it is this user's.
	 */
	public static function posted_token(): ?\WC_Payment_Token {
		$chosen = self::chosen_token();
		if ( 0 === $chosen ) {
			return null;
		}
		$token = \WC_Payment_Tokens::get( $chosen );
		$user  = get_current_user_id();
		if ( null === $token || 0 === $user || $token->get_user_id() !== $user || Plugin::GATEWAY !== $token->get_gateway_id() ) {
			return null;
		}
		return $token;
	}

	/**
	 * Returns the id of the chosen saved card; 0 for a new one.
	 */
	private static function chosen_token(): int {
		// phpcs:ignore WordPress.Security.NonceVerification -- WooCommerce has checked the checkout's nonce.
		$saved = isset( $_POST['wc-payonce-payment-token'] ) ? sanitize_text_field( wp_unslash( $_POST['wc-payonce-payment-token'] ) ) : '';
		return 'new' === $saved ? 0 : (int) $saved;
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
