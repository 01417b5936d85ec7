<?php
/**
 * Effects of kind "note".
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

/**
 * The effect that writes a note for the shop's clerks.
 */
final class NoteEffect implements Handler {

	/**
	 * Applies an effect.
	 *
	 * @param \WC_Order $order  The order, freshly read.
	 * @param Effect    $effect The effect.
	 * @param Mails     $mails  What was collected.
	 */
	public function apply( \WC_Order $order, Effect $effect, Mails $mails ): Result {
		$note = Notes::of( $effect );
		if ( '' === $note ) {
			return Result::not_needed( 'empty' );
		}
		$order->add_order_note( $note );
		return Result::applied();
	}
}
