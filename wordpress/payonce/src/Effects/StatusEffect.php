<?php
/**
 * Effects of kind "status".
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

/**
 * The effect that moves an order to on-hold, failed or cancelled because of a payment.
 */
final class StatusEffect implements Handler {

	private const TARGETS = array( 'pending', 'on-hold', 'failed', 'cancelled' );

	/**
	 * Applies an effect.
	 *
	 * @param \WC_Order $order  The order, freshly read.
	 * @param Effect    $effect The effect.
	 * @param Mails     $mails  What was collected.
	 */
	public function apply( \WC_Order $order, Effect $effect, Mails $mails ): Result {
		$to = $effect->text( 'to' );
		if ( ! in_array( $to, self::TARGETS, true ) ) {
			return Result::unappliable( 'unknown_status', $to );
		}
		if ( $order->get_status() === $to ) {
			return Result::not_needed( 'already' );
		}
		if ( ! in_array( $order->get_status(), $effect->texts( 'from' ), true ) ) {
			return Result::unappliable( 'status_is_' . $order->get_status() );
		}
		PaidPayment::name( $order, $effect );
		if ( '' !== $effect->text( 'transaction' ) ) {
			$order->set_transaction_id( $effect->text( 'transaction' ) );
		}
		Moves::move( $order, $to, Notes::moved( $effect->text( 'why' ), $effect->text( 'payment' ), $effect->text( 'detail' ) ) );
		return Result::applied();
	}
}
