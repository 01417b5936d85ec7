<?php
/**
 * Words for the shopper.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Payments;

/**
 * The words for the shopper, in the shop's language. What a bank says of a stolen card is not repeated to its holder.
 */
final class ShopperMessages {

	/**
	 * Returns what to say when an attempt did not succeed.
	 *
	 * @param Outcome $outcome   The outcome.
	 * @param bool    $may_retry True if another try with the same card may succeed.
	 * @param string  $twin      Number of the other order of the same cart, if there is one.
	 */
	public static function of( Outcome $outcome, bool $may_retry, string $twin = '' ): string {
		return match ( $outcome->kind ) {
			Outcome::DECLINED  => self::declined( $outcome->code, $may_retry ),
			Outcome::NOT_TAKEN => __( 'The payment service cannot be reached right now. You have not been charged. Please try again in a moment.', 'payonce' ),
			Outcome::UNKNOWN   => __( 'Your payment could not be confirmed yet. Please try again in a moment; you will not be charged twice.', 'payonce' ),
			Outcome::REFUSED   => self::refused( $outcome->code, $twin ),
			default            => __( 'Your payment could not be processed. Please try again; you will not be charged twice.', 'payonce' ),
		};
	}

	/**
	 * Returns the words for a decline.
	 *
	 * @param string $code      The gateway's code.
	 * @param bool   $may_retry True if another try with the same card may succeed.
	 */
	private static function declined( string $code, bool $may_retry ): string {
		$known = match ( $code ) {
			'insufficient_funds', 'withdrawal_count_limit_exceeded', 'card_velocity_exceeded' => __( 'Your card has not enough funds for this payment. Please use another card.', 'payonce' ),
			'expired_card'                                              => __( 'Your card has expired. Please use another card.', 'payonce' ),
			'incorrect_cvc', 'invalid_cvc'                              => __( 'The security code of your card is not correct. Please check it and try again.', 'payonce' ),
			'incorrect_number', 'invalid_number'                        => __( 'The number of your card is not correct. Please check it and try again.', 'payonce' ),
			'invalid_expiry_month', 'invalid_expiry_year'               => __( 'The expiry date of your card is not correct. Please check it and try again.', 'payonce' ),
			'authentication_required', 'payment_intent_authentication_failure', 'authentication_failed' => __( 'Your bank could not confirm that this is you. Please try again, or use another card.', 'payonce' ),
			'card_not_supported', 'currency_not_supported'              => __( 'Your card does not support this purchase. Please use another card.', 'payonce' ),
			default                                                     => '',
		};
		if ( '' !== $known ) {
			return $known;
		}
		return $may_retry
			? __( 'Your card was declined. Please try again, or use another card.', 'payonce' )
			: __( 'Your card was declined. Please use another card, or ask your bank.', 'payonce' );
	}

	/**
	 * Returns the words for a refusal.
	 *
	 * @param string $code Payonce's code.
	 * @param string $twin Number of the other order of the same cart, if there is one.
	 */
	private static function refused( string $code, string $twin ): string {
		return match ( $code ) {
			/* translators: %s: number of the other order */
			'twin_of'                                    => sprintf( __( 'Your order %s with the same contents is paid or being paid already, so this one was not charged. If you want both, please try again in ten minutes.', 'payonce' ), $twin ),
			'order_not_payable', 'cancelled', 'refunded' => __( 'This order cannot be paid any more. Please start a new one.', 'payonce' ),
			'too_many_attempts'                          => __( 'There were too many attempts to pay this order. Please contact us.', 'payonce' ),
			default                                      => __( 'This payment cannot be taken right now. You have not been charged. Please contact us.', 'payonce' ),
		};
	}
}
