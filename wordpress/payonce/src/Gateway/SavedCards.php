<?php
/**
 * Saved cards.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Gateway;

use Payonce\Link;
use Payonce\Settings;

/**
 * The rules about saving cards. The card itself is saved by an effect, when the gateway has confirmed the payment.
 */
final class SavedCards {

	/** The gateway's own customer, kept at the token: each later charge with the token needs it. */
	public const CUSTOMER_META = '_payonce_customer';

	/**
	 * Returns what a charge with a saved card sends beside its reference.
	 *
	 * @param string $customer The gateway's own customer; empty if there is none.
	 * @return array<string,string>
	 */
	public static function of_customer( string $customer ): array {
		return '' !== $customer && Link::has_feature( 'save' ) ? array( 'customer' => $customer ) : array();
	}

	/**
	 * Returns what a charge sends so that the gateway keeps its card for later.
	 *
	 * @param \WC_Order $order The order.
	 * @return array<string,string>
	 */
	public static function saving( \WC_Order $order ): array {
		return Link::has_feature( 'save' ) && ( self::wanted() || self::needed( $order ) ) ? array( 'savePaymentMethod' => 'offSession' ) : array();
	}

	/**
	 * Tells if shoppers may pay with cards that they saved.
	 */
	public static function on(): bool {
		return Settings::on( 'saved_cards' ) && is_user_logged_in();
	}

	/**
	 * Tells if the shopper ticked the box.
	 */
	public static function wanted(): bool {
		// phpcs:ignore WordPress.Security.NonceVerification -- WooCommerce has checked the checkout's nonce.
		$ticked = isset( $_POST['wc-payonce-new-payment-method'] ) ? sanitize_text_field( wp_unslash( $_POST['wc-payonce-new-payment-method'] ) ) : '';
		return self::on() && in_array( $ticked, array( 'true', '1', 'on' ), true );
	}

	/**
	 * Tells if the order needs a saved card, since it renews.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function needed( \WC_Order $order ): bool {
		return function_exists( 'wcs_order_contains_subscription' ) && wcs_order_contains_subscription( $order, 'any' );
	}

	/**
	 * Tells if an order only keeps a card for later: it asks for no money, or it is a subscription whose method changes.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function only_kept( \WC_Order $order ): bool {
		return 0.0 >= (float) $order->get_total() || self::is_subscription( $order );
	}

	/**
	 * Tells if this is a subscription, whose method changes, and no order.
	 *
	 * @param \WC_Order $order The order, or a subscription.
	 */
	private static function is_subscription( \WC_Order $order ): bool {
		return function_exists( 'wcs_is_subscription' ) && wcs_is_subscription( $order );
	}

	/**
	 * Keeps a saved card for later. A new card cannot be kept so: only a payment saves one.
	 *
	 * @param \WC_Order $order The order, or a subscription.
	 */
	public static function keep( \WC_Order $order ): bool {
		$token = PaymentMethod::posted_token();
		if ( null === $token ) {
			return false;
		}
		$order->add_payment_token( $token );
		if ( ! self::is_subscription( $order ) ) {
			$order->payment_complete();
		}
		return true;
	}
}
