<?php
/**
 * Races at the checkout.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Payonce;

use Payonce\Tests\Shop\Shop;
use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Payonce.php';
require_once __DIR__ . '/Visitor.php';

/**
 * Shoppers who send their checkout twice, through a real Payonce. PAYONCE_TEST_RACES: shoppers of each race (20).
 */
final class CheckoutRacesTest extends TestCase {

	private static Shop $shop;

	private static Payonce $payonce;

	private static int $count;

	/** @var array<string,int> */
	private static array $ids;

	public static function setUpBeforeClass(): void {
		self::$shop    = Shop::here();
		self::$payonce = new Payonce( self::$shop );
		self::$count   = (int) ( getenv( 'PAYONCE_TEST_RACES' ) ?: 20 );
		self::$ids     = self::$shop->do( 'run', array( 'php' => "return get_option( 'payonce_test' );" ) );
	}

	/** @return array<string,array{0:string,1:string,2:int}> */
	public static function presses(): array {
		return array(
			'a double click at the classic checkout'  => array( 'classic', 'pm_card_visa', 0 ),
			'a double click at the block checkout'    => array( 'block', 'pm_card_visa', 0 ),
			'two tabs of the classic checkout'        => array( 'classic', 'pm_card_mastercard', 900 ),
			'two tabs of the block checkout'          => array( 'block', 'pm_card_mastercard', 900 ),
		);
	}

	/** @dataProvider presses */
	public function test_a_checkout_that_is_sent_twice_takes_the_money_once( string $kind, string $second, int $latest ): void {
		self::$shop->do( 'run', array( 'php' => "payonce_test_checkout( 'classic' );" ) );
		mt_srand( 7 );
		$run    = self::$shop->id( 'twice' );
		$emails = array();
		// One shopper at a time: requests of others would keep her second one waiting, until the first one's order is paid.
		for ( $number = 0; $number < self::$count; $number++ ) {
			$visitor  = new Visitor( self::$shop->address, $kind, "$run-$number@example.test", self::$ids['widget'] );
			$emails[] = $visitor->email;
			self::$shop->http_all( array( $visitor->places( 'pm_card_visa', 0 ), $visitor->places( $second, 0 === $latest ? 0 : mt_rand( 0, $latest ) ) ) );
		}
		$orders = self::$shop->do( 'run', array( 'php' => "\$all = array(); foreach ( " . var_export( $emails, true ) . " as \$email ) { \$all[ \$email ] = wc_get_orders( array( 'billing_email' => \$email, 'type' => 'shop_order', 'limit' => -1, 'return' => 'ids', 'status' => array_keys( wc_get_order_statuses() ) ) ); } return \$all;" ) );
		$ids    = array_merge( ...array_values( $orders ) );
		self::$payonce->settle( $ids );
		$states = self::$shop->do( 'state', array( 'orders' => $ids ) );
		$twice  = 0;
		foreach ( $orders as $email => $hers ) {
			$twice  += 1 < count( $hers ) ? 1 : 0;
			$kept    = array_merge( ...array_map( static fn( $order ) => array_filter( self::$payonce->payments( $order ), static fn( $payment ) => $payment['amount_received'] > ( $payment['latest_charge']['amount_refunded'] ?? 0 ) ), $hers ) );
			$paid    = array_values( array_filter( $hers, static fn( $order ) => 'processing' === $states[ $order ]['status'] ) );
			$told    = json_encode( array_intersect_key( $states, array_flip( $hers ) ) );
			self::assertCount( 1, $kept, "$email: the money is taken once\n$told" );
			self::assertCount( 1, $paid, "$email: one order is fulfilled\n$told" );
			self::assertSame( array( 1, 1 ), array( $states[ $paid[0] ]['payments'], $states[ $paid[0] ]['reduced'] ), "$email\n$told" );
			self::assertCount( 2, self::$shop->mails( $paid[0] ), $email );
		}
		fwrite( STDERR, sprintf( "%s, sent twice, the second up to %d ms later: %d shoppers, %d orders, 0 charged twice, 0 unfulfilled; %d shoppers had two orders\n", $kind, $latest, count( $emails ), count( $ids ), $twice ) );
	}
}
