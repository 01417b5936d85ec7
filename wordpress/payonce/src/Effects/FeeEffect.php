<?php
/**
 * Effects of kind "fee".
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

/**
 * The effect that records what the gateway kept of a payment, and what will be paid out.
 */
final class FeeEffect implements Handler {

	public const FEE_META      = '_payonce_fee';
	public const NET_META      = '_payonce_net';
	public const CURRENCY_META = '_payonce_fee_currency';

	/**
	 * Applies an effect.
	 *
	 * @param \WC_Order $order  The order, freshly read.
	 * @param Effect    $effect The effect.
	 * @param Mails     $mails  What was collected.
	 */
	public function apply( \WC_Order $order, Effect $effect, Mails $mails ): Result {
		$meta = self::meta( $effect );
		if ( null === $meta ) {
			return Result::unappliable( 'fee_unreadable' );
		}
		foreach ( $meta as $name => $value ) {
			$order->update_meta_data( $name, $value );
		}
		PaidPayment::foreign( $order, $effect );
		$order->save_meta_data();
		return Result::applied();
	}

	/**
	 * Returns what the order records of a fee; null if it is unreadable.
	 *
	 * @param Effect $effect The effect.
	 * @return array<string,string>|null
	 */
	public static function meta( Effect $effect ): ?array {
		$fee = $effect->money( 'fee' );
		$net = $effect->money( 'net' );
		if ( null === $fee || null === $net || $fee->currency !== $net->currency ) {
			return null;
		}
		return array(
			self::FEE_META      => $fee->major(),
			self::NET_META      => $net->major(),
			self::CURRENCY_META => $fee->currency,
		);
	}
}
