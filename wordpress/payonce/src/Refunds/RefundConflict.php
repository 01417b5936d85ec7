<?php
/**
 * Refunds that cannot be made.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Refunds;

use Payonce\Money;
use Payonce\Plugin;

/**
 * The REST answer to a refund that cannot be made. WooCommerce answers 500 to every refund that fails, also where two clerks
 * refund the same money at once. That is a conflict: 409, with a sentence that says what to do.
 */
final class RefundConflict {

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_filter( 'rest_request_after_callbacks', array( self::class, 'answer' ), 10, 3 );
	}

	/**
	 * Replaces WooCommerce's 500 where the refund itself was refused.
	 *
	 * @param mixed $response The answer.
	 * @param mixed $handler  The route's handler.
	 * @param mixed $request  The request.
	 * @return mixed
	 */
	public static function answer( $response, $handler, $request ) {
		if ( ! $response instanceof \WP_Error || 'woocommerce_rest_cannot_create_order_refund' !== $response->get_error_code() || ! $request instanceof \WP_REST_Request ) {
			return $response;
		}
		$order = wc_get_order( absint( $request['order_id'] ) );
		if ( ! $order instanceof \WC_Order || Plugin::GATEWAY !== $order->get_payment_method() ) {
			return $response;
		}
		$message = $response->get_error_message();
		if ( RefundRequest::refusal() !== $message ) {
			$left = Money::of_major( $order->get_remaining_refund_amount(), $order->get_currency() );
			if ( Money::of_major( (string) $request['amount'], $order->get_currency() )->minor <= $left->minor ) {
				return $response;
			}
			/* translators: %s: amount */
			$message = 0 >= $left->minor ? __( 'Not refunded: nothing of this order is left to refund, since other refunds were recorded. Reload the order.', 'payonce' ) : sprintf( __( 'Not refunded: only %s of this order is left to refund, since other refunds were recorded. Reload the order and enter that amount or less.', 'payonce' ), $left->text() );
		}
		return new \WP_Error( 'payonce_refund_refused', $message, array( 'status' => 409 ) );
	}
}
