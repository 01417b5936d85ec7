<?php
/**
 * Effects of kind "token".
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

use Payonce\Gateway\SavedCards;
use Payonce\Gateway\SavedDebit;
use Payonce\Plugin;

/**
 * The effect that saves a shopper's card or bank account, also when only a callback reports it. WooCommerce stores the
 * gateway's reference, never a number.
 */
final class TokenEffect implements Handler {

	/**
	 * Applies an effect.
	 *
	 * @param \WC_Order $order  The order, freshly read.
	 * @param Effect    $effect The effect.
	 * @param Mails     $mails  What was collected.
	 * @throws \RuntimeException If WooCommerce does not take it.
	 */
	public function apply( \WC_Order $order, Effect $effect, Mails $mails ): Result {
		$customer = $order->get_customer_id();
		if ( 0 === $customer ) {
			return Result::not_needed( 'guest' );
		}
		$props = self::props( $effect );
		if ( null === $props ) {
			return Result::unappliable( 'token_unreadable' );
		}
		foreach ( \WC_Payment_Tokens::get_customer_tokens( $customer, Plugin::GATEWAY ) as $saved ) {
			if ( $saved->get_token() === $props['token'] ) {
				if ( ! in_array( $saved->get_id(), array_map( 'intval', $order->get_payment_tokens() ), true ) ) {
					// A subscription that this order begins is renewed by it.
					$order->add_payment_token( $saved );
				}
				return Result::not_needed( 'saved_before' );
			}
		}
		$token = isset( $props['expiry_year'] ) ? new \WC_Payment_Token_CC() : new SavedDebit();
		$token->set_props( $props + array( 'user_id' => $customer ) );
		$token->update_meta_data( SavedCards::CUSTOMER_META, $effect->text( 'customer' ) );
		if ( ! $token->validate() ) {
			return Result::unappliable( 'token_unreadable' );
		}
		if ( ! $token->save() ) {
			throw new \RuntimeException( 'The payment method could not be saved' );
		}
		$order->add_payment_token( $token );
		return Result::applied();
	}

	/**
	 * Returns the fields of WooCommerce's token: of a card, which expires, or of a bank account. Null if they are unreadable.
	 *
	 * @param Effect $effect The effect.
	 * @return array<string,string>|null
	 */
	public static function props( Effect $effect ): ?array {
		$last4 = $effect->text( 'last4' );
		$month = (int) $effect->text( 'month' );
		if ( '' === $effect->text( 'token' ) || 1 !== preg_match( '/^[0-9A-Za-z]{4}$/', $last4 ) ) {
			return null;
		}
		$props = array(
			'token'      => $effect->text( 'token' ),
			'gateway_id' => Plugin::GATEWAY,
			'last4'      => $last4,
		);
		if ( ! in_array( $effect->text( 'type' ), array( '', 'card' ), true ) ) {
			return $props + array( 'kind' => $effect->text( 'type' ) );
		}
		if ( 1 > $month || 12 < $month || 1 !== preg_match( '/^20\d\d$/', $effect->text( 'year' ) ) ) {
			return null;
		}
		return $props + array(
			'card_type'    => strtolower( $effect->text( 'brand' ) ),
			'expiry_month' => sprintf( '%02d', $month ),
			'expiry_year'  => $effect->text( 'year' ),
		);
	}
}
