<?php
/**
 * Refunds that clerks ask for.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Refunds;

use Payonce\Api\Answer;
use Payonce\Api\Client;
use Payonce\Fingerprint;
use Payonce\Log;
use Payonce\Money;

/**
 * A clerk's request to send money back, by wp-admin or REST. One record is one request: its id is in the idempotency key.
 *
 * WooCommerce deletes the record of a refund that "failed", and the next click would be a new request. So an answer that is
 * not final keeps the record, and the request is repeated until it is final. Only a definite no removes it.
 */
final class RefundRequest {

	/**
	 * The sentence by which Payonce refused this request's refund; empty if it did not.
	 *
	 * @var string
	 */
	private static string $refusal = '';

	/**
	 * Sends the request of the record that WooCommerce has just saved.
	 *
	 * @param \WC_Order $order  The order.
	 * @param string    $amount Major units, as WooCommerce tells.
	 * @return true|\WP_Error
	 */
	public static function of_new_record( \WC_Order $order, string $amount ) {
		$record = RefundRecord::current( $order->get_id() );
		if ( null === $record ) {
			return new \WP_Error( 'payonce', __( 'The refund was not sent, since it has no record in WooCommerce. Refund the order on its page.', 'payonce' ) );
		}
		// WooCommerce moves the order to refunded after this; what it was must be known if the refund fails later.
		$record->update_meta_data( RefundRecord::BEFORE_META, $order->get_status() );
		$record->update_meta_data( RefundRecord::STATE_META, RefundRecord::PENDING );
		$record->save_meta_data();
		RefundRetry::schedule( $record->get_id(), 0 );
		$answer = self::send( $order, $record, Money::of_major( $amount, $order->get_currency() ) );
		if ( 'refunded' === $answer->status() ) {
			$record->update_meta_data( RefundRecord::STATE_META, RefundRecord::DONE );
			$record->save_meta_data();
			return true;
		}
		if ( self::is_definite_no( $answer ) ) {
			$words = self::words( $answer );
			if ( ! $answer->is_misconfigured() ) {
				self::$refusal = $words;
			}
			return new \WP_Error( 'payonce', $words );
		}
		/* translators: %s: the refund's number */
		$order->add_order_note( sprintf( __( 'Refund %s is under way; it is repeated until the gateway has confirmed it.', 'payonce' ), (string) $record->get_id() ) );
		return true;
	}

	/**
	 * Returns the sentence by which Payonce refused this request's refund; empty if it did not.
	 */
	public static function refusal(): string {
		return self::$refusal;
	}

	/**
	 * Sends a request; the same record sends the same request.
	 *
	 * @param \WC_Order        $order  The order.
	 * @param \WC_Order_Refund $record The record.
	 * @param Money            $amount The amount.
	 */
	public static function send( \WC_Order $order, \WC_Order_Refund $record, Money $amount ): Answer {
		$key  = 'wc-' . $order->get_id() . '-' . substr( Fingerprint::of_order_key( $order->get_order_key() ), 0, 12 ) . '-refund-' . $record->get_id();
		$body = array(
			'amount' => $amount->minor,
			'refund' => $record->get_id(),
			'reason' => 'requested_by_customer',
		);
		return Client::move( $order->get_id(), 'refunds', $body, $key );
	}

	/**
	 * Tells if an answer is a definite no: no money goes back by this request, now or later.
	 *
	 * @param Answer $answer The answer.
	 */
	public static function is_definite_no( Answer $answer ): bool {
		if ( in_array( $answer->status(), array( 'declined', 'refused' ), true ) ) {
			return true;
		}
		if ( 422 === $answer->http ) {
			Log::error( 'A refund\'s idempotency key was used with another amount, so its record is removed. This is a bug: report it with this line.' );
			return true;
		}
		return $answer->is_misconfigured() || 404 === $answer->http;
	}

	/**
	 * Returns the sentence for the clerk.
	 *
	 * @param Answer $answer A definite no.
	 */
	public static function words( Answer $answer ): string {
		return match ( $answer->text( 'code' ) ) {
			'nothing_captured'     => __( 'Not refunded: Payonce knows of no payment of this order. Refresh the payment and try again.', 'payonce' ),
			'exceeds_what_is_left' => __( 'Not refunded: this is more than is left of the payment when everything that is under way has gone back.', 'payonce' ),
			'disputed'             => __( 'Not refunded: the bank disputes this payment, so it would be paid out twice.', 'payonce' ),
			'too_many_attempts'    => __( 'Not refunded: this order has had too many operations. Please look at it in Payonce.', 'payonce' ),
			/* translators: %s: Payonce's answer */
			default                => sprintf( __( 'Not refunded: %s.', 'payonce' ), $answer->summary() ),
		};
	}
}
