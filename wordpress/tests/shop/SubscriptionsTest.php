<?php
/**
 * Subscriptions on a real shop.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Shop;

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Shop.php';
require_once __DIR__ . '/PayonceStub.php';

/**
 * Renewals and changes of the card, fired as WooCommerce Subscriptions does, against a stand-in for Payonce's API.
 */
final class SubscriptionsTest extends TestCase {

	private static Shop $shop;

	private static PayonceStub $stub;

	public static function setUpBeforeClass(): void {
		self::$shop = Shop::here();
		self::$stub = new PayonceStub();
	}

	public static function tearDownAfterClass(): void {
		self::$stub->stop();
	}

	public function test_a_renewal_that_is_fired_twice_is_one_charge(): void {
		$orders = self::$shop->orders( 3 );
		foreach ( array( 'pm_card_visa', 'pm_declined', 'pm_away' ) as $number => $method ) {
			self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( {$orders[$number]['id']} ); \$o->update_meta_data( '_payonce_payment_method', '$method' ); \$o->save();" ) );
			$fire = "\$o = wc_get_order( {$orders[$number]['id']} ); do_action( 'woocommerce_scheduled_subscription_payment_payonce', \$o->get_total(), \$o ); return wc_get_order( {$orders[$number]['id']} )->get_status();";
			$both = array( self::$shop->start( 'run', array( 'php' => $fire ) ), self::$shop->start( 'run', array( 'php' => $fire ) ) );
			Shop::finish( $both[0] );
			Shop::finish( $both[1] );
			$status[] = self::$shop->do( 'run', array( 'php' => $fire ) );
			$keys[] = count( array_unique( array_column( array_filter( self::$stub->requests( '/payments' ), static fn( $request ) => $request['body']['order'] === $orders[ $number ]['id'] ), 'key' ) ) );
			self::assertTrue( array_values( array_filter( self::$stub->requests( '/payments' ), static fn( $request ) => $request['body']['order'] === $orders[ $number ]['id'] ) )[0]['body']['offSession'] );
		}
		self::assertSame( array( 1, 1, 1 ), $keys, 'one key each' );
		self::assertSame( array( 'pending', 'failed', 'pending' ), $status, 'a paid one is moved by its effect; a declined one is left to the extension\'s own retries' );
		$again = self::$shop->query( "SELECT COUNT(*) AS n FROM wp_actionscheduler_actions WHERE hook = 'payonce_renewal' AND status = 'pending' AND args LIKE '[{$orders[2]['id']},%'" );
		self::assertContains( $again[0]['n'], array( '1', '2' ), 'two at once may schedule two; they send the same key' );
	}

	public function test_a_card_that_was_declined_for_good_is_not_tried_again(): void {
		list( $order ) = self::$shop->orders( 1 );
		$fire          = "\$o = wc_get_order( {$order['id']} ); \$o->set_status( 'pending' ); \$o->save(); do_action( 'woocommerce_scheduled_subscription_payment_payonce', \$o->get_total(), \$o ); return wc_get_order( {$order['id']} )->get_status();";
		$sent          = static fn() => array_column( array_column( array_filter( self::$stub->requests( '/payments' ), static fn( $request ) => $request['body']['order'] === $order['id'] ), 'body' ), 'paymentMethod' );
		foreach ( array( 'pm_stolen', 'pm_stolen', 'pm_card_visa' ) as $method ) {
			self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( {$order['id']} ); \$o->update_meta_data( '_payonce_payment_method', '$method' ); \$o->save();" ) );
			$status[] = self::$shop->do( 'run', array( 'php' => $fire ) );
		}
		self::assertSame( array( 'failed', 'failed', 'pending' ), $status );
		self::assertSame( array( 'pm_stolen', 'pm_card_visa' ), $sent() );
	}

	public function test_a_subscription_is_renewed_by_the_saved_card_that_began_it_or_was_chosen_later(): void {
		$ann    = self::$shop->do( 'run', array( 'php' => "return get_option( 'payonce_test' )['ann'];" ) );
		$orders = self::$shop->orders( 3, array( 'customer' => $ann ) );
		list( $first, $subscription, $free ) = array_column( $orders, 'id' );
		$set    = "function wcs_get_subscriptions_for_order( \$id ) { return $first === (int) \$id ? array( wc_get_order( $subscription ) ) : array(); } function wcs_is_subscription( \$o ) { return $subscription === \$o->get_id(); } wp_set_current_user( $ann ); WC()->frontend_includes(); WC()->initialize_session(); wc_load_cart(); "
			. "\$card = function ( \$method ) { \$t = new WC_Payment_Token_CC(); \$t->set_props( array( 'token' => \$method, 'gateway_id' => 'payonce', 'card_type' => 'visa', 'last4' => '4242', 'expiry_month' => '12', 'expiry_year' => '2031', 'user_id' => $ann ) ); return \$t->save(); }; "
			. "\$pay = function ( \$order, \$fields ) { \$_POST = \$fields; return ( new Payonce\\Gateway\\Gateway() )->process_payment( \$order )['result']; }; \$kept = fn( \$id ) => wc_get_order( \$id )->get_meta( '_payonce_payment_method' ); ";
		$bought = self::$shop->do( 'run', array( 'php' => $set . "return array( \$pay( $first, array( 'wc-payonce-payment-token' => \$card( 'pm_card_visa' ) ) ), \$kept( $subscription ) );" ) );
		self::assertSame( array( 'success', 'pm_card_visa' ), $bought );
		$before  = count( self::$stub->requests( '/payments' ) );
		$changed = self::$shop->do( 'run', array( 'php' => $set . "return array( \$pay( $subscription, array( 'wc-payonce-payment-token' => \$card( 'pm_other' ) ) ), \$kept( $subscription ), \$pay( $subscription, array( 'payonce_method' => 'pm_new' ) ), wc_get_order( $subscription )->get_status() );" ) );
		self::assertSame( array( 'success', 'pm_other', 'failure', 'pending' ), $changed, 'a change of the method takes no money' );
		$nothing = self::$shop->do( 'run', array( 'php' => $set . "\$o = wc_get_order( $free ); \$o->set_total( 0 ); \$o->save(); return array( \$pay( $free, array( 'wc-payonce-payment-token' => \$card( 'pm_free' ) ) ), \$kept( $free ), wc_get_order( $free )->get_status() );" ) );
		self::assertSame( array( 'success', 'pm_free', 'processing' ), $nothing, 'a free trial keeps the card' );
		self::assertCount( $before, self::$stub->requests( '/payments' ) );
		self::$shop->do( 'run', array( 'php' => "foreach ( WC_Payment_Tokens::get_customer_tokens( $ann, 'payonce' ) as \$t ) { \$t->delete(); }" ) );
	}
}
