<?php
/**
 * Processes that die.
 *
 * @package Payonce
 */

declare(strict_types=1);

namespace Payonce\Tests\Shop;

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/Shop.php';

/**
 * PHP is killed (SIGKILL) before statements of an effect, and the effect is applied again by another process. Nothing may
 * be doubled, and nothing may be missing. PAYONCE_TEST_POINTS: how many points (16), PAYONCE_TEST_ORDERS: orders each (1).
 */
final class CrashTest extends TestCase {

	private static Shop $shop;

	public static function setUpBeforeClass(): void {
		self::$shop = Shop::here();
	}

	public function test_an_effect_whose_process_was_killed_is_applied_once(): void {
		// The second order is the sample: the first one finds caches empty.
		list( $warm, $sample ) = self::$shop->orders( 2, array( 'coupon' => 'ten' ) );
		self::$shop->paid( $warm, 'ch_warm' );
		self::$shop->do( 'apply', array( 'orders' => array( $warm['id'] ) ) );
		self::$shop->paid( $sample, 'ch_sample' );
		$statements = self::$shop->do( 'apply', array( 'orders' => array( $sample['id'] ) ), array( 'PAYONCE_TEST_COUNT' => '1' ) );
		self::assertGreaterThan( 50, $statements );

		$points = (int) ( getenv( 'PAYONCE_TEST_POINTS' ) ?: 16 );
		$each   = (int) ( getenv( 'PAYONCE_TEST_ORDERS' ) ?: 1 );
		$orders = self::$shop->orders( $points * $each, array( 'coupon' => 'ten' ) );
		self::$shop->do( 'queue' );
		$before = self::$shop->do( 'totals' );
		$killed = 0;
		foreach ( $orders as $number => $order ) {
			$at = 1 + intdiv( intdiv( $number, $each ) * ( $statements - 12 ), max( 1, $points - 1 ) );
			self::$shop->paid( $order, "ch_k$number" );
			$killed += null === self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ), array( 'PAYONCE_TEST_KILL' => (string) $at ) ) ? 1 : 0;
		}
		self::assertSame( count( $orders ), $killed, 'each process was killed' );
		self::$shop->query( 'UPDATE wp_payonce_effect SET created_at = created_at - INTERVAL 10 MINUTE, tried_at = tried_at - INTERVAL 10 MINUTE WHERE state IN (0, 1)' );
		for ( $i = 0; $i <= count( $orders ) / 50; $i++ ) {
			self::$shop->do( 'tidy' );
		}

		$after = self::$shop->do( 'totals' );
		self::assertEquals( array( -2 * count( $orders ), 2 * count( $orders ), 0 ), array( $after['widget stock'] - $before['widget stock'], $after['widget sales'] - $before['widget sales'], $after['coupon'] - $before['coupon'] ), 'stock, sales, usage' );
		self::assertSame( $after['widget stock'], $after['widget lookup stock'] );
		$doubled = 0;
		foreach ( self::$shop->do( 'state', array( 'orders' => array_column( $orders, 'id' ) ) ) as $id => $state ) {
			self::assertSame( array( 'processing', true, true, 1, 2 ), array( $state['status'], $state['stock'], $state['sales'], $state['payments'], $state['reduced'] ), "order $id" );
			$mails = self::$shop->mails( $id );
			self::assertSame( array( 'customer_processing_order to ann@example.test', 'new_order to admin@example.test' ), array_values( array_unique( $mails ) ), "order $id" );
			$doubled += count( $mails ) - 2;
		}
		fwrite( STDERR, sprintf( "%d processes killed at %d of %d statements: nothing doubled in the database, %d mails sent twice\n", $killed, $points, $statements, $doubled ) );
	}

	public function test_a_refund_whose_process_was_killed_is_recorded_once(): void {
		$orders = self::$shop->orders( 8 );
		foreach ( $orders as $number => $order ) {
			self::$shop->paid( $order, "ch_kr$number" );
		}
		self::$shop->do( 'apply', array( 'orders' => array_column( $orders, 'id' ) ) );
		foreach ( $orders as $number => $order ) {
			self::$shop->reconcile( $order, "refund:re_k$number", 'refund', array( 'refund' => "re_k$number", 'amount' => array( 'minor' => 5000, 'currency' => 'EUR' ), 'by' => 'dashboard' ) );
			self::$shop->do( 'apply', array( 'orders' => array( $order['id'] ) ), array( 'PAYONCE_TEST_KILL' => (string) ( 1 + 14 * $number ) ) );
		}
		self::$shop->do( 'apply', array( 'orders' => array_column( $orders, 'id' ) ) );
		foreach ( self::$shop->do( 'state', array( 'orders' => array_column( $orders, 'id' ) ) ) as $id => $state ) {
			self::assertSame( array( 'refunded', 1, 50.0 ), array( $state['status'], $state['refunds'], (float) $state['refunded'] ), "order $id" );
			$rows = 'posts' === getenv( 'PAYONCE_TEST_STORAGE' ) ? "wp_posts WHERE post_parent = $id AND post_type = 'shop_order_refund'" : "wp_wc_orders WHERE parent_order_id = $id AND type = 'shop_order_refund'";
			self::assertSame( '1', self::$shop->query( "SELECT COUNT(*) AS n FROM $rows" )[0]['n'] );
		}
	}
}
