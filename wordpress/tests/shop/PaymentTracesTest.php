<?php
/**
 * Saved methods and fees on a real shop.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Shop;

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Shop.php';
require_once __DIR__ . '/PayonceStub.php';

/**
 * What a payment leaves behind: a saved method, which pays again with the gateway's customer, and the gateway's fee.
 */
final class PaymentTracesTest extends TestCase {

	private const SITE = "Payonce\\Fingerprint::of_site( get_option( 'siteurl' ) )";

	private static Shop $shop;

	private static PayonceStub $stub;

	private static int $ann;

	public static function setUpBeforeClass(): void {
		self::$shop = Shop::here();
		self::$stub = new PayonceStub();
		self::$ann  = self::$shop->do( 'run', array( 'php' => "return get_option( 'payonce_test' )['ann'];" ) );
		$site       = self::$shop->do( 'run', array( 'php' => 'return ' . self::SITE . ';' ) );
		self::$shop->query( "REPLACE INTO wp_payonce_link (store, site, lock_kind, lock_name, features, seen_at) VALUES ('', '$site', 'advisory', 'order_payment_lock_{order}', 'save', UTC_TIMESTAMP(6))" );
	}

	public static function tearDownAfterClass(): void {
		self::$shop->query( 'DELETE FROM wp_payonce_link' );
		self::$shop->do( 'run', array( 'php' => 'foreach ( WC_Payment_Tokens::get_customer_tokens( ' . self::$ann . ", 'payonce' ) as \$t ) { \$t->delete(); }" ) );
		self::$stub->stop();
	}

	public function test_a_card_that_only_the_callback_reports_is_saved_once_and_pays_the_next_order(): void {
		$orders = self::$shop->orders( 2, array( 'customer' => self::$ann ) );
		$card   = self::$shop->id( 'pm' );
		foreach ( array( 1, 2 ) as $time ) {
			$this->saves( $orders[0], $card, array(), "method:$card#$time" );
		}
		$codes = array_column( self::$shop->query( "SELECT code FROM wp_payonce_effect WHERE order_id = {$orders[0]['id']} ORDER BY id" ), 'code' );
		self::assertSame( array( 'applied', 'saved_before' ), $codes );
		$found = $this->tokens( $card );
		self::assertSame( array( array( 'CC', '4242', 'cus_1', 'visa', '05/2031' ) ), $found );
		self::assertSame( array( $card, 'cus_1' ), self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( {$orders[0]['id']} ); return array( \$o->get_meta( '_payonce_payment_method' ), \$o->get_meta( '_payonce_customer' ) );" ) ), 'renewals of a subscription read them' );
		$this->pays( $orders[1]['id'], "array( 'wc-payonce-payment-token' => array_values( array_filter( WC_Payment_Tokens::get_customer_tokens( " . self::$ann . ", 'payonce' ), fn( \$t ) => '$card' === \$t->get_token() ) )[0]->get_id() )" );
		self::assertSame( array( $card, 'cus_1', null ), $this->sent( $orders[1]['id'] ) );
	}

	public function test_a_bank_account_is_shown_by_its_name_and_last_digits(): void {
		list( $order ) = self::$shop->orders( 1, array( 'customer' => self::$ann ) );
		$account       = self::$shop->id( 'pm' );
		$this->saves( $order, $account, array( 'type' => 'sepa_debit', 'brand' => '', 'last4' => '3000', 'month' => 0, 'year' => 0 ) );
		self::assertSame( array( array( 'Payonce_Debit', '3000', 'cus_1', 'SEPA direct debit ending in 3000' ) ), $this->tokens( $account ) );
		$list = self::$shop->do( 'run', array( 'php' => 'return wc_get_customer_saved_methods_list( ' . self::$ann . ' );' ) );
		self::assertContains( array( 'SEPA direct debit', '3000' ), array_map( static fn( $item ) => array( $item['method']['brand'], $item['method']['last4'] ?? '' ), array_merge( ...array_values( $list ) ) ) );
	}

	public function test_guests_and_unreadable_methods_save_nothing(): void {
		list( $guest ) = self::$shop->orders( 1 );
		list( $order ) = self::$shop->orders( 1, array( 'customer' => self::$ann ) );
		$this->saves( $guest, 'pm_guest' );
		$this->saves( $order, 'pm_wrong', array( 'month' => 13 ) );
		self::assertSame( array( 'guest', 'token_unreadable' ), array_column( self::$shop->query( "SELECT code FROM wp_payonce_effect WHERE entry IN ('method:pm_guest', 'method:pm_wrong') ORDER BY id" ), 'code' ) );
		self::assertSame( array( array(), array() ), array( $this->tokens( 'pm_guest' ), $this->tokens( 'pm_wrong' ) ) );
	}

	public function test_a_shopper_who_ticks_the_box_lets_the_gateway_keep_the_card(): void {
		$orders = self::$shop->orders( 2, array( 'customer' => self::$ann ) );
		$this->pays( $orders[0]['id'], "array( 'payonce_method' => 'pm_new', 'wc-payonce-new-payment-method' => 'true' )" );
		$this->pays( $orders[1]['id'], "array( 'payonce_method' => 'pm_new' )" );
		self::assertSame( array( 'pm_new', null, 'offSession' ), $this->sent( $orders[0]['id'] ) );
		self::assertSame( array( 'pm_new', null, null ), $this->sent( $orders[1]['id'] ) );
	}

	public function test_a_bank_account_that_the_shopper_enters_carries_her_mandate(): void {
		$orders = self::$shop->orders( 2, array( 'customer' => self::$ann ) );
		$this->pays( $orders[0]['id'], "array( 'payonce_method' => 'pm_account', 'payonce_type' => 'sepa_debit' )" );
		$this->pays( $orders[1]['id'], "array( 'payonce_method' => 'pm_new', 'payonce_type' => 'card' )" );
		$sent = array_filter( self::$stub->requests( '/payments' ), static fn( $request ) => in_array( $request['body']['order'], array_column( $orders, 'id' ), true ) );
		self::assertSame( array( true, null ), array_map( static fn( $request ) => $request['body']['mandate'] ?? null, array_values( $sent ) ) );
	}

	public function test_a_fee_is_on_the_order_and_a_later_one_counts(): void {
		list( $order ) = self::$shop->orders( 1 );
		foreach ( array( 'fee:pi_1' => 80, 'fee:pi_1#2' => 75 ) as $entry => $fee ) {
			self::$shop->reconcile( $order, $entry, 'fee', array( 'payment' => 'pi_1', 'fee' => array( 'minor' => $fee, 'currency' => 'EUR' ), 'net' => array( 'minor' => 5000 - $fee, 'currency' => 'EUR' ), 'meta' => array( '_stripe_fee' => sprintf( '%.2f', $fee / 100 ), '_price' => '1' ) ) );
		}
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
		$found = self::$shop->do( 'run', array( 'php' => "ob_start(); Payonce\\Admin\\FeeRows::print_rows( {$order['id']} ); \$o = wc_get_order( {$order['id']} ); return array( \$o->get_meta( '_payonce_fee' ), \$o->get_meta( '_payonce_net' ), \$o->get_meta( '_stripe_fee' ), \$o->get_meta( '_price' ), str_contains( wp_strip_all_tags( ob_get_clean() ), '0.75' ) );" ) );
		self::assertSame( array( '0.75', '49.25', '0.75', '', true ), $found );
		$rows = self::$shop->do( 'run', array( 'php' => "wc_create_refund( array( 'order_id' => {$order['id']}, 'amount' => 10 ) ); ob_start(); Payonce\\Admin\\FeeRows::print_rows( {$order['id']} ); return wp_strip_all_tags( ob_get_clean() );" ) );
		self::assertStringContainsString( 'Payout before refunds:', $rows );
	}

	/**
	 * Writes and applies the effect of a payment whose method can pay again.
	 *
	 * @param array{id:int,key:string} $order
	 * @param array<string,mixed>      $more
	 */
	private function saves( array $order, string $token, array $more = array(), string $entry = '' ): void {
		self::$shop->reconcile( $order, '' === $entry ? "method:$token" : $entry, 'token', $more + array( 'token' => $token, 'type' => 'card', 'customer' => 'cus_1', 'mandate' => '', 'brand' => 'visa', 'last4' => '4242', 'month' => 5, 'year' => 2031, 'payment' => 'pi_1' ) );
		self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ) );
	}

	private function pays( int $order, string $fields ): void {
		$ann = self::$ann;
		self::assertSame( 'success', self::$shop->do( 'run', array( 'php' => "wp_set_current_user( $ann ); WC()->frontend_includes(); WC()->initialize_session(); wc_load_cart(); \$_POST = $fields; return ( new Payonce\\Gateway\\Gateway() )->process_payment( $order )['result'];" ) ) );
	}

	/** @return array<int,?string> */
	private function sent( int $order ): array {
		$body = array_values( array_filter( self::$stub->requests( '/payments' ), static fn( $request ) => $request['body']['order'] === $order ) )[0]['body'];
		return array( $body['paymentMethod'], $body['customer'] ?? null, $body['savePaymentMethod'] ?? null );
	}

	/** @return array<int,string[]> */
	private function tokens( string $reference ): array {
		return self::$shop->do( 'run', array( 'php' => 'return array_values( array_map( fn( $t ) => array_merge( array( $t->get_type(), $t->get_last4(), $t->get_meta( "_payonce_customer" ) ), "CC" === $t->get_type() ? array( $t->get_card_type(), $t->get_expiry_month() . "/" . $t->get_expiry_year() ) : array( $t->get_display_name() ) ), array_filter( WC_Payment_Tokens::get_customer_tokens( ' . self::$ann . ", 'payonce' ), fn( \$t ) => '$reference' === \$t->get_token() ) ) );" ) );
	}
}
