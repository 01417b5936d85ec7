<?php
/**
 * Effects of kind "refund_failed".
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

use Payonce\Refunds\RefundRecord;

/**
 * The effect that takes a refund's record away: the gateway made the refund, and it failed later, or never made it.
 */
final class RefundFailedEffect implements Handler {

	/**
	 * Applies an effect.
	 *
	 * @param \WC_Order $order  The order, freshly read.
	 * @param Effect    $effect The effect.
	 * @param Mails     $mails  What was collected.
	 */
	public function apply( \WC_Order $order, Effect $effect, Mails $mails ): Result {
		$refunds = $order->get_refunds();
		$record  = RefundRecord::with_id( $refunds, $effect->text( 'refund' ) ) ?? RefundRecord::numbered( $refunds, (int) $effect->text( 'store_refund' ) );
		if ( null === $record ) {
			return Result::not_needed( 'no_record' );
		}
		RefundRecord::remove( $order, $record, $effect->text( 'detail' ) );
		$mails->drop();
		return Result::applied();
	}
}
