<?php
/**
 * The guard of the shopper's cancel.
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
 * The guard that keeps a shopper from cancelling an order while its charge is under way. A shopper at the bank's page
 * may cancel: Payonce voids that payment.
 */
final class ShopperCancel {

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_filter( 'woocommerce_valid_order_statuses_for_cancel', array( self::class, 'decide' ), 99, 2 );
	}

	/**
	 * Decides from which statuses a shopper may cancel.
	 *
	 * @param mixed $statuses What WooCommerce and others decided.
	 * @param mixed $order    The order.
	 * @return mixed
	 */
	public static function decide( $statuses, $order = null ) {
		if ( ! $order instanceof \WC_Order || Plugin::GATEWAY !== $order->get_payment_method() ) {
			return $statuses;
		}
		if ( ! in_array( StoredOrder::status( $order->get_id() ), (array) $statuses, true ) || Outbox::has_work( $order->get_id() ) ) {
			return array();
		}
		$summary = PaymentSummary::of( $order );
		if ( null === $summary ) {
			return Attempt::under_way( $order, time() ) ? array() : $statuses;
		}
		// The summary may be of an earlier attempt.
		$decides = $summary->keeps_order() && ! $summary->waits_for_shopper();
		return $decides || Attempt::unknown( $order, time() ) ? array() : $statuses;
	}
}
