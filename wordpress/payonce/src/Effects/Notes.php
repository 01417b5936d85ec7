<?php
/**
 * Notes on orders.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

/**
 * The sentences of notes, in the shop's language. Payonce sends codes and values, never sentences.
 */
final class Notes {

	/**
	 * Returns the note for a status that moved.
	 *
	 * @param string $why     Why, for instance AUTHORIZED.
	 * @param string $payment The payment's id.
	 * @param string $detail  The gateway's code, or empty.
	 */
	public static function moved( string $why, string $payment, string $detail ): string {
		$note = match ( $why ) {
			/* translators: %s: the payment's id */
			'AUTHORIZED'   => __( 'Payment %s is authorized. Capture it to take the money, or cancel the order to let it go.', 'payonce' ),
			/* translators: %s: the payment's id */
			'PENDING'      => __( 'Payment %s is under way at the bank, which may take days.', 'payonce' ),
			/* translators: %s: the payment's id */
			'DECLINED'     => __( 'Payment %s was declined.', 'payonce' ),
			/* translators: %s: the payment's id */
			'VOIDED'       => __( 'Payment %s was voided; no money was taken.', 'payonce' ),
			/* translators: %s: the payment's id */
			'EXPIRED'      => __( 'Payment %s has expired; no money was taken.', 'payonce' ),
			/* translators: %s: the payment's id */
			'REFUNDED'     => __( 'Payment %s was refunded.', 'payonce' ),
			/* translators: %s: the payment's id */
			'DISPUTED'     => __( 'The bank disputes payment %s. Answer the dispute at the gateway.', 'payonce' ),
			/* translators: %s: the payment's id */
			'DISPUTE_WON'  => __( 'The dispute of payment %s was won.', 'payonce' ),
			/* translators: %s: the payment's id */
			'DISPUTE_LOST' => __( 'The dispute of payment %s was lost; the bank has taken the money back.', 'payonce' ),
			/* translators: %s: the payment's id */
			'SUSPECTED'    => __( 'Payment %s is suspected of fraud. Decide at the gateway before you ship.', 'payonce' ),
			/* translators: %s: the payment's id */
			'CLEARED'      => __( 'Payment %s passed its fraud review.', 'payonce' ),
			/* translators: %s: the payment's id */
			default        => __( 'Payment %s has changed.', 'payonce' ),
		};
		$note = sprintf( $note, $payment );
		return '' === $detail ? $note : $note . ' ' . sprintf( /* translators: %s: the gateway's code */ __( '(%s)', 'payonce' ), $detail );
	}

	/**
	 * Returns the note of an effect of kind "note".
	 *
	 * @param Effect $effect The effect.
	 */
	public static function of( Effect $effect ): string {
		$amount = $effect->money( 'amount' );
		$values = array( $effect->text( 'payment' ), null === $amount ? '' : $amount->text(), $effect->text( 'text' ) );
		$note   = match ( $effect->text( 'code' ) ) {
			/* translators: 1: payment, 2: amount */
			'duplicate_payment_refunded' => __( 'A second payment of this order (%1$s, %2$s) was refunded. The order stays paid by the first one.', 'payonce' ),
			/* translators: 1: payment, 2: amount */
			'duplicate_payment_voided'   => __( 'A second payment of this order (%1$s, %2$s) was voided. The order stays paid by the first one.', 'payonce' ),
			/* translators: 1: payment, 2: amount */
			'underpaid'                  => __( 'The order\'s total was raised after payment %1$s: %2$s is still owed. Ask the shopper for it, or correct the total.', 'payonce' ),
			/* translators: 3: what the review is about */
			'review_opened'              => __( 'Payonce needs a decision; decide its review in Payonce: %3$s', 'payonce' ),
			/* translators: 3: what was decided and by whom */
			'review_closed'              => __( 'Decided: %3$s', 'payonce' ),
			/* translators: 1: refund, 2: amount */
			'refund_pending'             => __( 'Refund %1$s of %2$s is under way at the gateway.', 'payonce' ),
			/* translators: 1: payment, 2: amount */
			'captured'                   => __( '%2$s of payment %1$s was captured.', 'payonce' ),
			/* translators: 1: dispute, 2: amount, 3: reason */
			'dispute'                    => __( 'Dispute %1$s of %2$s: %3$s', 'payonce' ),
			default                      => '%3$s',
		};
		return trim( vsprintf( $note, $values ) );
	}
}
