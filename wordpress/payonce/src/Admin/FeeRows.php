<?php
/**
 * Fee and payout on an order's screen.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Admin;

use Payonce\Effects\FeeEffect;

/**
 * The rows below an order's totals that say what the gateway kept and what it pays out.
 */
final class FeeRows {

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_action( 'woocommerce_admin_order_totals_after_total', array( self::class, 'print_rows' ), 20 );
	}

	/**
	 * Prints the rows.
	 *
	 * @param mixed $order_id The order.
	 */
	public static function print_rows( $order_id ): void {
		$order = wc_get_order( (int) $order_id );
		if ( ! $order instanceof \WC_Order || '' === (string) $order->get_meta( FeeEffect::FEE_META ) ) {
			return;
		}
		$currency = array( 'currency' => (string) $order->get_meta( FeeEffect::CURRENCY_META ) );
		$rows     = array(
			__( 'Gateway\'s fee', 'payonce' ) => '-' . wc_price( (float) $order->get_meta( FeeEffect::FEE_META ), $currency ),
			// What a refund takes back is booked for itself.
			0.0 < (float) $order->get_total_refunded() ? __( 'Payout before refunds', 'payonce' ) : __( 'Payout', 'payonce' ) => wc_price( (float) $order->get_meta( FeeEffect::NET_META ), $currency ),
		);
		foreach ( $rows as $name => $amount ) {
			printf( '<tr><td class="label">%s:</td><td width="1%%"></td><td class="total">%s</td></tr>', esc_html( $name ), wp_kses_post( $amount ) );
		}
	}
}
