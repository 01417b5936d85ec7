<?php
/**
 * Work that calls Payonce later.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Payments;

use Payonce\Api\Client;
use Payonce\Effects\Applier;
use Payonce\Effects\Queue;
use Payonce\Fingerprint;
use Payonce\Orders\PaymentSummary;
use Payonce\Plugin;
use Payonce\Settings;

/**
 * The calls to Payonce that hooks of an order's save ask for. A save may hold the order's lock, so they are only
 * scheduled there, and made by Action Scheduler.
 */
final class Jobs {

	public const REFRESH = 'payonce_refresh';
	public const CAPTURE = 'payonce_capture';

	/** Seconds until each further try; the last one is repeated daily by hand. */
	private const PAUSES = array( 60, 300, 900, 3600, 14400, 43200 );

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_action( self::REFRESH, array( self::class, 'refresh' ), 10, 2 );
		add_action( self::CAPTURE, array( self::class, 'capture' ), 10, 2 );
		add_action( 'woocommerce_order_status_changed', array( self::class, 'status_changed' ), 20, 4 );
	}

	/**
	 * Schedules what a changed status asks for.
	 *
	 * @param mixed $order_id The order.
	 * @param mixed $from     The status before.
	 * @param mixed $to       The status now.
	 * @param mixed $order    The order.
	 */
	public static function status_changed( $order_id, $from, $to, $order ): void {
		if ( Applier::running() || ! $order instanceof \WC_Order || Plugin::GATEWAY !== $order->get_payment_method() ) {
			return;
		}
		if ( 'cancelled' === $to ) {
			self::refresh_soon( (int) $order_id );
		} elseif ( Settings::get( 'capture_on_status' ) === $to || ( 'processing' === Settings::get( 'capture_on_status' ) && 'completed' === $to ) ) {
			$summary = PaymentSummary::of( $order );
			if ( null !== $summary && 'AUTHORIZED' === $summary->status() ) {
				Queue::once( self::CAPTURE, array( (int) $order_id, 0 ) );
			}
		}
	}

	/**
	 * Has Payonce refresh an order soon.
	 *
	 * @param int $order_id The order.
	 */
	public static function refresh_soon( int $order_id ): void {
		Queue::once( self::REFRESH, array( $order_id, 0 ) );
	}

	/**
	 * Has Payonce refresh an order.
	 *
	 * @param mixed $order_id The order.
	 * @param mixed $tried    How often it was tried.
	 */
	public static function refresh( $order_id, $tried = 0 ): void {
		$answer = Client::refresh( (int) $order_id );
		if ( $answer->is_open() && 202 !== $answer->http ) {
			self::again( self::REFRESH, (int) $order_id, (int) $tried );
		}
	}

	/**
	 * Captures what was authorized.
	 *
	 * @param mixed $order_id The order.
	 * @param mixed $tried    How often it was tried.
	 */
	public static function capture( $order_id, $tried = 0 ): void {
		$order = wc_get_order( (int) $order_id );
		if ( ! $order instanceof \WC_Order ) {
			return;
		}
		$answer = Client::move( (int) $order_id, 'capture', array(), self::key( $order, 'capture' ) );
		if ( $answer->is_open() ) {
			self::again( self::CAPTURE, (int) $order_id, (int) $tried );
		} elseif ( ! in_array( $answer->status(), array( 'paid', 'captured' ), true ) && 'already_paid' !== $answer->text( 'code' ) ) {
			/* translators: %s: Payonce's answer */
			$order->add_order_note( sprintf( __( 'The authorized payment could not be captured: %s. Check the payment, and capture it again by the order\'s action.', 'payonce' ), $answer->summary() ) );
		}
	}

	/**
	 * Returns the idempotency key of a request that is made once for each order and attempt.
	 *
	 * @param \WC_Order $order The order.
	 * @param string    $what  The request.
	 */
	public static function key( \WC_Order $order, string $what ): string {
		return 'wc-' . $order->get_id() . '-' . substr( Fingerprint::of_order_key( $order->get_order_key() ), 0, 12 ) . '-' . $what . '-' . max( 1, (int) $order->get_meta( Attempt::META ) );
	}

	/**
	 * Schedules a further try.
	 *
	 * @param string $hook     The action.
	 * @param int    $order_id The order.
	 * @param int    $tried    How often it was tried.
	 */
	private static function again( string $hook, int $order_id, int $tried ): void {
		if ( isset( self::PAUSES[ $tried ] ) ) {
			as_schedule_single_action( time() + self::PAUSES[ $tried ], $hook, array( $order_id, $tried + 1 ), Queue::GROUP );
		}
	}
}
