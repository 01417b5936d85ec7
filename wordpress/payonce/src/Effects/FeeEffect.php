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
		$fee = $effect->money( 'fee' );
		$net = $effect->money( 'net' );
		if ( null === $fee || null === $net || $fee->currency !== $net->currency ) {
			return Result::unappliable( 'fee_unreadable' );
		}
		$order->update_meta_data( self::FEE_META, $fee->major() );
		$order->update_meta_data( self::NET_META, $net->major() );
		$order->update_meta_data( self::CURRENCY_META, $fee->currency );
		$order->save_meta_data();
		return Result::applied();
	}
}
