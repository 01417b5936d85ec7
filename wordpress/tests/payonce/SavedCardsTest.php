<?php
/**
 * Saved cards and fees through a real Payonce.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Payonce;

use Payonce\Tests\Shop\Shop;
use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Payonce.php';

/**
 * Shoppers who authenticate at their bank, and never come back: two copies of each callback at once report the payment, the
 * saved card and the fee.
 */
final class SavedCardsTest extends TestCase {

	private const ASKING = 'pm_card_threeDSecure2Required';

	private static Shop $shop;

	private static Payonce $payonce;

	/** @var array<int,int> The shopper of each order. */
	private static array $owners;

	public static function setUpBeforeClass(): void {
		self::$shop    = Shop::here();
		self::$payonce = new Payonce( self::$shop );
		$count         = min( 10, (int) ( getenv( 'PAYONCE_TEST_RACES' ) ?: 20 ) );
		$run           = self::$shop->id( 'keeper' );
		self::$owners  = self::$shop->do( 'run', array( 'php' => "\$all = array(); for ( \$i = 0; \$i < $count; \$i++ ) { \$who = wc_create_new_customer( \"$run-\$i@example.test\", \"$run-\$i\", 'secret' ); \$all[ payonce_test_order( array( 'customer' => \$who, 'email' => \"$run-\$i@example.test\" ) )->get_id() ] = \$who; } return \$all;" ) );
		self::$payonce->callbacks( 2 );
		foreach ( array_chunk( array_keys( self::$owners ), 3 ) as $some ) {
			self::$shop->http_all( array_map( static fn( $order ) => self::$payonce->charge( $order, self::ASKING, '', array( 'savePaymentMethod' => 'offSession' ) ), $some ) );
			self::$shop->http_all( array_map( static fn( $order ) => self::$payonce->confirm( self::$payonce->payments( $order )[0]['id'] ), $some ) );
		}
		self::$payonce->callbacks( 1 );
		self::$payonce->await( array_keys( self::$owners ), 'fee' );
	}

	public function test_each_effect_is_written_and_applied_once(): void {
		foreach ( array_keys( self::$owners ) as $order ) {
			$effects = self::$shop->query( "SELECT kind, state, code FROM wp_payonce_effect WHERE order_id = $order ORDER BY kind" );
			self::assertSame( array( 'fee 2 applied', 'paid 2 applied', 'token 2 applied' ), array_map( static fn( $row ) => implode( ' ', $row ), $effects ), "order $order" );
		}
		$count = self::$payonce->verdict( array_keys( self::$owners ), 2, true );
		self::assertSame( array( count( self::$owners ), 0, 0, 0, 0 ), array( $count['charged'], $count['doubled'], $count['unfulfilled'], $count['paid and cancelled, no review'], $count['reviews'] ) );
	}

	public function test_an_order_has_the_fee_and_the_payout_that_the_gateway_has_booked(): void {
		$found = self::$shop->do( 'run', array( 'php' => 'return array_map( fn( $id ) => array_map( fn( $name ) => wc_get_order( $id )->get_meta( $name ), array( "_payonce_fee", "_payonce_net", "_payonce_fee_currency", "_stripe_fee", "_stripe_net", "_stripe_currency" ) ), array( ' . implode( ',', array_keys( self::$owners ) ) . ' ) );' ) );
		foreach ( $found as $meta ) {
			self::assertSame( array( '1.00', '49.00', 'EUR', '1.00', '49.00', 'EUR' ), $meta );
		}
	}

	public function test_each_shopper_has_one_saved_card_and_pays_the_next_order_by_it(): void {
		foreach ( array_slice( self::$owners, 0, 3, true ) as $first => $who ) {
			$paid = self::$payonce->payments( $first )[0];
			$card = self::$shop->do( 'run', array( 'php' => "return array_values( array_map( fn( \$t ) => array( \$t->get_id(), \$t->get_token(), \$t->get_meta( '_payonce_customer' ), \$t->get_last4() ), WC_Payment_Tokens::get_customer_tokens( $who, 'payonce' ) ) );" ) );
			self::assertCount( 1, $card );
			self::assertSame( array( $paid['payment_method'], $paid['customer'], '4242' ), array_slice( $card[0], 1 ) );
			$next = self::$shop->do( 'run', array( 'php' => "wp_set_current_user( $who ); WC()->frontend_includes(); WC()->initialize_session(); wc_load_cart(); \$o = payonce_test_order( array( 'customer' => $who, 'items' => array( 'gadget' => 1 ), 'email' => get_userdata( $who )->user_email ) ); \$_POST = array( 'wc-payonce-payment-token' => '{$card[0][0]}' ); return array( \$o->get_id(), ( new Payonce\\Gateway\\Gateway() )->process_payment( \$o->get_id() ) );" ) );
			self::assertSame( 'success', $next[1]['result'], (string) json_encode( $next ) );
			$payment = self::$payonce->payments( $next[0] )[0];
			self::assertSame( array( $paid['payment_method'], $paid['customer'] ), array( $payment['payment_method'], $payment['customer'] ) );
			self::$shop->http_all( array( self::$payonce->confirm( $payment['id'] ) ) );
			self::$payonce->await( array( $next[0] ), 'fee' );
			$count = self::$payonce->verdict( array( $next[0] ), 1, true );
			self::assertSame( array( 1, 0, 0, 0 ), array( $count['charged'], $count['doubled'], $count['unfulfilled'], $count['paid and cancelled, no review'] ) );
		}
	}

	/** Another shopper's saved card is no card: nothing is sent. */
	public function test_a_saved_card_of_another_shopper_pays_nothing(): void {
		$owners = array_values( self::$owners );
		$answer = self::$shop->do( 'run', array( 'php' => "wp_set_current_user( {$owners[1]} ); WC()->frontend_includes(); WC()->initialize_session(); wc_load_cart(); \$t = array_values( WC_Payment_Tokens::get_customer_tokens( {$owners[0]}, 'payonce' ) )[0]; \$o = payonce_test_order( array( 'customer' => {$owners[1]}, 'items' => array( 'service' => 1 ), 'email' => get_userdata( {$owners[1]} )->user_email ) ); \$_POST = array( 'wc-payonce-payment-token' => (string) \$t->get_id() ); return array( \$o->get_id(), ( new Payonce\\Gateway\\Gateway() )->process_payment( \$o->get_id() )['result'] );" ) );
		self::assertSame( array( 'failure', array() ), array( $answer[1], self::$payonce->payments( $answer[0] ) ) );
	}
}
