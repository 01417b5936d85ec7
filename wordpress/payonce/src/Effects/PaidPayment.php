<?php
/**
 * The payment on the order.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

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
		self::take_over( $order, $effect->text( 'payment' ) );
		self::foreign( $order, $effect );
	}

	/**
	 * Gives an order back its payment method. The shopper may have chosen another one in a second tab while this payment was
	 * under way; refunds, captures and guards would then look for the payment elsewhere.
	 *
	 * @param \WC_Order $order   The order.
	 * @param string    $payment The payment's id.
	 */
	private static function take_over( \WC_Order $order, string $payment ): void {
		$before = $order->get_payment_method();
		if ( Plugin::GATEWAY === $before ) {
			return;
		}
		$title    = $order->get_payment_method_title();
		$gateways = WC()->payment_gateways()->payment_gateways();
		$order->set_payment_method( $gateways[ Plugin::GATEWAY ] ?? Plugin::GATEWAY );
		/* translators: 1: the payment's id, 2: another payment method */
		$order->add_order_note( sprintf( __( 'Payment %1$s is Payonce\'s, so this order\'s payment method is Payonce again. "%2$s" had been chosen meanwhile; if the shopper paid there too, refund it there.', 'payonce' ), $payment, '' === $title ? $before : $title ) );
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
