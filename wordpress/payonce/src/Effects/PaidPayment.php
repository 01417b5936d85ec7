<?php
/**
 * The payment on the order.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

use Payonce\Payments\Attempt;
use Payonce\Plugin;

/**
 * The names under which an order's payment is recorded on the order.
 */
final class PaidPayment {

	/** The transaction that paid; never overwritten by REST or by the edit page. */
	public const APPLIED_META = '_payonce_paid_by';

	/** The status that the order was given when it was paid. */
	public const STATUS_META = '_payonce_paid_status';

	/** Names that the gateways' own plugins use, so that the order can be handed back to them. */
	private const FOREIGN_META = '/^_(stripe|paypal|adyen|mollie|payonce)_[a-z_]{1,40}$/';

	/**
	 * Records an effect's payment on an order; the caller saves it.
	 *
	 * @param \WC_Order $order  The order.
	 * @param Effect    $effect The effect.
	 */
	public static function name( \WC_Order $order, Effect $effect ): void {
		$order->update_meta_data( PaidEffect::PAYMENT_META, $effect->text( 'payment' ) );
		if ( 'paid' === $effect->kind ) {
			$order->update_meta_data( self::APPLIED_META, $effect->text( 'transaction' ) );
		}
		self::foreign( $order, $effect );
	}

	/**
	 * Puts Payonce's method on an order that it was asked to charge, and that its payment pays now. The shopper may have
	 * chosen another method while her bank was asking; refunds and guards go by the method. The caller saves it.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function take_over( \WC_Order $order ): void {
		$before = $order->get_payment_method();
		if ( Plugin::GATEWAY === $before || '' === $order->get_meta( Attempt::META ) ) {
			return;
		}
		$gateway = \WC()->payment_gateways()->payment_gateways()[ Plugin::GATEWAY ] ?? Plugin::GATEWAY;
		$order->set_payment_method( $gateway );
		/* translators: %s: the other payment method's name */
		$order->add_order_note( sprintf( __( 'The shopper had changed the payment method to "%s" while this payment was under way. It pays the order, so the method is Payonce\'s again.', 'payonce' ), $before ) );
	}

	/**
	 * Records the names of the gateway's own plugin on an order; the caller saves it.
	 *
	 * @param \WC_Order $order  The order.
	 * @param Effect    $effect The effect.
	 */
	public static function foreign( \WC_Order $order, Effect $effect ): void {
		foreach ( (array) ( $effect->body['meta'] ?? array() ) as $key => $value ) {
			if ( is_scalar( $value ) && 1 === preg_match( self::FOREIGN_META, (string) $key ) ) {
				$order->update_meta_data( (string) $key, (string) $value );
			}
		}
	}
}
