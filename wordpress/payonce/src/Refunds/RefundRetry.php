<?php
/**
 * Refunds that have no final answer yet.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Refunds;

use Payonce\Effects\Queue;
use Payonce\Log;
use Payonce\Money;
use Payonce\Orders\StoredOrder;

/**
 * The repetition of refunds until their answer is final. It is scheduled before the request is sent, so that a process
 * that dies in between leaves no refund without a retry.
 */
final class RefundRetry {

	public const HOOK = 'payonce_refund';

	/** Seconds until each further try; the last one repeats. */
	private const PAUSES = array( 60, 120, 300, 900, 3600, 3600, 14400 );

	/** Tries after which each further one is logged: about three weeks. */
	private const MANY_TRIES = 130;

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_action( self::HOOK, array( self::class, 'retry' ), 10, 2 );
	}

	/**
	 * Schedules a try.
	 *
	 * @param int $record_id The record.
	 * @param int $tried     How often it was tried.
	 */
	public static function schedule( int $record_id, int $tried ): void {
		as_schedule_single_action( time() + self::pause( $tried ), self::HOOK, array( $record_id, $tried ), Queue::GROUP );
	}

	/**
	 * Returns the seconds before a try.
	 *
	 * @param int $tried How often it was tried.
	 */
	public static function pause( int $tried ): int {
		return self::PAUSES[ min( $tried, count( self::PAUSES ) - 1 ) ];
	}

	/**
	 * Schedules a try of each refund that waits for a final answer and has none: Action Scheduler ends an action that is due
	 * while this plugin is off.
	 *
	 * @param int $most How many refunds.
	 */
	public static function pick_up( int $most ): void {
		global $wpdb;
		list( $table, $owner ) = StoredOrder::in_own_tables() ? array( "{$wpdb->prefix}wc_orders_meta", 'order_id' ) : array( $wpdb->postmeta, 'post_id' );
		$statement             = "SELECT m.$owner FROM `$table` m WHERE m.meta_key = %s AND m.meta_value = %s AND NOT EXISTS (SELECT 1 FROM `{$wpdb->prefix}actionscheduler_actions` a WHERE a.hook = %s AND a.status IN ('pending', 'in-progress') AND a.args LIKE CONCAT('[', m.$owner, ',%%')) LIMIT %d";
		foreach ( $wpdb->get_col( $wpdb->prepare( $statement, RefundRecord::STATE_META, RefundRecord::PENDING, self::HOOK, $most ) ) as $record_id ) { // phpcs:ignore WordPress.DB
			self::schedule( (int) $record_id, 0 );
		}
	}

	/**
	 * Repeats a request.
	 *
	 * @param mixed $record_id The record.
	 * @param mixed $tried     How often it was tried.
	 */
	public static function retry( $record_id, $tried = 0 ): void {
		$record = wc_get_order( (int) $record_id );
		if ( ! $record instanceof \WC_Order_Refund || RefundRecord::PENDING !== (string) $record->get_meta( RefundRecord::STATE_META ) ) {
			return;
		}
		$order = wc_get_order( $record->get_parent_id() );
		if ( ! $order instanceof \WC_Order ) {
			return;
		}
		// The next try is scheduled first: Action Scheduler never repeats an action whose process died.
		self::schedule( $record->get_id(), (int) $tried + 1 );
		if ( self::MANY_TRIES <= (int) $tried ) {
			Log::error( "Refund {$record->get_id()} of order {$order->get_id()} has had no final answer for weeks. Compare it with the gateway, and decide its review in Payonce." );
		}
		$answer = RefundRequest::send( $order, $record, Money::of_major( $record->get_amount(), $order->get_currency() ) );
		if ( 'refunded' === $answer->status() ) {
			$record->update_meta_data( RefundRecord::STATE_META, RefundRecord::DONE );
			$record->save_meta_data();
		} elseif ( RefundRequest::is_definite_no( $answer ) && ! $answer->is_misconfigured() ) {
			RefundRecord::remove( $order, $record, $answer->summary() );
		}
	}
}
