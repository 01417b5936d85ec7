<?php
/**
 * Refund records.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Refunds;

use Payonce\Effects\Mails;
use Payonce\Money;

/**
 * WooCommerce's record of a refund, and which refund at the gateway it stands for.
 */
final class RefundRecord {

	/** The gateway's id of the refund. */
	public const ID_META = '_payonce_refund_id';

	/** What became of it: pending, done. */
	public const STATE_META = '_payonce_refund';

	/** The order's status before the refund, which WooCommerce may then set to refunded. */
	public const BEFORE_META = '_payonce_status_before';

	public const PENDING = 'pending';
	public const DONE    = 'done';

	/** Seconds between a record by hand and its refund at the dashboard, within which they are one. */
	private const SAME_REFUND = 3 * 86400;

	/**
	 * The refund that WooCommerce is about to save in this request.
	 *
	 * @var \WC_Order_Refund|null
	 */
	private static ?\WC_Order_Refund $current = null;

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_action( 'woocommerce_create_refund', array( self::class, 'remember' ) );
	}

	/**
	 * Keeps the object of a new refund: process_refund() is not told its id, and the same object has it by then.
	 *
	 * @param mixed $refund The refund, before it is saved.
	 */
	public static function remember( $refund ): void {
		self::$current = $refund instanceof \WC_Order_Refund ? $refund : null;
	}

	/**
	 * Returns the refund of an order that is being made in this request.
	 *
	 * @param int $order_id The order.
	 */
	public static function current( int $order_id ): ?\WC_Order_Refund {
		$refund = self::$current;
		return null !== $refund && 0 < $refund->get_id() && $refund->get_parent_id() === $order_id ? $refund : null;
	}

	/**
	 * Finds the record of a refund at the gateway.
	 *
	 * @param \WC_Order_Refund[] $refunds The order's records.
	 * @param string             $id      The gateway's id of the refund.
	 */
	public static function with_id( array $refunds, string $id ): ?\WC_Order_Refund {
		foreach ( $refunds as $refund ) {
			if ( '' !== $id && (string) $refund->get_meta( self::ID_META ) === $id ) {
				return $refund;
			}
		}
		return null;
	}

	/**
	 * Finds the record that a clerk made in this shop.
	 *
	 * @param \WC_Order_Refund[] $refunds The order's records.
	 * @param int                $number  The record's id.
	 */
	public static function numbered( array $refunds, int $number ): ?\WC_Order_Refund {
		foreach ( $refunds as $refund ) {
			if ( 0 < $number && $refund->get_id() === $number ) {
				return $refund;
			}
		}
		return null;
	}

	/**
	 * Finds a record that a clerk made by hand for money that was then sent back at the gateway's dashboard.
	 *
	 * @param \WC_Order_Refund[] $refunds The order's records.
	 * @param Money              $amount  What went back.
	 * @param bool               $recent  True if the record has to be of the last three days.
	 */
	public static function manual( array $refunds, Money $amount, bool $recent ): ?\WC_Order_Refund {
		foreach ( $refunds as $refund ) {
			if ( '' === (string) $refund->get_meta( self::ID_META ) && '' === (string) $refund->get_meta( self::STATE_META )
				&& ( ! $recent || time() - (int) $refund->get_date_created()?->getTimestamp() < self::SAME_REFUND )
				&& Money::of_major( $refund->get_amount(), $amount->currency )->minor === $amount->minor ) {
				return $refund;
			}
		}
		return null;
	}

	/**
	 * Takes a record away whose money has not gone back. An order that it made refunded is put back, and so is its stock. The
	 * shopper gets no second mail of the order's status.
	 *
	 * @param \WC_Order        $order  The order.
	 * @param \WC_Order_Refund $record The record.
	 * @param string           $why    The gateway's or Payonce's code.
	 */
	public static function remove( \WC_Order $order, \WC_Order_Refund $record, string $why ): void {
		$mails = new Mails();
		$mails->collect();
		try {
			self::take_away( $order, $record, $why );
		} finally {
			$mails->stop();
		}
	}

	/**
	 * Takes a record away.
	 *
	 * @param \WC_Order        $order  The order.
	 * @param \WC_Order_Refund $record The record.
	 * @param string           $why    The gateway's or Payonce's code.
	 */
	private static function take_away( \WC_Order $order, \WC_Order_Refund $record, string $why ): void {
		$id     = $record->get_id();
		$before = (string) $record->get_meta( self::BEFORE_META );
		$amount = Money::of_major( $record->get_amount(), $order->get_currency() );
		Restock::take_back( $order, $record );
		$record->delete( true );
		// phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- WooCommerce's own hook for a deleted refund.
		do_action( 'woocommerce_refund_deleted', $id, $order->get_id() );
		$order = wc_get_order( $order->get_id() );
		if ( ! $order instanceof \WC_Order ) {
			return;
		}
		/* translators: 1: amount, 2: code */
		$note = sprintf( __( 'The refund of %1$s did not reach the shopper (%2$s). Its record was removed; the money is still here.', 'payonce' ), $amount->text(), $why );
		if ( $order->has_status( 'refunded' ) ) {
			$order->update_status( in_array( $before, wc_get_is_paid_statuses(), true ) ? $before : 'processing', $note );
			return;
		}
		$order->add_order_note( $note );
	}
}
