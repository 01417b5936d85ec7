<?php
/**
 * The payment on the order.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Effects;

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
