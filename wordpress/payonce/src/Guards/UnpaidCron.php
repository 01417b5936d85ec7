<?php
/**
 * The guard of the cron that cancels unpaid orders.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Guards;

use Payonce\Effects\Outbox;
use Payonce\Orders\PaymentSummary;
use Payonce\Orders\StoredOrder;
use Payonce\Payments\Attempt;
use Payonce\Plugin;

/**
 * The guard that keeps WooCommerce's cron from cancelling an order that was paid while the cron ran, or whose payment is
 * under way. It asks the database only, since the cron may go through hundreds of orders.
 */
final class UnpaidCron {

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_filter( 'woocommerce_cancel_unpaid_order', array( self::class, 'decide' ), 99, 2 );
	}

	/**
	 * Decides if an unpaid order may be cancelled.
	 *
	 * @param mixed $cancel What WooCommerce and others decided.
	 * @param mixed $order  The order.
	 * @return mixed
	 */
	public static function decide( $cancel, $order ) {
		if ( ! $cancel || ! $order instanceof \WC_Order ) {
			return $cancel;
		}
		// WooCommerce read its list when the cron began, and does not look again. A clerk's status is none of our business.
		if ( 'pending' !== StoredOrder::status( $order->get_id() ) ) {
			return false;
		}
		return Plugin::GATEWAY !== $order->get_payment_method() || ! self::may_still_be_paid( $order );
	}

	/**
	 * Tells if an order's payment may still come.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function may_still_be_paid( \WC_Order $order ): bool {
		if ( Outbox::has_work( $order->get_id() ) ) {
			return true;
		}
		$summary = PaymentSummary::of( $order );
		if ( null !== $summary && $summary->keeps_order() ) {
			return true;
		}
		$order->read_meta_data( true );
		return Attempt::under_way( $order, time() );
	}
}
