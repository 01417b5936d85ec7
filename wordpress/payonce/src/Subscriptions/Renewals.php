<?php
/**
 * Renewals of subscriptions.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Subscriptions;

use Payonce\Gateway\SavedCards;
use Payonce\Orders\OrderCaches;
use Payonce\Payments\Charge;
use Payonce\Payments\Outcome;
use Payonce\Plugin;

/**
 * The renewals of WooCommerce Subscriptions, paid by the subscription's saved card while the shopper is away.
 *
 * The hook may be fired twice for one renewal. The attempt's number stands on the renewal order, so both send the same
 * key. An order that is not pending is not charged: after a decline it is failed until the extension's own retry rules set
 * it to pending again, and only that begins a new attempt. A decline ends the attempt before the order is failed; a second
 * process that read the order in between would begin the next attempt. So one process at a time renews an order.
 */
final class Renewals {

	/** The token's reference, kept at the subscription. */
	public const METHOD_META = '_payonce_payment_method';

	/** The reference of the card that declined a renewal for good, kept at the renewal order. */
	private const DECLINED_META = '_payonce_declined_method';

	/** Payonce's advice after which the same card must not be tried again without the shopper. */
	private const FOR_GOOD = array( 'never', 'other_method', 'authenticate' );

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_action( 'woocommerce_scheduled_subscription_payment_' . Plugin::GATEWAY, array( self::class, 'renew' ), 10, 2 );
		add_action( 'woocommerce_subscription_failing_payment_method_updated_' . Plugin::GATEWAY, array( self::class, 'method_changed' ), 10, 2 );
		add_filter( 'woocommerce_subscription_payment_meta', array( self::class, 'payment_meta' ), 10, 2 );
		add_action( 'woocommerce_payment_token_added_to_order', array( self::class, 'token_added' ), 10, 3 );
		add_filter( 'wc_subscriptions_object_data', array( self::class, 'copied' ) );
		add_action( RenewalRetry::HOOK, array( RenewalRetry::class, 'retry' ), 10, 2 );
	}

	/**
	 * Pays a renewal.
	 *
	 * @param mixed $amount The amount; the order's own total is what Payonce charges.
	 * @param mixed $order  The renewal order.
	 * @param int   $tried  How often it was tried without an answer.
	 */
	public static function renew( $amount, $order, int $tried = 0 ): void {
		if ( ! $order instanceof \WC_Order || ! RenewalLock::take( $order->get_id() ) ) {
			return;
		}
		try {
			OrderCaches::forget( $order->get_id() );
			$fresh = wc_get_order( $order->get_id() );
			if ( $fresh instanceof \WC_Order && $fresh->has_status( 'pending' ) ) {
				self::charge( $fresh, $tried );
			}
		} finally {
			RenewalLock::free( $order->get_id() );
		}
	}

	/**
	 * Charges a renewal.
	 *
	 * @param \WC_Order $order The renewal order, freshly read.
	 * @param int       $tried How often it was tried without an answer.
	 */
	private static function charge( \WC_Order $order, int $tried ): void {
		$subscriptions             = function_exists( 'wcs_get_subscriptions_for_renewal_order' ) ? (array) wcs_get_subscriptions_for_renewal_order( $order ) : array();
		list( $method, $customer ) = self::card_of( ...array_values( $subscriptions ), ...array( $order ) );
		if ( '' === $method ) {
			$order->update_status( 'failed', __( 'The renewal was not charged: the subscription has no saved card. Ask the customer to pay this order.', 'payonce' ) );
			return;
		}
		if ( (string) $order->get_meta( self::DECLINED_META ) === $method ) {
			$order->update_status( 'failed', __( 'The renewal was not charged: the bank has declined this card for good. Ask the customer to pay this order by another card.', 'payonce' ) );
			return;
		}
		$charge = Charge::of(
			$order,
			array(
				'paymentMethod' => $method,
				'offSession'    => true,
			) + SavedCards::of_customer( $customer )
		);
		self::follow( $order->get_id(), $method, $charge, $tried );
	}

	/**
	 * Takes over the method of an order by which the shopper has paid a failed renewal.
	 *
	 * @param mixed $subscription The subscription.
	 * @param mixed $order        The renewal order.
	 */
	public static function method_changed( $subscription, $order ): void {
		if ( $subscription instanceof \WC_Order && $order instanceof \WC_Order ) {
			list( $method, $customer ) = self::card_of( $order );
			$subscription->update_meta_data( self::METHOD_META, $method );
			$subscription->update_meta_data( SavedCards::CUSTOMER_META, $customer );
			$subscription->save_meta_data();
		}
	}

	/**
	 * Lets clerks see and change the references at a subscription.
	 *
	 * @param mixed $meta         The meta of all gateways.
	 * @param mixed $subscription The subscription.
	 * @return mixed
	 */
	public static function payment_meta( $meta, $subscription ) {
		$names  = array(
			self::METHOD_META         => __( 'Reference of the saved card', 'payonce' ),
			SavedCards::CUSTOMER_META => __( 'Reference of the customer at the gateway', 'payonce' ),
		);
		$fields = array();
		foreach ( $names as $name => $label ) {
			$fields[ $name ] = array(
				'value' => $subscription instanceof \WC_Order ? (string) $subscription->get_meta( $name ) : '',
				'label' => $label,
			);
		}
		$meta[ Plugin::GATEWAY ] = array( 'post_meta' => $fields );
		return $meta;
	}

	/**
	 * Keeps the reference of a card that was saved by an order, at the order and at its subscriptions.
	 *
	 * @param mixed $order_id The order.
	 * @param mixed $token_id The token's id.
	 * @param mixed $token    The token.
	 */
	public static function token_added( $order_id, $token_id, $token ): void {
		if ( ! $token instanceof \WC_Payment_Token || Plugin::GATEWAY !== $token->get_gateway_id() ) {
			return;
		}
		$orders = function_exists( 'wcs_get_subscriptions_for_order' ) ? (array) wcs_get_subscriptions_for_order( $order_id, array( 'order_type' => 'any' ) ) : array();
		$own    = wc_get_order( $order_id );
		if ( $own instanceof \WC_Order ) {
			$orders[] = $own;
		}
		foreach ( $orders as $order ) {
			$order->update_meta_data( self::METHOD_META, $token->get_token() );
			$order->update_meta_data( SavedCards::CUSTOMER_META, (string) $token->get_meta( SavedCards::CUSTOMER_META ) );
			$order->save_meta_data();
		}
	}

	/**
	 * Says what became of a charge, in the extension's terms: its own rules retry what failed.
	 *
	 * @param int    $order_id The renewal order.
	 * @param string $method   The card's reference.
	 * @param Charge $charge   The charge.
	 * @param int    $tried    How often it was tried without an answer.
	 */
	private static function follow( int $order_id, string $method, Charge $charge, int $tried ): void {
		$order = wc_get_order( $order_id );
		if ( ! $order instanceof \WC_Order ) {
			return;
		}
		if ( in_array( $charge->answer->body['retry']['advice'] ?? '', self::FOR_GOOD, true ) ) {
			// The extension's retry rules know nothing of it; networks fine merchants who try again.
			$order->update_meta_data( self::DECLINED_META, $method );
			$order->save_meta_data();
		}
		if ( ! $order->has_status( 'pending' ) ) {
			return;
		}
		if ( $charge->outcome->ends_attempt() || Outcome::ACTION === $charge->outcome->kind ) {
			/* translators: %s: Payonce's answer */
			$order->update_status( 'failed', sprintf( __( 'The renewal was not paid: %s. Ask the customer to pay this order.', 'payonce' ), $charge->answer->summary() ) );
			return;
		}
		if ( Outcome::PAID !== $charge->outcome->kind ) {
			/* translators: %s: Payonce's answer */
			$order->add_order_note( sprintf( __( 'The renewal has no final answer yet: %s. Payonce moves the order when there is one.', 'payonce' ), $charge->answer->summary() ) );
			RenewalRetry::schedule( $order_id, $tried, $charge->outcome->kind );
		}
	}

	/**
	 * Keeps the extension from copying what the plugin notes of one order's payment to another order or subscription. Only the
	 * saved card is theirs, too.
	 *
	 * @param mixed $data What is copied, by name.
	 * @return mixed
	 */
	public static function copied( $data ) {
		$ours = static fn( $name ) => ! str_starts_with( (string) $name, '_payonce_' ) || in_array( $name, array( self::METHOD_META, SavedCards::CUSTOMER_META ), true );
		return is_array( $data ) ? array_filter( $data, $ours, ARRAY_FILTER_USE_KEY ) : $data;
	}

	/**
	 * Returns the references of the saved card, and of its customer at the gateway. The first owner that has one counts: a
	 * renewal order has a copy of the card that its subscription had when the order was made.
	 *
	 * @param \WC_Order ...$owners The subscriptions, the order.
	 * @return array{0:string,1:string}
	 */
	private static function card_of( \WC_Order ...$owners ): array {
		foreach ( $owners as $of ) {
			$method = (string) $of->get_meta( self::METHOD_META );
			if ( '' !== $method ) {
				return array( $method, (string) $of->get_meta( SavedCards::CUSTOMER_META ) );
			}
		}
		return array( '', '' );
	}
}
