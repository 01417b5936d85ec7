<?php
/**
 * Effects of kind "dispute".
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

/**
 * The effect of a bank's dispute: opened puts an order on hold, won puts it back, lost makes it failed. A sign of fraud
 * is of this kind, too: suspected puts an order on hold, cleared puts it back. Where the merchant's policy wants a note
 * only, Payonce sends "move": false.
 */
final class DisputeEffect implements Handler {

	/** The order's status before the dispute. */
	public const BEFORE_META = '_payonce_status_before_dispute';

	private const HOLDS = array( 'opened', 'suspected' );
	private const LIFTS = array( 'won', 'cleared' );

	/**
	 * Applies an effect.
	 *
	 * @param \WC_Order $order  The order, freshly read.
	 * @param Effect    $effect The effect.
	 * @param Mails     $mails  What was collected.
	 */
	public function apply( \WC_Order $order, Effect $effect, Mails $mails ): Result {
		$state  = $effect->text( 'state' );
		$amount = $effect->money( 'amount' );
		$why    = match ( $state ) {
			'opened'    => 'DISPUTED',
			'won'       => 'DISPUTE_WON',
			'lost'      => 'DISPUTE_LOST',
			'suspected' => 'SUSPECTED',
			'cleared'   => 'CLEARED',
			default     => '',
		};
		if ( '' === $why ) {
			return Result::unappliable( 'unknown_state', $state );
		}
		$note   = Notes::moved( $why, $effect->text( 'payment' ), implode( ', ', array_filter( array( $effect->text( 'dispute' ), null === $amount ? '' : $amount->text(), $effect->text( 'reason' ) ) ) ) );
		$target = $effect->flag( 'move' ) ? $this->target( $order, $state ) : '';
		if ( '' === $target || $order->has_status( $target ) ) {
			$order->add_order_note( $note );
			return Result::applied();
		}
		if ( in_array( $state, self::HOLDS, true ) ) {
			$order->update_meta_data( self::BEFORE_META, $order->get_status() );
		}
		Moves::move( $order, $target, $note );
		if ( in_array( $state, self::LIFTS, true ) ) {
			$mails->drop();
		} elseif ( 'lost' === $state ) {
			$mails->drop( 'woocommerce_order_status_failed' );
		}
		return Result::applied();
	}

	/**
	 * Returns where a dispute moves an order; empty for nowhere. What a clerk has cancelled or refunded stays so.
	 *
	 * @param \WC_Order $order The order.
	 * @param string    $state The dispute's state.
	 */
	private function target( \WC_Order $order, string $state ): string {
		$status = $order->get_status();
		if ( in_array( $state, self::HOLDS, true ) ) {
			return $order->is_paid() ? 'on-hold' : '';
		}
		if ( 'lost' === $state ) {
			return $order->is_paid() || 'on-hold' === $status ? 'failed' : '';
		}
		$before = (string) $order->get_meta( self::BEFORE_META );
		return 'on-hold' === $status ? $before : '';
	}
}
