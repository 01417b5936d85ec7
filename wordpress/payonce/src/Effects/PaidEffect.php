<?php
/**
 * Effects of kind "paid".
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

use Payonce\Money;

/**
 * The effect that makes an order paid by one payment, by payment_complete() and everything that hangs on it.
 *
 * What it must not do: pay an order that another payment paid, that asks for more than was captured by now, or that is in
 * a status from which Payonce's policy does not pay. It says so instead, and Payonce decides again.
 */
final class PaidEffect implements Handler {

	/** The order's meta that names the payment. */
	public const PAYMENT_META = '_payonce_payment';

	/**
	 * Applies an effect.
	 *
	 * @param \WC_Order $order  The order, freshly read.
	 * @param Effect    $effect The effect.
	 * @param Mails     $mails  What was collected.
	 * @throws \RuntimeException If WooCommerce failed to complete the payment.
	 */
	public function apply( \WC_Order $order, Effect $effect, Mails $mails ): Result {
		$transaction = $effect->text( 'transaction' );
		$ours        = in_array( $transaction, array( $order->get_transaction_id(), (string) $order->get_meta( PaidPayment::APPLIED_META ) ), true );
		if ( $order->is_paid() || $order->has_status( 'refunded' ) ) {
			return $ours ? Result::not_needed( 'already_paid' ) : Result::unappliable( 'paid_otherwise', $order->get_transaction_id() );
		}
		if ( ! in_array( $order->get_status(), $effect->texts( 'from' ), true ) ) {
			return Result::unappliable( 'status_is_' . $order->get_status() );
		}
		$covers = $effect->money( 'covers' );
		$total  = Money::of_major( $order->get_total(), $order->get_currency() );
		if ( null === $covers || $covers->currency !== $total->currency || $covers->minor < $total->minor ) {
			return Result::unappliable( 'total_changed', $total->text() );
		}
		PaidPayment::name( $order, $effect );
		PaidPayment::take_over( $order );
		if ( $effect->flag( 'restore' ) && null !== $order->get_date_paid() ) {
			$this->restore( $order, $transaction, $effect->text( 'payment' ) );
			$mails->drop();
			return Result::applied();
		}
		// What the order becomes is noted in the same save.
		$note = static function ( $status ) use ( $order ) {
			$order->update_meta_data( PaidPayment::STATUS_META, (string) $status );
			return $status;
		};
		add_filter( 'woocommerce_payment_complete_order_status', $note, PHP_INT_MAX );
		$completed = $order->payment_complete( $transaction );
		remove_filter( 'woocommerce_payment_complete_order_status', $note, PHP_INT_MAX );
		if ( ! $completed ) {
			throw new \RuntimeException( 'payment_complete() failed; WooCommerce\'s log says why' );
		}
		if ( null === $order->get_date_paid() || $order->get_transaction_id() !== $transaction ) {
			throw new \RuntimeException( 'payment_complete() did nothing: another plugin allows no payment of an order that is ' . esc_html( $order->get_status() ) );
		}
		if ( $effect->flag( 'restore' ) ) {
			$mails->drop();
		}
		return Result::applied();
	}

	/**
	 * Puts an order back that was paid, and that a stale writer set back: no second mail, no second payment note. Stock
	 * follows, since WooCommerce gave it back when the order was set back.
	 *
	 * @param \WC_Order $order       The order.
	 * @param string    $transaction The payment's transaction id.
	 * @param string    $payment     The payment's id.
	 */
	private function restore( \WC_Order $order, string $transaction, string $payment ): void {
		$order->set_transaction_id( $transaction );
		$before = (string) $order->get_meta( PaidPayment::STATUS_META );
		$status = in_array( $before, wc_get_is_paid_statuses(), true ) ? $before : ( $order->needs_processing() ? 'processing' : 'completed' );
		/* translators: %s: the payment's id */
		$order->update_status( $status, sprintf( __( 'Payment %s still pays this order; an outdated request had set it back.', 'payonce' ), $payment ) );
	}
}
