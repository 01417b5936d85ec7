<?php
/**
 * The gateway.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Gateway;

use Payonce\Api\Answer;
use Payonce\Link;
use Payonce\Orders\PaymentSummary;
use Payonce\Payments\Charge;
use Payonce\Payments\Outcome;
use Payonce\Plugin;
use Payonce\Refunds\RefundRequest;
use Payonce\Settings;

/**
 * The gateway that pays orders through Payonce: at the classic and the block checkout, and on the page where an order
 * that exists is paid.
 */
final class Gateway extends \WC_Payment_Gateway {

	/**
	 * Describes the gateway to WooCommerce.
	 */
	public function __construct() {
		$this->id                 = Plugin::GATEWAY;
		$this->method_title       = __( 'Payonce', 'payonce' );
		$this->method_description = __( 'Takes payments through Payonce: every order is paid exactly once, and fulfilled exactly once.', 'payonce' );
		$this->has_fields         = true;
		$this->supports           = array( 'products', 'refunds', 'tokenization', 'subscriptions', 'subscription_cancellation', 'subscription_suspension', 'subscription_reactivation', 'subscription_amount_changes', 'subscription_date_changes', 'subscription_payment_method_change', 'subscription_payment_method_change_customer', 'subscription_payment_method_change_admin', 'multiple_subscriptions' );
		$this->init_form_fields();
		$this->init_settings();
		$title             = (string) $this->get_option( 'title' );
		$this->title       = '' === $title ? __( 'Card', 'payonce' ) : $title;
		$this->description = (string) $this->get_option( 'description' );
		$this->enabled     = (string) $this->get_option( 'enabled', 'no' );
		add_action( 'woocommerce_update_options_payment_gateways_' . $this->id, array( $this, 'process_admin_options' ) );
	}

	/**
	 * Describes the settings page.
	 */
	public function init_form_fields(): void {
		$this->form_fields = SettingsForm::fields();
	}

	/**
	 * Shows the settings page, with the test of the connection.
	 */
	public function admin_options(): void {
		parent::admin_options();
		SettingsForm::print_connection_test();
	}

	/**
	 * Tells WooCommerce if something is missing before payments can be taken.
	 */
	public function needs_setup(): bool {
		return ! Settings::complete();
	}

	/**
	 * Tells if shoppers may choose this gateway. A copy of the shop for staging takes no money.
	 */
	public function is_available(): bool {
		return parent::is_available() && Settings::complete() && Link::is_this_shop();
	}

	/**
	 * Tells WooCommerce's payments page if the account is connected.
	 */
	public function is_account_connected(): bool {
		return Settings::complete();
	}

	/**
	 * Tells WooCommerce's payments page if no real money moves.
	 */
	public function is_test_mode(): bool {
		return 'live' !== Settings::get( 'mode' );
	}

	/**
	 * Prints the fields of the classic checkout.
	 */
	public function payment_fields(): void {
		if ( '' !== $this->description ) {
			echo wp_kses_post( wpautop( $this->description ) );
		}
		$saves = SavedCards::on() && is_checkout();
		if ( $saves ) {
			$this->tokenization_script();
			$this->saved_payment_methods();
		}
		echo '<fieldset id="wc-payonce-cc-form" class="wc-payment-form" style="background:transparent;border:0;margin:0;padding:0"><div id="payonce-element"></div><div id="payonce-error" role="alert"></div><input type="hidden" name="payonce_method" value=""><input type="hidden" name="payonce_type" value=""></fieldset>';
		if ( $saves && Link::has_feature( 'save' ) ) {
			$this->save_payment_method_checkbox();
		}
	}

	/**
	 * Checks the classic checkout's fields.
	 */
	public function validate_fields(): bool {
		if ( '' === PaymentMethod::posted() ) {
			wc_add_notice( __( 'Please enter your card.', 'payonce' ), 'error' );
			return false;
		}
		return true;
	}

	/**
	 * Pays an order.
	 *
	 * @param int $order_id The order.
	 * @return array<string,string>
	 */
	public function process_payment( $order_id ): array {
		$order = wc_get_order( $order_id );
		if ( ! $order instanceof \WC_Order ) {
			return $this->failure( __( 'This order cannot be paid any more. Please start a new one.', 'payonce' ) );
		}
		$method = PaymentMethod::posted();
		if ( '' === $method ) {
			return $this->failure( __( 'Please enter your card.', 'payonce' ) );
		}
		if ( SavedCards::only_kept( $order ) ) {
			return SavedCards::keep( $order ) ? $this->success( $order ) : $this->failure( __( 'Please choose a saved card. A new card is saved with a purchase only.', 'payonce' ) );
		}
		$token = PaymentMethod::posted_token();
		if ( null !== $token ) {
			// Renewals of a subscription that this order begins are paid by this card.
			$order->add_payment_token( $token );
		}
		$body = array( 'paymentMethod' => $method );
		if ( 'page' !== Settings::get( 'three_d_secure' ) ) {
			$body['returnUrl'] = $this->return_address( $order );
		}
		if ( 'manual' === Settings::get( 'capture' ) ) {
			$body['capture'] = 'manual';
		}
		$customer = null === $token ? '' : (string) $token->get_meta( SavedCards::CUSTOMER_META );
		$charge   = Charge::of( $order, $body + SavedCards::saving( $order ) + SavedCards::of_customer( $customer ) + PaymentMethod::mandate() );
		if ( ! $charge->outcome->is_success() ) {
			return $this->failure( $charge->message() );
		}
		if ( Outcome::ACTION === $charge->outcome->kind ) {
			return $this->action( $order, $charge->answer );
		}
		return $this->success( $order );
	}

	/**
	 * Sends money back.
	 *
	 * @param int    $order_id The order.
	 * @param mixed  $amount   Major units.
	 * @param string $reason   The clerk's words; they stay in the shop.
	 * @return true|\WP_Error
	 */
	public function process_refund( $order_id, $amount = null, $reason = '' ) {
		$order = wc_get_order( $order_id );
		if ( ! $order instanceof \WC_Order || null === $amount || 0.0 >= (float) $amount ) {
			return new \WP_Error( 'payonce', __( 'Enter the amount to refund.', 'payonce' ) );
		}
		return RefundRequest::of_new_record( $order, (string) $amount );
	}

	/**
	 * Tells if WooCommerce may offer a refund through this gateway.
	 *
	 * @param mixed $order The order.
	 */
	public function can_refund_order( $order ): bool {
		return parent::can_refund_order( $order ) && $order instanceof \WC_Order && null !== $order->get_date_paid();
	}

	/**
	 * Returns the payment's page at Stripe.
	 *
	 * @param mixed $order The order.
	 */
	public function get_transaction_url( $order ): string {
		$summary                    = $order instanceof \WC_Order ? PaymentSummary::of( $order ) : null;
		$this->view_transaction_url = null !== $summary && ! str_starts_with( $summary->payment(), 'pi_' ) ? '' : 'https://dashboard.stripe.com/' . ( $this->is_test_mode() ? 'test/' : '' ) . 'payments/%s';
		return (string) parent::get_transaction_url( $order );
	}

	/**
	 * Answers a checkout that needs nothing more of the shopper.
	 *
	 * @param \WC_Order $order The order.
	 * @return array<string,string>
	 */
	private function success( \WC_Order $order ): array {
		if ( null !== \WC()->cart ) {
			\WC()->cart->empty_cart();
		}
		return array(
			'result'   => 'success',
			'redirect' => $this->get_return_url( $order ),
		);
	}

	/**
	 * Answers a checkout whose shopper has to act at the gateway: another page, or Stripe.js in this one.
	 *
	 * @param \WC_Order $order  The order.
	 * @param Answer    $answer Payonce's answer.
	 * @return array<string,string>
	 */
	private function action( \WC_Order $order, Answer $answer ): array {
		if ( self::is_block_checkout() && null !== \WC()->session ) {
			// WooCommerce then empties the cart of a shopper who never comes back from the bank, at her next page, if the order is
			// paid by then. Only its classic checkout does so by itself.
			\WC()->session->set( 'order_awaiting_payment', $order->get_id() );
		}
		if ( '' !== $answer->action( 'redirectUrl' ) ) {
			return array(
				'result'   => 'success',
				/**
				 * Changes the address at which the shopper authenticates.
				 *
				 * @param string $url The gateway's address.
				 */
				'redirect' => (string) apply_filters( 'payonce_redirect_url', $answer->action( 'redirectUrl' ) ),
			);
		}
		$page = $this->get_return_url( $order );
		// What stands after the # never reaches a server's log. The block checkout reads the fields instead.
		$hash = '#payonce-confirm=' . rawurlencode( $answer->action( 'clientSecret' ) ) . '&return=' . rawurlencode( $page );
		return array(
			'result'                => 'success',
			'redirect'              => is_wc_endpoint_url( 'order-pay' ) ? $order->get_checkout_payment_url() . $hash : $hash,
			'payonce_client_secret' => $answer->action( 'clientSecret' ),
			'payonce_return'        => $page,
		);
	}

	/**
	 * Answers a checkout that failed. Both checkouts read the notice, but the block checkout of older versions, whose
	 * script reads payonce_message. A "message" would be thrown there before the notices are cleared, and a notice that is
	 * left makes every later try fail; so only the classic checkout gets one.
	 *
	 * @param string $message Words for the shopper.
	 * @return array<string,string>
	 */
	private function failure( string $message ): array {
		wc_add_notice( $message, 'error' );
		$answer = array(
			'result'          => 'failure',
			'redirect'        => '',
			'payonce_message' => $message,
		);
		return self::is_block_checkout() ? $answer : $answer + array( 'message' => $message );
	}

	/**
	 * Tells if the block checkout asks. WooCommerce 8.2 has no function of its own for it.
	 */
	private static function is_block_checkout(): bool {
		$wc = \WC();
		if ( method_exists( $wc, 'is_store_api_request' ) ) {
			return $wc->is_store_api_request();
		}
		$address = isset( $_SERVER['REQUEST_URI'] ) ? esc_url_raw( wp_unslash( $_SERVER['REQUEST_URI'] ) ) : '';
		return str_contains( $address, '/wc/store/' );
	}

	/**
	 * Returns where the gateway sends the shopper back to. The order's key is taken out: Payonce puts it in again.
	 *
	 * @param \WC_Order $order The order.
	 */
	private function return_address( \WC_Order $order ): string {
		return str_replace( $order->get_order_key(), '{order_key}', add_query_arg( 'payonce', '1', $this->get_return_url( $order ) ) );
	}
}
