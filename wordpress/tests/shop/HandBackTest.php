<?php
/**
 * A shop that leaves Payonce.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Shop;

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Shop.php';

/**
 * The last step of leaving, on a real shop: paid orders get another gateway, and keep their payment.
 */
final class HandBackTest extends TestCase {

	private static Shop $shop;

	public static function setUpBeforeClass(): void {
		self::$shop = Shop::here();
		self::$shop->query( "UPDATE wp_payonce_effect SET state = 2 WHERE state IN (0, 1, 3)" );
	}

	public static function tearDownAfterClass(): void {
		self::$shop->do( 'run', array( 'php' => "update_option( Payonce\\Settings::OPTION, array( 'enabled' => 'yes' ) + (array) get_option( Payonce\\Settings::OPTION ) );" ) );
	}

	public function test_a_paid_order_is_handed_back_with_its_payment_and_an_unpaid_one_is_not(): void {
		list( $paid, $unpaid ) = self::$shop->orders( 2 );
		$this->becomes_ours( $paid['id'] );
		$this->becomes_ours( $unpaid['id'] );
		self::$shop->paid( $paid, 'ch_back', array( 'meta' => array( '_stripe_intent_id' => 'pi_back' ) ) );
		self::$shop->kick( $paid['id'] );

		self::assertGreaterThanOrEqual( 1, $this->hand_back( 'bacs', true ) );
		self::assertSame( 'payonce', $this->order( $paid['id'] )['method'] );
		self::assertGreaterThanOrEqual( 1, $this->hand_back( 'bacs' ) );

		self::assertSame( array( 'method' => 'bacs', 'transaction' => 'ch_back', 'intent' => 'pi_back', 'status' => 'processing' ), $this->order( $paid['id'] ) );
		self::assertSame( 'payonce', $this->order( $unpaid['id'] )['method'] );
		self::assertSame( 0, $this->hand_back( 'bacs' ) );
		self::assertSame( 'no', self::$shop->do( 'run', array( 'php' => "return Payonce\\Settings::get( 'enabled' );" ) ) );
	}

	public function test_an_open_effect_and_an_unknown_gateway_stand_against_it(): void {
		self::assertStringContainsString( 'no other gateway', $this->refusal( 'payonce' ) );
		self::assertStringContainsString( 'no other gateway', $this->refusal( 'unknown' ) );
		list( $order ) = self::$shop->orders( 1 );
		self::$shop->paid( $order, 'ch_open' );
		self::assertStringContainsString( '1 effects are not applied', $this->refusal( 'bacs' ) );
		self::$shop->query( "UPDATE wp_payonce_effect SET state = 2 WHERE order_id = {$order['id']}" );
	}

	private function becomes_ours( int $id ): void {
		self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( $id ); \$o->set_payment_method( 'payonce' ); \$o->save();" ) );
	}

	private function hand_back( string $gateway, bool $dry = false ): int {
		return self::$shop->do( 'run', array( 'php' => "return Payonce\\Leaving\\HandBack::run( '$gateway', " . ( $dry ? 'true' : 'false' ) . ' );' ) );
	}

	private function refusal( string $gateway ): string {
		return self::$shop->do( 'run', array( 'php' => "try { Payonce\\Leaving\\HandBack::run( '$gateway' ); return ''; } catch ( InvalidArgumentException \$e ) { return \$e->getMessage(); }" ) );
	}

	/** @return array<string,string> */
	private function order( int $id ): array {
		return self::$shop->do( 'run', array( 'php' => "\$o = wc_get_order( $id ); return array( 'method' => \$o->get_payment_method(), 'transaction' => \$o->get_transaction_id(), 'intent' => (string) \$o->get_meta( '_stripe_intent_id' ), 'status' => \$o->get_status() );" ) );
	}
}
