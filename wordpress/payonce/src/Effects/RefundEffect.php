<?php
/**
 * Effects of kind "refund".
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

use Payonce\Money;
use Payonce\Refunds\RefundRecord;

/**
 * The effect that records a refund whose money has gone back: by a clerk in this shop, at the gateway's dashboard, or by
 * a rule. One refund at the gateway is one record.
 */
final class RefundEffect implements Handler {

	/**
	 * Applies an effect.
	 *
	 * @param \WC_Order $order  The order, freshly read.
	 * @param Effect    $effect The effect.
	 * @param Mails     $mails  What was collected.
	 */
	public function apply( \WC_Order $order, Effect $effect, Mails $mails ): Result {
		$id     = $effect->text( 'refund' );
		$amount = $effect->money( 'amount' );
		if ( '' === $id || null === $amount || strtoupper( $order->get_currency() ) !== $amount->currency ) {
			return Result::unappliable( 'refund_unreadable' );
		}
		$refunds = $order->get_refunds();
		if ( null !== RefundRecord::with_id( $refunds, $id ) ) {
			return Result::not_needed( 'on_record' );
		}
		$record = RefundRecord::numbered( $refunds, (int) $effect->text( 'store_refund' ) );
		$left   = Money::of_major( $order->get_remaining_refund_amount(), $amount->currency )->minor >= $amount->minor;
		if ( null === $record && ( ! $left || 'dashboard' === $effect->text( 'by' ) ) ) {
			$record = RefundRecord::manual( $refunds, $amount, $left );
			if ( null !== $record ) {
				/* translators: 1: amount, 2: the record's number */
				$order->add_order_note( sprintf( __( '%1$s went back at the gateway. Refund %2$s, which was recorded by hand, is taken for it. If that one was paid otherwise, record this one by hand too.', 'payonce' ), $amount->text(), (string) $record->get_id() ) );
			}
		}
		if ( null === $record && ! $left ) {
			return Result::unappliable( 'more_than_left', $amount->text() );
		}
		if ( null !== $record ) {
			$record->update_meta_data( RefundRecord::ID_META, $id );
			$record->update_meta_data( RefundRecord::STATE_META, RefundRecord::DONE );
			$record->set_refunded_payment( true );
			$record->save();
			return Result::applied();
		}
		return $this->create( $order, $effect, $id, $amount );
	}

	/**
	 * Creates the record. WooCommerce moves the order and asks for the mails.
	 *
	 * @param \WC_Order $order  The order.
	 * @param Effect    $effect The effect.
	 * @param string    $id     The gateway's id of the refund.
	 * @param Money     $amount What went back.
	 * @throws \RuntimeException If WooCommerce does not take it.
	 */
	private function create( \WC_Order $order, Effect $effect, string $id, Money $amount ): Result {
		$before = $order->get_status();
		$clerk  = 'dashboard' !== $effect->text( 'by' );
		$tag    = static function ( $refund ) use ( $id, $before, $clerk ) {
			if ( ! $clerk ) {
				// WooCommerce names the shop's first user where no user is logged in.
				$refund->set_refunded_by( 0 );
			}
			$refund->update_meta_data( RefundRecord::BEFORE_META, $before );
			$refund->update_meta_data( RefundRecord::ID_META, $id );
			$refund->update_meta_data( RefundRecord::STATE_META, RefundRecord::DONE );
			$refund->set_refunded_payment( true );
		};
		add_action( 'woocommerce_create_refund', $tag, 99 );
		$refund = wc_create_refund(
			array(
				'order_id'       => $order->get_id(),
				'amount'         => $amount->major(),
				'reason'         => 'dashboard' === $effect->text( 'by' ) ? __( 'Refunded at the gateway', 'payonce' ) : $effect->text( 'reason' ),
				'refund_payment' => false,
				'restock_items'  => false,
			)
		);
		remove_action( 'woocommerce_create_refund', $tag, 99 );
		if ( is_wp_error( $refund ) ) {
			throw new \RuntimeException( 'The refund could not be recorded: ' . esc_html( $refund->get_error_message() ) );
		}
		return Result::applied();
	}
}
