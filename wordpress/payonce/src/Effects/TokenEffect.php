<?php
/**
 * Effects of kind "token".
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

use Payonce\Plugin;

/**
 * The effect that saves a shopper's card, also when only a callback reports it. WooCommerce stores the gateway's
 * reference, never a card number.
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
		$customer  = $order->get_customer_id();
		$reference = $effect->text( 'token' );
		if ( 0 === $customer || '' === $reference ) {
			return Result::not_needed( 'guest' );
		}
		foreach ( \WC_Payment_Tokens::get_customer_tokens( $customer, Plugin::GATEWAY ) as $saved ) {
			if ( $saved->get_token() === $reference ) {
				return Result::not_needed( 'saved_before' );
			}
		}
		$token = new \WC_Payment_Token_CC();
		$token->set_token( $reference );
		$token->set_gateway_id( Plugin::GATEWAY );
		$token->set_user_id( $customer );
		$token->set_card_type( strtolower( $effect->text( 'brand' ) ) );
		$token->set_last4( $effect->text( 'last4' ) );
		$token->set_expiry_month( str_pad( $effect->text( 'month' ), 2, '0', STR_PAD_LEFT ) );
		$token->set_expiry_year( $effect->text( 'year' ) );
		if ( ! $token->validate() ) {
			return Result::unappliable( 'token_unreadable' );
		}
		if ( ! $token->save() ) {
			throw new \RuntimeException( 'The card could not be saved' );
		}
		$order->add_payment_token( $token );
		return Result::applied();
	}
}
