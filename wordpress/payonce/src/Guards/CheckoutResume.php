<?php
/**
 * The guard of a resumed checkout.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Guards;

use Payonce\Effects\Outbox;
use Payonce\Orders\OrderLock;
use Payonce\Orders\StoredOrder;

/**
 * The guard against a checkout that is sent twice. The second request finds the first one's order unpaid, removes its items,
 * and makes them again. If the order is paid meanwhile, the new items do not know that their stock was reduced, and a refund
 * or a cancel would not put it back. So the items are replaced under the order's lock, and only while the order is unpaid.
 */
final class CheckoutResume {

	/** Seconds that a checkout waits at most for the order's lock. */
	private const LONGEST_WAIT = 5;

	/**
	 * The order whose lock this guard holds; 0 if it holds none.
	 *
	 * @var int
	 */
	private static int $held = 0;

	/**
	 * Hooks in. WooCommerce removes the items right after the first hook, and has saved the order at the second one. The lock
	 * is free before the payment, which calls Payonce.
	 */
	public static function hook_in(): void {
		add_action( 'woocommerce_resume_order', array( self::class, 'before' ), PHP_INT_MAX );
		add_action( 'woocommerce_checkout_order_created', array( self::class, 'after' ), PHP_INT_MAX, 0 );
		add_action( 'woocommerce_checkout_order_exception', array( self::class, 'after' ), PHP_INT_MAX, 0 );
	}

	/**
	 * Takes the order's lock. A shopper whose order is paid, or on hold for its payment, is shown that order.
	 *
	 * @param mixed $order_id The order.
	 */
	public static function before( $order_id ): void {
		$order_id = (int) $order_id;
		if ( OrderLock::take_or_warn( $order_id, self::LONGEST_WAIT, 'The checkout' ) ) {
			self::$held = $order_id;
		}
		$status = StoredOrder::status( $order_id );
		if ( Outbox::has_work( $order_id, 'paid' ) || in_array( $status, array( ...wc_get_is_paid_statuses(), 'on-hold' ), true ) ) {
			self::after();
			self::show( $order_id );
		} elseif ( ! in_array( $status, array( 'pending', 'failed' ), true ) ) {
			self::after();
			self::start_again();
		}
	}

	/**
	 * Ends a checkout whose order was cancelled or deleted meanwhile. The cart stays, and the next press makes a new order.
	 *
	 * @throws \Exception Always; WooCommerce shows its message.
	 */
	private static function start_again(): void {
		if ( null !== \WC()->session ) {
			\WC()->session->set( 'order_awaiting_payment', false );
		}
		throw new \Exception( esc_html__( 'Your earlier order was cancelled and not paid. Please place the order again.', 'payonce' ) );
	}

	/**
	 * Ends the request with the page of an order that is paid.
	 *
	 * @param int $order_id The order.
	 */
	private static function show( int $order_id ): void {
		$order = wc_get_order( $order_id );
		if ( ! $order instanceof \WC_Order ) {
			return;
		}
		if ( null !== \WC()->cart ) {
			\WC()->cart->empty_cart();
			\WC()->session->set( 'order_awaiting_payment', false );
		}
		$address = $order->get_checkout_order_received_url();
		if ( wp_doing_ajax() ) {
			wp_send_json(
				array(
					'result'   => 'success',
					'redirect' => $address,
				)
			);
		}
		wp_safe_redirect( $address );
		exit;
	}

	/**
	 * Frees the order's lock.
	 */
	public static function after(): void {
		if ( 0 !== self::$held ) {
			OrderLock::free( self::$held );
			self::$held = 0;
		}
	}
}
