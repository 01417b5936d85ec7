<?php
/**
 * Actions on orders.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Admin;

use Payonce\Api\Answer;
use Payonce\Api\Client;
use Payonce\Effects\Applier;
use Payonce\Orders\PaymentSummary;
use Payonce\Payments\Jobs;
use Payonce\Plugin;

/**
 * The actions that a clerk may take on an order: capture, void, refresh.
 */
final class OrderActions {

	/**
	 * Hooks in.
	 */
	public static function hook_in(): void {
		add_filter( 'woocommerce_order_actions', array( self::class, 'add' ), 20, 2 );
		foreach ( array( 'capture', 'void', 'refresh' ) as $action ) {
			add_action( 'woocommerce_order_action_payonce_' . $action, array( self::class, $action ) );
		}
	}

	/**
	 * Adds the actions that make sense. WooCommerce before 8.3 does not pass the order, and offers all of them then.
	 *
	 * @param mixed $actions The actions.
	 * @param mixed $order   The order.
	 * @return mixed
	 */
	public static function add( $actions, $order = null ) {
		if ( ! $order instanceof \WC_Order ) {
			$order = $GLOBALS['theorder'] ?? null;
		}
		if ( ! $order instanceof \WC_Order || Plugin::GATEWAY !== $order->get_payment_method() || ! self::allowed() ) {
			return $actions;
		}
		$summary = PaymentSummary::of( $order );
		$status  = null === $summary ? '' : $summary->status();
		if ( 'AUTHORIZED' === $status ) {
			$actions['payonce_capture'] = __( 'Payonce: capture the authorized payment', 'payonce' );
		}
		if ( in_array( $status, array( 'AUTHORIZED', 'OPEN', 'PENDING' ), true ) ) {
			$actions['payonce_void'] = __( 'Payonce: void the payment', 'payonce' );
		}
		$actions['payonce_refresh'] = __( 'Payonce: ask the gateway now', 'payonce' );
		return $actions;
	}

	/**
	 * Captures.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function capture( \WC_Order $order ): void {
		self::run( $order, __( 'Capture', 'payonce' ), static fn() => Client::move( $order->get_id(), 'capture', array(), Jobs::key( $order, 'capture' ) ) );
	}

	/**
	 * Voids.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function void( \WC_Order $order ): void {
		self::run( $order, __( 'Void', 'payonce' ), static fn() => Client::move( $order->get_id(), 'cancel', array(), Jobs::key( $order, 'cancel' ) ) );
	}

	/**
	 * Asks the gateway.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function refresh( \WC_Order $order ): void {
		self::run( $order, __( 'Refresh', 'payonce' ), static fn() => Client::refresh( $order->get_id() ) );
	}

	/**
	 * Runs an action, and notes its answer. What it changes comes as an effect.
	 *
	 * @param \WC_Order         $order The order.
	 * @param string            $name  The action's name.
	 * @param callable():Answer $call  The call.
	 */
	private static function run( \WC_Order $order, string $name, callable $call ): void {
		if ( ! self::allowed() ) {
			return;
		}
		$answer = $call();
		Applier::apply( $order->get_id(), 2 );
		/* translators: 1: action, 2: Payonce's answer */
		$order->add_order_note( sprintf( __( '%1$s: Payonce answers %2$s.', 'payonce' ), $name, $answer->summary() ), 0, true );
	}

	/**
	 * Tells if this user may move money.
	 */
	private static function allowed(): bool {
		return current_user_can( 'edit_shop_orders' );
	}
}
