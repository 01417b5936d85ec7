<?php
/**
 * How the shopper pays.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Gateway;

use Payonce\Link;
use Payonce\Plugin;

/**
 * The gateway's reference of how the shopper pays: a saved card, or what Stripe.js made of a new one. Card numbers never
 * reach the shop.
 */
final class PaymentMethod {

	/** Stripe's types of bank accounts that pay by a debit; each needs the shopper's mandate. */
	private const DEBITS = array( 'sepa_debit', 'bacs_debit', 'us_bank_account', 'acss_debit', 'au_becs_debit' );

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
	 * Returns what a charge sends for a bank account that the shopper has just entered: the checkout has shown its mandate, and
	 * placing the order agrees to it. A saved account has its mandate already.
	 *
	 * @return array<string,bool>
	 */
	public static function mandate(): array {
		// phpcs:ignore WordPress.Security.NonceVerification -- WooCommerce has checked the checkout's nonce.
		$type = isset( $_POST['payonce_type'] ) ? sanitize_key( wp_unslash( $_POST['payonce_type'] ) ) : '';
		return 0 === self::chosen_token() && in_array( $type, self::DEBITS, true ) && Link::has_feature( 'save' ) ? array( 'mandate' => true ) : array();
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
